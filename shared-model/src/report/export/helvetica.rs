//! Helvetica, one of the fonts every PDF reader has (ISO 32000-1, 9.6.2.2): how text is encoded for it (WinAnsi) and how
//! wide it is. Widths are from Adobe's metrics, in 1/1,000 of the size; bold digits are as wide as plain ones.

use unicode_normalization::UnicodeNormalization;

/// From the space on.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// From the no-break space on.
const LATIN_1: [u16; 96] = [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333,
    556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000, 722, 667, 667,
    667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667,
    611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// `…`
pub const ELLIPSIS: u8 = 0x85;

/// The text in WinAnsi; what it has no sign for becomes a question mark, what is not printed becomes a space.
pub fn encode(text: &str) -> Vec<u8> {
    text.nfc().map(code).collect()
}

fn code(sign: char) -> u8 {
    match sign {
        ' '..='~' | '\u{a0}'..='ÿ' => u8::try_from(u32::from(sign)).unwrap_or(b'?'),
        '€' => 0x80,
        '…' => ELLIPSIS,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        _ if sign.is_whitespace() || sign.is_control() => b' ',
        _ => b'?',
    }
}

/// How wide encoded text is, in 1/1,000 of the size.
pub fn width(encoded: &[u8]) -> u32 {
    encoded.iter().map(|code| u32::from(width_of(*code))).sum()
}

fn width_of(code: u8) -> u16 {
    match code {
        b' '..=b'~' => ASCII[usize::from(code - b' ')],
        0xa0.. => LATIN_1[usize::from(code - 0xa0)],
        0x91 | 0x92 => 222,
        0x93 | 0x94 => 333,
        0x95 => 350,
        ELLIPSIS | 0x97 => 1_000,
        _ => 556,
    }
}

/// As much of the text as fits, with an ellipsis where some is missing.
pub fn fitted(mut encoded: Vec<u8>, most: u32) -> Vec<u8> {
    if width(&encoded) <= most {
        return encoded;
    }
    let room = most.saturating_sub(u32::from(width_of(ELLIPSIS)));
    let mut used = 0;
    let fits = encoded.iter().take_while(|code| {
        used += u32::from(width_of(**code));
        used <= room
    });
    let kept = fits.count();
    encoded.truncate(kept);
    encoded.push(ELLIPSIS);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_is_encoded_and_measured() {
        assert_eq!(encode("Piña"), [b'P', b'i', 0xf1, b'a']);
        assert_eq!(encode("Pin\u{303}a"), encode("Piña"), "composed or not");
        assert_eq!(encode("¿5 €…?\t🌭"), [0xbf, b'5', b' ', 0x80, 0x85, b'?', b' ', b'?']);
        assert_eq!(width(&encode("$ 12.500")), 6 * 556 + 2 * 278);
        assert_eq!(width(&encode("Piña")), 667 + 222 + 556 + 556);
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis() {
        let name = encode("Hamburguesa");
        assert_eq!(fitted(name.clone(), width(&name)), name);
        let cut = fitted(name.clone(), width(&name) - 1);
        assert_eq!(cut, [b"Hamburgue", [ELLIPSIS].as_slice()].concat());
        assert_eq!(fitted(name, 0), [ELLIPSIS]);
    }
}
