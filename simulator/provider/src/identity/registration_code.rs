//! The registration number of an organization (工商注册号, GS 15): region (6), sequence (8), check (1).

use super::check_digit::checked_number;

checked_number! {
    /// A registration number whose check digit is right.
    ///
    /// Unknown: the region is not looked up, as it may have been dissolved since the organization was registered.
    RegistrationCode, RegistrationCodeError, 15, "registration number"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_digit_is_that_of_iso_7064() {
        assert_eq!(RegistrationCode::complete(11010800000001).unwrap().to_string(), "110108000000016");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<RegistrationCode>(), Err(error), "{text}");
        check("", RegistrationCodeError::Length { found: 0 });
        check("11010800000001", RegistrationCodeError::Length { found: 14 });
        check("1101080000000160", RegistrationCodeError::Length { found: 16 });
        check("110 08000000016", RegistrationCodeError::Character { place: 4, found: ' ' });
        check("110108000000017", RegistrationCodeError::Check { found: 7, expected: 6 });
        assert_eq!(
            RegistrationCode::complete(10_u64.pow(14)),
            Err(RegistrationCodeError::Length { found: 16 })
        );
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in 0..10_u64.pow(14), place in 0..RegistrationCode::LENGTH, by in 1_u32..10) {
            let text = RegistrationCode::complete(digits).unwrap().to_string();
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                char::from_digit((character.to_digit(10).unwrap() + by) % 10, 10).unwrap()
            }).collect();
            prop_assert!(changed.parse::<RegistrationCode>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(digits in 0..10_u64.pow(14)) {
            let number = RegistrationCode::complete(digits).unwrap();
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<RegistrationCode>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<RegistrationCode>();
        }
    }
}
