//! The number of a bank's sub-branch (联行号, CNAPS): bank (3), city (4), sequence (4), check (1).

use super::check_digit::checked_number;

checked_number! {
    /// A sub-branch number whose check digit is right. Whether there is such a branch, `world/branches` knows.
    CnapsCode, CnapsCodeError, 12, "sub-branch number"
}

impl CnapsCode {
    /// The bank's code: the first three digits.
    pub fn bank(self) -> u64 {
        self.0 / 1_000_000_000
    }

    /// The city's code: the next four digits.
    pub fn city(self) -> u64 {
        self.0 / 100_000 % 10_000
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_digit_is_that_of_iso_7064() {
        assert_eq!(CnapsCode::complete(10233200012).unwrap().to_string(), "102332000129");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<CnapsCode>(), Err(error), "{text}");
        check("", CnapsCodeError::Length { found: 0 });
        check("10233200012", CnapsCodeError::Length { found: 11 });
        check("1023320001290", CnapsCodeError::Length { found: 13 });
        check("102 32000129", CnapsCodeError::Character { place: 4, found: ' ' });
        check("102332000120", CnapsCodeError::Check { found: 0, expected: 9 });
        assert_eq!(CnapsCode::complete(10_u64.pow(11)), Err(CnapsCodeError::Length { found: 13 }));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in 0..10_u64.pow(11), place in 0..CnapsCode::LENGTH, by in 1_u32..10) {
            let text = CnapsCode::complete(digits).unwrap().to_string();
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                char::from_digit((character.to_digit(10).unwrap() + by) % 10, 10).unwrap()
            }).collect();
            prop_assert!(changed.parse::<CnapsCode>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(digits in 0..10_u64.pow(11)) {
            let number = CnapsCode::complete(digits).unwrap();
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<CnapsCode>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<CnapsCode>();
        }
    }
}
