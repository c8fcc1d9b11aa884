//! How a body is read, in every version: as it is documented, and with the name of what is wrong.

use serde::Deserialize;

use crate::exact::Exact;

/// A body that is not what is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// No JSON.
    NotJson,
    /// JSON, but no object.
    NotObject,
    /// A field of another type; its path.
    Field(String),
}

/// Reads a body.
///
/// # Errors
/// [`Unreadable`] tells the first thing that is wrong.
pub fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Unreadable> {
    // Text is checked once as a whole; what is none may still stand where nobody reads it.
    let read = match std::str::from_utf8(body) {
        Ok(text) => whole(serde_json::Deserializer::from_str(text)),
        Err(_) => whole(serde_json::Deserializer::from_slice(body)),
    };
    read.map_err(|error| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let path = match serde_path_to_error::deserialize::<_, T>(Exact(&mut deserializer)) {
            Err(error) => error.path().to_string(),
            Ok(_) => String::new(),
        };
        match path.as_str() {
            _ if error.is_syntax() || error.is_eof() => Unreadable::NotJson,
            "" | "." => Unreadable::NotObject,
            path => Unreadable::Field(path.into()),
        }
    })
}

fn whole<'de, R: serde_json::de::Read<'de>, T: Deserialize<'de>>(
    mut json: serde_json::Deserializer<R>,
) -> Result<T, serde_json::Error> {
    let value = T::deserialize(Exact(&mut json))?;
    json.end()?;
    Ok(value)
}

/// An empty text counts as absent.
pub fn stated(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
