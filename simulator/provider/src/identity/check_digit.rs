//! Check digits by ISO 7064 MOD 11,10, which registration codes and sub-branch numbers share.

/// The digit that belongs behind the last `places` digits of `digits`.
pub(super) fn mod_11_10(digits: u64, places: u32) -> u64 {
    let product = (0..places).rev().fold(10, |product, place| {
        let digit = digits / 10_u64.pow(place) % 10;
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digit_is_that_of_the_standard() {
        assert_eq!(mod_11_10(794, 4), 5);
        assert_eq!(mod_11_10(11_010_800_000_001, 14), 6);
    }

    #[test]
    fn leading_zeros_count() {
        assert_ne!(mod_11_10(794, 3), mod_11_10(794, 4));
    }
}
