//! Code pages: which byte stands for which character. Only the upper half; the lower half is ASCII in all of them,
//! and a hyphen is always 0x2D. The tables are Python's codecs `cp1252`, `cp858`, `cp850` and `cp437`.

/// A character table that printers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// Windows Latin 1: the only one with `€`, `—` and all of Spanish.
    Wpc1252,
    /// Multilingual with `€`.
    Cp858,
    /// Multilingual.
    Cp850,
    /// The original PC: no `Á Í Ó Ú`.
    Cp437,
}

/// Stands where a table has nothing, or nothing that is a character of a text.
const NONE: char = '\u{fffd}';

impl CodePage {
    /// The byte for a character, if the table has it.
    pub fn byte(self, ch: char) -> Option<u8> {
        if matches!(ch, ' '..='~') {
            return u8::try_from(ch).ok();
        }
        if ch == NONE {
            return None;
        }
        let index = self.upper().iter().position(|known| *known == ch)?;
        u8::try_from(index + 0x80).ok()
    }

    /// The character of a byte, if it is one.
    pub fn char(self, byte: u8) -> Option<char> {
        match byte {
            b' '..=b'~' => Some(char::from(byte)),
            0x80.. => Some(self.upper()[usize::from(byte) - 0x80]).filter(|ch| *ch != NONE),
            _ => None,
        }
    }

    const fn upper(self) -> &'static [char; 128] {
        match self {
            Self::Wpc1252 => &WPC1252,
            Self::Cp858 => &CP858,
            Self::Cp850 => &CP850,
            Self::Cp437 => &CP437,
        }
    }
}

#[rustfmt::skip]
const WPC1252: [char; 128] = [
    '€', NONE, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', NONE, 'Ž', NONE,
    NONE, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', NONE, 'ž', 'Ÿ',
    NONE, '¡', '¢', '£', '¤', '¥', '¦', '§', '¨', '©', 'ª', '«', '¬', NONE, '®', '¯',
    '°', '±', '²', '³', '´', 'µ', '¶', '·', '¸', '¹', 'º', '»', '¼', '½', '¾', '¿',
    'À', 'Á', 'Â', 'Ã', 'Ä', 'Å', 'Æ', 'Ç', 'È', 'É', 'Ê', 'Ë', 'Ì', 'Í', 'Î', 'Ï',
    'Ð', 'Ñ', 'Ò', 'Ó', 'Ô', 'Õ', 'Ö', '×', 'Ø', 'Ù', 'Ú', 'Û', 'Ü', 'Ý', 'Þ', 'ß',
    'à', 'á', 'â', 'ã', 'ä', 'å', 'æ', 'ç', 'è', 'é', 'ê', 'ë', 'ì', 'í', 'î', 'ï',
    'ð', 'ñ', 'ò', 'ó', 'ô', 'õ', 'ö', '÷', 'ø', 'ù', 'ú', 'û', 'ü', 'ý', 'þ', 'ÿ',
];

#[rustfmt::skip]
const CP858: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', '€', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    NONE, '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', NONE,
];

#[rustfmt::skip]
const CP850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    NONE, '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', NONE,
];

#[rustfmt::skip]
const CP437: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐',
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀',
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩',
    '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', NONE,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What Python's codecs make of the bytes of a sentence with every letter of Spanish, by
    /// `text.encode(codec, "replace").hex()`.
    #[test]
    fn the_tables_agree_with_another_implementation() {
        let text = "ñÑáéíóúüÁÉÍÓÚÜ¿¡ºª·«»€-–—“”";
        let hex = |page: CodePage| -> String {
            let bytes: Vec<u8> = text.chars().map(|ch| page.byte(ch).unwrap_or(b'?')).collect();
            bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
        };
        assert_eq!(hex(CodePage::Wpc1252), "f1d1e1e9edf3fafcc1c9cdd3dadcbfa1baaab7abbb802d96979394");
        assert_eq!(hex(CodePage::Cp858), "a4a5a082a1a2a381b590d6e0e99aa8ada7a6faaeafd52d3f3f3f3f");
        assert_eq!(hex(CodePage::Cp850), "a4a5a082a1a2a381b590d6e0e99aa8ada7a6faaeaf3f2d3f3f3f3f");
        assert_eq!(hex(CodePage::Cp437), "a4a5a082a1a2a3813f903f3f3f9aa8ada7a6faaeaf3f2d3f3f3f3f");
    }

    /// The CRC-32 (zlib) of all 128 characters in UTF-8, without the two invisible ones, from the same codecs.
    #[test]
    fn no_character_of_a_table_is_off() {
        let crc = |page: CodePage| {
            let text: String = (0x80..=0xff).filter_map(|byte| page.char(byte)).collect();
            crc32(text.as_bytes())
        };
        let pages = [CodePage::Wpc1252, CodePage::Cp858, CodePage::Cp850, CodePage::Cp437];
        assert_eq!(pages.map(crc), [0x5f39_9e0a, 0x7334_d0dc, 0x6c28_f271, 0xaeb0_07b3]);
    }

    /// CRC-32 of IEEE 802.3, bit by bit.
    fn crc32(bytes: &[u8]) -> u32 {
        let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
    }

    #[test]
    fn a_hyphen_is_a_hyphen_everywhere() {
        for page in [CodePage::Wpc1252, CodePage::Cp858, CodePage::Cp850, CodePage::Cp437] {
            assert_eq!(page.byte('-'), Some(0x2d));
            assert_eq!((page.char(0x1b), page.byte('\u{1b}')), (None, None));
        }
    }
}
