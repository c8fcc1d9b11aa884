//! A submitted form: names and values as the browser sent them.

/// The most fields that are read from one form; no form of ours has so many.
pub const FIELDS_MAX: usize = 64;

/// The longest value that is taken from a form, in bytes; what is longer is cut, and is as wrong then as it
/// was. Unknown: the documents give no lengths; what a person types is far shorter.
pub const VALUE_BYTES_MAX: usize = 2_048;

/// The fields of one form, in the order of sending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body of type `application/x-www-form-urlencoded`; what is no UTF-8 is replaced.
    pub fn from_body(body: &[u8]) -> Self {
        form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    /// The value of the first field of this name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The value of the first field of this name.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box of this name was ticked: a browser sends ticked boxes only.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        let cut = |(name, mut value): (String, String)| {
            if value.len() > VALUE_BYTES_MAX {
                let boundary = (0..=VALUE_BYTES_MAX).rev().find(|end| value.is_char_boundary(*end));
                value.truncate(boundary.unwrap_or_default());
            }
            (name, value)
        };
        Self(fields.into_iter().take(FIELDS_MAX).map(cut).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_values_counts_and_nothing_is_trimmed() {
        let fields = Fields::from_body("name=%E7%8E%8B%E4%BA%94+&name=x&agree=on".as_bytes());
        assert_eq!(fields.get("name"), "王五 ");
        assert_eq!(fields.get("mobile"), "");
        assert!(fields.is_ticked("agree") && !fields.is_ticked("mobile"));
    }

    #[test]
    fn a_body_that_is_no_form_does_no_harm() {
        for body in [&b"\xff\xfe=%zz&&&="[..], b"", &[b'&'; 10_000]] {
            assert_eq!(Fields::from_body(body).get("name"), "");
        }
        let value =
            |length: usize| Fields::from_body(format!("a={:x<length$}", "").as_bytes()).get("a").len();
        assert_eq!([VALUE_BYTES_MAX, VALUE_BYTES_MAX + 1].map(value), [VALUE_BYTES_MAX; 2]);
        let wide = format!("a={}", "王".repeat(VALUE_BYTES_MAX));
        assert_eq!(Fields::from_body(wide.as_bytes()).get("a"), "王".repeat(VALUE_BYTES_MAX / 3));
        assert_eq!(Fields::from_body("a=1&".repeat(1_000).as_bytes()).0.len(), FIELDS_MAX);
    }
}
