//! Bytes as lower-case hex, and back.

use std::fmt::Write as _;

/// Bytes as text.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string works");
        text
    })
}

/// The bytes that text in lower-case hex stands for; none for anything else.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let plain = text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() != N * 2 || !plain {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_in_one_spelling() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
        assert_eq!(unhex::<3>("000aff"), Some([0, 10, 255]));
        for wrong in ["000AFF", "000af", "000aff0", "+00aff", "ñ0aff"] {
            assert_eq!(unhex::<3>(wrong), None, "{wrong}");
        }
    }
}
