//! Text that may be put on paper: whatever a person typed, without what could steer a printer or reorder a line.
//!
//! Invariant: no C0, C1, bidirectional or invisible character is inside; composed form (Unicode NFC); one line.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// One line of clean text. Also whatever is read back from storage passes through the cleaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PaperText(String);

impl PaperText {
    /// Cleans `raw`: controls and invisible characters go, breaks and odd spaces become a space.
    pub fn new(raw: &str) -> Self {
        if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Self(raw.to_owned());
        }
        Self(raw.chars().filter_map(clean).nfc().collect())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Nothing but spaces.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<String> for PaperText {
    fn from(raw: String) -> Self {
        Self::new(&raw)
    }
}

impl From<&str> for PaperText {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<PaperText> for String {
    fn from(text: PaperText) -> Self {
        text.0
    }
}

impl fmt::Display for PaperText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn clean(ch: char) -> Option<char> {
    match ch {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
        // Spaces that a one-byte code page does not have, or that would not break.
        | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        // Invisible: zero widths, soft hyphen, bidirectional marks, embeddings and isolates (UAX #9), byte order mark.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        _ if ch.is_control() => None,
        _ => Some(ch),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_note_cannot_open_the_drawer() {
        assert_eq!(PaperText::new("sin sal\u{1b}p\0\u{19}ú").as_str(), "sin salpú");
        assert_eq!(PaperText::new("sin\r\nsal\u{9b}1m").as_str(), "sin  sal1m");
    }

    #[test]
    fn letters_are_composed_and_lines_read_one_way() {
        assert_eq!(PaperText::new("n\u{303}ame\u{202e}abc").as_str(), "ñameabc");
        assert_eq!(PaperText::new("$\u{a0}18.000").as_str(), "$ 18.000");
    }

    proptest! {
        #[test]
        fn nothing_that_steers_a_printer_gets_through(raw in any::<String>()) {
            let text = PaperText::new(&raw);
            prop_assert!(!text.as_str().chars().any(char::is_control));
            prop_assert_eq!(PaperText::new(text.as_str()), text);
        }
    }
}
