//! A signed text in the making: fields apart, so that one can be bent before the text is written.

use hyper::header::{ACCEPT, CONTENT_TYPE, DATE};

use crate::signature::{CONTENT_MD5, QueryForm, Signed, declared_headers, path_and_parameters, value_of};

/// The fields of the signed text and how they are joined.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) method: Vec<u8>,
    pub(super) accept: Vec<u8>,
    pub(super) content_md5: Vec<u8>,
    pub(super) content_type: Vec<u8>,
    pub(super) date: Vec<u8>,
    pub(super) header_lines: Vec<Vec<u8>>,
    pub(super) target: Vec<u8>,
    pub(super) layout: Layout,
}

/// How the fields are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// With a line feed between any two.
    Documented,
    /// With other bytes between any two.
    Joined(&'static [u8]),
    /// A line feed after the last.
    TrailingLineFeed,
    /// Without the line of an empty Date.
    DateLineMissing,
    /// Without the line of an empty Content-MD5.
    Md5LineMissing,
    /// Without the line of an empty Content-Type.
    ContentTypeLineMissing,
    /// Without the line of any empty field.
    EmptyLinesMissing,
    /// With an empty line before the path.
    EmptyHeadersLine,
    /// With more lines after the path.
    Followed(Vec<u8>),
    /// With one more line before the path.
    Preceded(Vec<u8>),
}

pub(super) fn header_line(name: &str, value: &[u8]) -> Vec<u8> {
    [name.as_bytes(), b":", value].concat()
}

impl Draft {
    /// What the caller should have signed, with the query in the given form.
    pub(super) fn expected(signed: &Signed<'_>, form: QueryForm) -> Self {
        let value = |name| value_of(signed.headers, name).to_vec();
        Self {
            method: signed.method.as_bytes().to_vec(),
            accept: value(&ACCEPT),
            content_md5: value(&CONTENT_MD5),
            content_type: value(&CONTENT_TYPE),
            date: value(&DATE),
            header_lines: declared_headers(signed.headers)
                .into_iter()
                .map(|(name, value)| header_line(name, value))
                .collect(),
            target: path_and_parameters(signed, form),
            layout: Layout::Documented,
        }
    }

    /// The text itself.
    pub(super) fn text(&self) -> Vec<u8> {
        let fields = [&self.method, &self.accept, &self.content_md5, &self.content_type, &self.date];
        let left_out = |index: usize, field: &[u8]| {
            field.is_empty()
                && match self.layout {
                    Layout::EmptyLinesMissing => true,
                    Layout::Md5LineMissing => index == 2,
                    Layout::ContentTypeLineMissing => index == 3,
                    Layout::DateLineMissing => index == 4,
                    Layout::Documented
                    | Layout::Joined(_)
                    | Layout::TrailingLineFeed
                    | Layout::EmptyHeadersLine
                    | Layout::Followed(_)
                    | Layout::Preceded(_) => false,
                }
        };
        let mut lines: Vec<&[u8]> = Vec::with_capacity(10);
        for (index, field) in fields.into_iter().enumerate() {
            if !left_out(index, field) {
                lines.push(field);
            }
        }
        lines.extend(self.header_lines.iter().map(Vec::as_slice));
        match &self.layout {
            Layout::EmptyHeadersLine => lines.extend([b"".as_slice(), &self.target]),
            Layout::Preceded(line) => lines.extend([line.as_slice(), &self.target]),
            Layout::Followed(line) => lines.extend([self.target.as_slice(), line]),
            Layout::TrailingLineFeed => lines.extend([self.target.as_slice(), b""]),
            Layout::Documented
            | Layout::Joined(_)
            | Layout::DateLineMissing
            | Layout::Md5LineMissing
            | Layout::ContentTypeLineMissing
            | Layout::EmptyLinesMissing => lines.push(&self.target),
        }
        let separator = match self.layout {
            Layout::Joined(separator) => separator,
            Layout::Documented
            | Layout::TrailingLineFeed
            | Layout::DateLineMissing
            | Layout::Md5LineMissing
            | Layout::ContentTypeLineMissing
            | Layout::EmptyLinesMissing
            | Layout::EmptyHeadersLine
            | Layout::Followed(_)
            | Layout::Preceded(_) => b"\n",
        };
        lines.join(separator)
    }
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;

    use super::*;
    use crate::signature::string_to_sign;

    #[test]
    fn an_unbent_draft_is_the_text_that_requests_are_judged_by() {
        let same = |headers: &HeaderMap| {
            let signed =
                Signed { method: "GET", path: "/p", query: Some("b=%20&A=&a=1&a=2"), headers, body: b"" };
            for form in QueryForm::ALL {
                assert_eq!(Draft::expected(&signed, form).text(), string_to_sign(&signed, form));
            }
        };
        let mut headers = HeaderMap::new();
        same(&headers);
        for (name, value) in [
            ("accept", "*/*"),
            ("date", "d"),
            ("x-one", "1"),
            ("x-two", ""),
            ("x-tsign-open-ca-signature-headers", "X-Two,X-One,Date"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        same(&headers);
    }
}
