//! The last line of the signed text: path and query, in the spellings that working clients sign.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{Signed, Sink};

/// A spelling of path and query in the signed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryForm {
    /// Keys in ASCII order, values decoded, an empty value as the bare key, the first of equal keys.
    Documented,
    /// The bytes of the request line.
    AsSent,
    /// Like the documented form, with keys ordered without regard to case.
    SortedIgnoringCase,
    /// Like the documented form, with `key=` for an empty value.
    EmptyWithEquals,
    /// Like the documented form, with keys and values still percent-encoded.
    SortedEncoded,
}

impl QueryForm {
    /// Every form, the documented one first.
    pub const ALL: [Self; 5] = [
        Self::Documented,
        Self::AsSent,
        Self::SortedIgnoringCase,
        Self::EmptyWithEquals,
        Self::SortedEncoded,
    ];
}

/// Writes path, `?` and parameters; without parameters there is no `?`.
pub(super) fn write_path_and_parameters(signed: &Signed<'_>, form: QueryForm, sink: &mut impl Sink) {
    sink.put(signed.path.as_bytes());
    let Some(query) = signed.query.filter(|query| !query.is_empty()) else { return };
    if form == QueryForm::AsSent {
        sink.put(b"?");
        sink.put(query.as_bytes());
        return;
    }
    let mut separator: &[u8] = b"?";
    for parameter in sorted_parameters(query, form) {
        sink.put(separator);
        sink.put(&parameter.key);
        if !parameter.value.is_empty() || form == QueryForm::EmptyWithEquals {
            sink.put(b"=");
            sink.put(&parameter.value);
        }
        separator = b"&";
    }
}

/// One parameter in the spelling of its form.
pub(super) struct Parameter<'a> {
    pub(super) key: Cow<'a, [u8]>,
    pub(super) value: Cow<'a, [u8]>,
}

/// The parameters of a query in the order of the signed text, the first of equal keys only.
pub(super) fn sorted_parameters(query: &str, form: QueryForm) -> Vec<Parameter<'_>> {
    let text = |raw| match form {
        QueryForm::SortedEncoded | QueryForm::AsSent => Cow::Borrowed(str::as_bytes(raw)),
        QueryForm::Documented | QueryForm::SortedIgnoringCase | QueryForm::EmptyWithEquals => decoded(raw),
    };
    let mut parameters: Vec<Parameter<'_>> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Parameter { key: text(key), value: text(value) }
        })
        .collect();
    // A stable order keeps the first of equal keys in front, which is the one that `dedup` leaves.
    parameters.sort_by(|one, other| one.key.cmp(&other.key));
    parameters.dedup_by(|later, kept| later.key == kept.key);
    if form == QueryForm::SortedIgnoringCase {
        parameters.sort_by_cached_key(|parameter| parameter.key.to_ascii_lowercase());
    }
    parameters
}

/// Percent-decoded, with `+` as a space; bytes that are no UTF-8 stay as they are.
fn decoded(raw: &str) -> Cow<'_, [u8]> {
    if !raw.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(raw.as_bytes());
    }
    Cow::Owned(percent_decode_str(&raw.replace('+', " ")).collect())
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;

    use super::*;

    fn written(query: &str, form: QueryForm) -> String {
        let headers = HeaderMap::new();
        let signed = Signed { method: "GET", path: "/p", query: Some(query), headers: &headers, body: b"" };
        let mut text = Vec::new();
        write_path_and_parameters(&signed, form, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn each_form_writes_the_query_its_way() {
        let query = "b=%E7%94%B2&A=1&a=&C=2";
        for (form, text) in [
            (QueryForm::Documented, "/p?A=1&C=2&a&b=甲"),
            (QueryForm::AsSent, "/p?b=%E7%94%B2&A=1&a=&C=2"),
            (QueryForm::SortedIgnoringCase, "/p?A=1&a&b=甲&C=2"),
            (QueryForm::EmptyWithEquals, "/p?A=1&C=2&a=&b=甲"),
            (QueryForm::SortedEncoded, "/p?A=1&C=2&a&b=%E7%94%B2"),
        ] {
            assert_eq!(written(query, form), text, "{form:?}");
        }
    }

    #[test]
    fn the_first_of_equal_keys_counts_and_an_empty_query_is_none() {
        assert_eq!(written("a=2&a=1", QueryForm::Documented), "/p?a=2");
        assert_eq!(written("a%3D=x+y&&", QueryForm::Documented), "/p?a==x y");
        assert_eq!(written("", QueryForm::AsSent), "/p");
        assert_eq!(written("&", QueryForm::Documented), "/p");
    }
}
