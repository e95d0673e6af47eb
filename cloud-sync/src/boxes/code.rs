//! Codes that people read from a screen and type into a box.

use shared_model::wire::enrol::normalised;

use crate::keys::random;

/// No 0, O, 1, I, L or U: what is read aloud is typed right. 30 letters, so 12 of them are 58.9 bits.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;

/// A fresh code: `ABCD-EFGH-JKLM`.
pub fn fresh() -> String {
    let mut code = String::with_capacity(LENGTH + 2);
    let mut letters = 0;
    while letters < LENGTH {
        let [byte] = random::<1>();
        // 240 is the last multiple of 30 in a byte: without the rest no letter is likelier than another.
        let Some(letter) = ALPHABET.get(usize::from(byte % 30)).filter(|_| byte < 240) else { continue };
        if letters > 0 && letters % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(*letter));
        letters += 1;
    }
    code
}

/// How a code is stored.
pub fn hash(code: &str) -> [u8; 32] {
    let key = blake3::derive_key("fastops enrolment code v1", normalised(code).as_bytes());
    *blake3::hash(&key).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_twelve_plain_letters_and_never_the_same() {
        let (one, other) = (fresh(), fresh());
        assert_ne!(one, other);
        assert_eq!(normalised(&one).len(), 12);
        assert!(normalised(&one).bytes().all(|letter| ALPHABET.contains(&letter)), "{one}");
        assert_eq!(hash(&one), hash(&one.to_lowercase().replace('-', " ")));
    }
}
