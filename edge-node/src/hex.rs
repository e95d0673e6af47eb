//! Bytes as lower-case hex, as keys and hashes are written in JSON.

use std::fmt::Write as _;

/// Two digits a byte.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string works");
        text
    })
}

/// The bytes that hex digits stand for; none for anything else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// As many bytes as asked for; none for anything else.
pub fn array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_nothing_else_does() {
        assert_eq!(encode(&[0, 0xfe]), "00fe");
        assert_eq!(array("00fe"), Some([0, 0xfe]));
        for wrong in ["0", "0g", "+1", "ñ"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
        assert_eq!(array::<2>("00"), None);
    }
}
