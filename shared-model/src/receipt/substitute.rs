//! What to print for a character that the printer does not have: the nearest letters, the name of a picture, or `?`.
//! It happens before wrapping, so that a replacement never overflows its line.

use unicode_normalization::UnicodeNormalization;

/// Appends `ch`, or what stands for it on a printer that has only what `prints` says.
pub fn put(ch: char, prints: &dyn Fn(char) -> bool, out: &mut Vec<char>) {
    if prints(ch) {
        out.push(ch);
        return;
    }
    if is_mark(ch) {
        return;
    }
    match named(ch) {
        // The names have Spanish letters, which a poor printer may lack too.
        Some(name) => name.chars().for_each(|part| put_plain(part, prints, out)),
        None => put_plain(ch, prints, out),
    }
}

/// Appends `ch` or its letters without accents: `ő` is `o`, `ﬁ` is `fi`.
fn put_plain(ch: char, prints: &dyn Fn(char) -> bool, out: &mut Vec<char>) {
    if prints(ch) {
        out.push(ch);
        return;
    }
    let bare: Vec<char> = std::iter::once(ch).nfkd().filter(|part| !is_mark(*part)).collect();
    if !bare.is_empty() && bare.iter().all(|part| matches!(part, ' '..='~')) {
        out.extend(bare);
    } else if is_picture(ch) {
        out.extend("[emoji]".chars());
    } else {
        out.push('?');
    }
}

/// Joiners, accents on their own, colours of skin and of emoji: nothing by themselves.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_picture(ch: char) -> bool {
    matches!(ch, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Typography in ASCII, and the pictures that customers put in notes of a fast-food shop.
fn named(ch: char) -> Option<&'static str> {
    Some(match ch {
        '‘' | '’' | '‚' | '′' => "'",
        '“' | '”' | '„' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => "-",
        '…' => "...",
        '€' => "EUR",
        '™' => "(TM)",
        'ª' => "a",
        'º' | '°' | 'ø' => "o",
        '¿' => "?",
        '¡' => "!",
        'ß' => "ss",
        'Æ' => "AE",
        'æ' => "ae",
        'Œ' => "OE",
        'œ' => "oe",
        'Ø' => "O",
        'Ł' => "L",
        'ł' => "l",
        '←' => "<-",
        '→' | '➡' => "->",
        '✓' | '✔' | '✅' | '☑' => "[si]",
        '✗' | '✘' | '❌' | '❎' | '🚫' | '⛔' => "[NO]",
        '⚠' | '❗' | '‼' => "[!]",
        '❤' | '💛' | '💙' | '💚' | '🧡' | '💜' | '😍' => "[amor]",
        '🙏' => "[por favor]",
        '👍' | '👌' => "[ok]",
        '🔥' | '🌶' => "[picante]",
        '🎂' | '🍰' => "[torta]",
        '🎉' | '🎈' | '🥳' => "[fiesta]",
        '🧅' => "[cebolla]",
        '🍅' => "[tomate]",
        '🥬' | '🥗' => "[lechuga]",
        '🥒' => "[pepino]",
        '🥑' => "[aguacate]",
        '🧄' => "[ajo]",
        '🌽' => "[maíz]",
        '🍍' => "[piña]",
        '🧀' => "[queso]",
        '🥓' => "[tocineta]",
        '🥚' | '🍳' => "[huevo]",
        '🍗' | '🐔' => "[pollo]",
        '🥩' | '🐮' => "[carne]",
        '🍟' | '🥔' => "[papas]",
        '🍔' => "[hamburguesa]",
        '🌭' => "[perro]",
        '🍕' => "[pizza]",
        '🥤' => "[gaseosa]",
        '🧊' => "[hielo]",
        '🍺' | '🍻' => "[cerveza]",
        '🧂' => "[sal]",
        '🥜' => "[maní]",
        '🍤' | '🦐' => "[camarón]",
        '\u{1f600}'..='\u{1f64f}' => "[carita]",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_ascii(text: &str) -> String {
        let mut out = Vec::new();
        text.chars().for_each(|ch| put(ch, &|ch| ch.is_ascii(), &mut out));
        out.into_iter().collect()
    }

    #[test]
    fn what_the_printer_lacks_stays_readable() {
        assert_eq!(on_ascii("Íñigo ő ﬁ"), "Inigo o fi");
        assert_eq!(on_ascii("“sin” 🧅 y con 🍟…"), "\"sin\" [cebolla] y con [papas]...");
        assert_eq!(on_ascii("🌽🦖👍🏽❤️ 大"), "[maiz][emoji][ok][amor] ?");
    }
}
