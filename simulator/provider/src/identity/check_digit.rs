//! Check digits that more than one kind of number uses.

/// The check digit that ISO 7064 MOD 11,10 puts behind `digits`: registration codes and CNAPS codes.
pub(super) fn mod_11_10(digits: impl Iterator<Item = u32>) -> u32 {
    let mut product = 10;
    for digit in digits {
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    (11 - product) % 10
}

/// The digits of `text`, or the first character that is none with its place, from 1.
pub(super) fn digits(text: &str) -> Result<Vec<u32>, (usize, char)> {
    let digit = |(index, character): (usize, char)| character.to_digit(10).ok_or((index + 1, character));
    text.chars().enumerate().map(digit).collect()
}
