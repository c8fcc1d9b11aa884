//! How long a thing may be that a caller says and a world keeps, where its own form does not bound it.
//!
//! Unknown: the documents give no lengths for these. Without any, one call could fill the memory.

/// The longest address that a flow or an application keeps, in bytes: `redirectUrl`, `notifyUrl`,
/// `appScheme`, a webhook. As long as a third-party document has `authUrl`.
pub const ADDRESS_BYTES_MAX: usize = 2_048;

/// The most words of one list of a call: scopes, methods, fields. There are far fewer words.
pub const LIST_WORDS_MAX: usize = 64;

/// The most intervals of a retry plan; the documented one has sixteen.
pub const RETRY_INTERVALS_MAX: usize = 100;
