//! How long a thing may be that a caller says and a world keeps, where its own form does not bound it.
//!
//! Unknown: the documents give no lengths for these. Without any, one call could fill the memory.

/// The longest address that a flow or an application keeps, in bytes: `redirectUrl`, `notifyUrl`,
/// `appScheme`, a webhook. As long as a third-party document has `authUrl`.
pub const ADDRESS_BYTES_MAX: usize = 2_048;

/// The longest letter that reviewers look at, in bytes.
pub const LETTER_BYTES_MAX: u32 = 5 * 1024 * 1024;

/// The longest file that an application may upload, in bytes: pages say 20, 40 or 50 MB, and a request here has 10.
pub const FILE_BYTES_MAX: u32 = 10 * 1024 * 1024;

/// The longest name of such a file, in bytes.
pub const FILE_NAME_BYTES_MAX: usize = 255;

/// The most words of one list of a call: scopes, methods, fields. There are far fewer words.
pub const LIST_WORDS_MAX: usize = 64;

/// The most intervals of a retry plan; the documented one has sixteen.
pub const RETRY_INTERVALS_MAX: usize = 100;
