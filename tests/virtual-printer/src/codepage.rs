//! What the printer shows for a byte: the code pages of `ESC t` and the national characters of `ESC R`.
//!
//! The upper halves were taken from Python's codecs for what Epson numbers 0, 2, 16 and 19. They must never be derived from
//! what the product sends, or a wrong byte would look right on the tape.

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
                     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// The first 32 cells of the upper half of WPC1252; the rest is Latin-1. Epson leaves the five gaps blank.
const WPC1252_LOW: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The twelve ASCII cells that `ESC R n` replaces, in the order of [`NATIONAL`].
const NATIONAL_CELLS: &[u8; 12] = b"#$@[\\]^`{|}~";
/// One row per `n` of `ESC R n`, 0 (USA) to 13 (Korea).
const NATIONAL: [&str; 14] = [
    "#$@[\\]^`{|}~",
    "#$à°ç§^`éùè¨",
    "#$§ÄÖÜ^`äöüß",
    "£$@[\\]^`{|}~",
    "#$@ÆØÅ^`æøå~",
    "#¤ÉÄÖÅÜéäöåü",
    "#$@°\\é^ùàòèì",
    "₧$@¡Ñ¿^`¨ñ}~",
    "#$@[¥]^`{|}~",
    "#¤ÉÆØÅÜéæøåü",
    "#$ÉÆØÅÜéæøåü",
    "#$á¡Ñ¿é`íñóú",
    "#$á¡Ñ¿éüíñóú",
    "#$@[₩]^`{|}~",
];

/// A character code page this printer has, with its Epson number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// `ESC t 0`, the page after power on.
    Pc437,
    /// `ESC t 2`.
    Pc850,
    /// `ESC t 16`.
    Wpc1252,
    /// `ESC t 19`: PC850 with `€` in place of `ı`.
    Pc858,
}

impl CodePage {
    /// The page `ESC t n` selects, or `None` if this printer does not have it (the printer then ignores the command).
    pub fn from_number(n: u8) -> Option<Self> {
        match n {
            0 => Some(Self::Pc437),
            2 => Some(Self::Pc850),
            16 => Some(Self::Wpc1252),
            19 => Some(Self::Pc858),
            _ => None,
        }
    }

    /// The character printed for `byte`; `country` is the `n` of `ESC R` (unknown countries print as USA).
    pub fn decode(self, byte: u8, country: u8) -> char {
        if byte < 0x80 {
            return national(byte, country);
        }
        let cell = usize::from(byte - 0x80);
        let upper = match self {
            Self::Pc437 => CP437.chars().nth(cell),
            Self::Pc858 if byte == 0xD5 => Some('€'),
            Self::Pc850 | Self::Pc858 => CP850.chars().nth(cell),
            Self::Wpc1252 if byte < 0xA0 => WPC1252_LOW.chars().nth(cell),
            Self::Wpc1252 => Some(char::from(byte)),
        };
        upper.unwrap_or(' ')
    }
}

fn national(byte: u8, country: u8) -> char {
    let replaced = NATIONAL_CELLS
        .iter()
        .position(|&cell| cell == byte)
        .and_then(|at| NATIONAL.get(usize::from(country)).and_then(|row| row.chars().nth(at)));
    replaced.unwrap_or(char::from(byte))
}

/// The character a printer in Chinese mode shows for a pair of bytes: GBK, or a box where GBK has nothing.
pub fn chinese_pair(lead: u8, trail: u8) -> char {
    let pair = [lead, trail];
    let (text, _) = encoding_rs::GBK.decode_without_bom_handling(&pair);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) if one != char::REPLACEMENT_CHARACTER => one,
        _ => '□',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of a Colombian menu and their bytes, from `'¿¡…'.encode('cp…', 'replace').hex()` of Python 3.
    const SPANISH: &str = "¿¡ñÑáéíóúüÁ€ºª";
    const IN_PC437: [u8; 14] = *b"\xa8\xad\xa4\xa5\xa0\x82\xa1\xa2\xa3\x81\x3f\x3f\xa7\xa6";
    const IN_PC850: [u8; 14] = *b"\xa8\xad\xa4\xa5\xa0\x82\xa1\xa2\xa3\x81\xb5\x3f\xa7\xa6";
    const IN_PC858: [u8; 14] = *b"\xa8\xad\xa4\xa5\xa0\x82\xa1\xa2\xa3\x81\xb5\xd5\xa7\xa6";
    const IN_WPC1252: [u8; 14] = *b"\xbf\xa1\xf1\xd1\xe1\xe9\xed\xf3\xfa\xfc\xc1\x80\xba\xaa";

    /// CRC-32 of the UTF-8 of cells 128 to 255 as Python 3 decodes them (gaps of cp1252 as blanks), by `zlib.crc32`.
    const PYTHON_CRC_437: u32 = 0x3F4F_C2B3;
    const PYTHON_CRC_850: u32 = 0xC536_9ED1;
    const PYTHON_CRC_858: u32 = 0x2A81_9D2F;
    const PYTHON_CRC_1252: u32 = 0x5857_A974;

    fn shown(page: CodePage, bytes: &[u8]) -> String {
        bytes.iter().map(|&byte| page.decode(byte, 0)).collect()
    }

    #[test]
    fn spanish_letters_are_where_python_puts_them() {
        assert_eq!(shown(CodePage::Pc437, &IN_PC437), SPANISH.replace(['Á', '€'], "?"));
        assert_eq!(shown(CodePage::Pc850, &IN_PC850), SPANISH.replace('€', "?"));
        assert_eq!(shown(CodePage::Pc858, &IN_PC858), SPANISH);
        assert_eq!(shown(CodePage::Wpc1252, &IN_WPC1252), SPANISH);
    }

    #[test]
    fn every_upper_half_has_128_cells() {
        assert_eq!([CP437.chars().count(), CP850.chars().count()], [128, 128]);
        assert_eq!(WPC1252_LOW.chars().count(), 32);
        assert!(NATIONAL.iter().all(|row| row.chars().count() == 12));
    }

    #[test]
    fn tables_have_the_checksums_of_pythons_codecs() {
        for (page, expected) in [
            (CodePage::Pc437, PYTHON_CRC_437),
            (CodePage::Pc850, PYTHON_CRC_850),
            (CodePage::Pc858, PYTHON_CRC_858),
            (CodePage::Wpc1252, PYTHON_CRC_1252),
        ] {
            let upper: Vec<u8> = (0x80..=0xFF).collect();
            assert_eq!(crc32(shown(page, &upper).as_bytes()), expected, "{page:?}");
        }
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8)
                .fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
        })
    }

    #[test]
    fn spain_replaces_brackets_and_chinese_mode_eats_letters_in_pairs() {
        assert_eq!(CodePage::Pc437.decode(b'\\', 7), 'Ñ');
        assert_eq!(CodePage::Pc437.decode(b'\\', 0), '\\');
        assert_eq!(chinese_pair(0xC4, 0xE3), '你');
        assert_eq!(chinese_pair(0xFF, 0x20), '□');
    }
}
