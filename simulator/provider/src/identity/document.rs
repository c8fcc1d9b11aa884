//! Identity documents: the ID card and what stands in for it.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::id_card::{IdCardNum, IdCardNumError};

/// The kinds of documents that the provider takes (auth3/rx8igf, `psnIDCardType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// ID card, also a residence permit or a foreigner's permanent residence card.
    IdCard,
    /// Travel permit of somebody from Hong Kong.
    HongKong,
    /// Travel permit of somebody from Macao.
    Macao,
    /// Travel permit of somebody from Taiwan.
    Taiwan,
    /// Passport.
    Passport,
}

impl DocumentType {
    /// All kinds, the usual one first.
    pub const ALL: [Self; 5] = [Self::IdCard, Self::HongKong, Self::Macao, Self::Taiwan, Self::Passport];

    /// Our word for the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IdCard => "id_card",
            Self::HongKong => "hong_kong",
            Self::Macao => "macao",
            Self::Taiwan => "taiwan",
            Self::Passport => "passport",
        }
    }
}

/// A document with a well-formed number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// An ID card.
    IdCard(IdCardNum),
    /// Any other document.
    Other(OtherDocument),
}

/// A document other than an ID card.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct OtherDocument {
    kind: DocumentType,
    number: Box<str>,
}

/// The written form of [`OtherDocument`], before it is checked.
#[derive(Serialize, Deserialize)]
struct Parts {
    kind: DocumentType,
    number: Box<str>,
}

/// Why a number does not fit its kind of document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Not an ID card number.
    #[error(transparent)]
    IdCard(#[from] IdCardNumError),
    /// Not the form that this kind has.
    #[error("not the form of this document: {}", form(*.kind))]
    Form {
        /// The kind that was asked for.
        kind: DocumentType,
    },
}

impl Document {
    /// Reads the number of a document of this kind.
    ///
    /// # Errors
    /// [`DocumentError`] if the number has another form.
    pub fn parse(kind: DocumentType, number: &str) -> Result<Self, DocumentError> {
        match kind {
            DocumentType::IdCard => Ok(Self::IdCard(number.parse()?)),
            DocumentType::HongKong | DocumentType::Macao | DocumentType::Taiwan | DocumentType::Passport => {
                OtherDocument::try_from(Parts { kind, number: number.into() }).map(Self::Other)
            }
        }
    }

    /// The kind of document.
    pub fn kind(&self) -> DocumentType {
        match self {
            Self::IdCard(_) => DocumentType::IdCard,
            Self::Other(other) => other.kind,
        }
    }

    /// Its number as printed on it.
    pub fn number(&self) -> Cow<'_, str> {
        match self {
            Self::IdCard(number) => Cow::Owned(number.to_string()),
            Self::Other(other) => Cow::Borrowed(&other.number),
        }
    }

    /// The ID card number, if it is an ID card.
    pub fn id_card(&self) -> Option<IdCardNum> {
        match self {
            Self::IdCard(number) => Some(*number),
            Self::Other(_) => None,
        }
    }
}

impl From<IdCardNum> for Document {
    fn from(number: IdCardNum) -> Self {
        Self::IdCard(number)
    }
}

impl fmt::Display for Document {
    /// The number alone; the kind has a word of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.number())
    }
}

impl From<OtherDocument> for Parts {
    fn from(document: OtherDocument) -> Self {
        Self { kind: document.kind, number: document.number }
    }
}

impl TryFrom<Parts> for OtherDocument {
    type Error = DocumentError;

    fn try_from(Parts { kind, number }: Parts) -> Result<Self, DocumentError> {
        // Unknown: only the form is checked. Check digits of these documents are not published.
        let fits = match kind {
            DocumentType::IdCard => false,
            DocumentType::HongKong => number.strip_prefix('H').is_some_and(is_permit),
            DocumentType::Macao => number.strip_prefix('M').is_some_and(is_permit),
            DocumentType::Taiwan => is_permit(&number),
            DocumentType::Passport => {
                (5..=17).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
        };
        if fits { Ok(Self { kind, number }) } else { Err(DocumentError::Form { kind }) }
    }
}

fn is_permit(digits: &str) -> bool {
    matches!(digits.len(), 8 | 10) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn form(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::IdCard => "18 characters with a right check digit",
        DocumentType::HongKong => "H and 8 or 10 digits",
        DocumentType::Macao => "M and 8 or 10 digits",
        DocumentType::Taiwan => "8 or 10 digits",
        DocumentType::Passport => "5 to 17 letters and digits",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: [(DocumentType, &str); 6] = [
        (DocumentType::IdCard, "11010519491231002X"),
        (DocumentType::HongKong, "H12345678"),
        (DocumentType::HongKong, "H1234567801"),
        (DocumentType::Macao, "M12345678"),
        (DocumentType::Taiwan, "01234567"),
        (DocumentType::Passport, "E12345678"),
    ];

    #[test]
    fn each_kind_has_its_own_form() {
        for (kind, number) in EXAMPLES {
            let document = Document::parse(kind, number).unwrap();
            assert_eq!((document.kind(), &*document.number()), (kind, number));
        }
        for (kind, number) in [
            (DocumentType::HongKong, "M12345678"),
            (DocumentType::Macao, "H12345678"),
            (DocumentType::Macao, "M1234567"),
            (DocumentType::Taiwan, "123456789"),
            (DocumentType::Passport, "E123"),
            (DocumentType::Passport, "E 12345"),
            (DocumentType::Passport, ""),
        ] {
            assert_eq!(Document::parse(kind, number), Err(DocumentError::Form { kind }), "{number}");
        }
    }

    #[test]
    fn an_error_says_what_would_fit() {
        let error = Document::parse(DocumentType::Macao, "H12345678").unwrap_err();
        assert_eq!(error.to_string(), "not the form of this document: M and 8 or 10 digits");
    }

    #[test]
    fn a_document_survives_packing_and_is_checked_again() {
        for (kind, number) in EXAMPLES {
            let document = Document::parse(kind, number).unwrap();
            let packed = postcard::to_allocvec(&document).unwrap();
            assert_eq!(postcard::from_bytes::<Document>(&packed).unwrap(), document);
        }
        let forged =
            postcard::to_allocvec(&Parts { kind: DocumentType::IdCard, number: "1".into() }).unwrap();
        assert!(postcard::from_bytes::<OtherDocument>(&forged).is_err());
    }
}
