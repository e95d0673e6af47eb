//! Single commands, named as in Epson's "ESC/POS Command Reference"; nothing here decides when to send which.

/// `ESC @`: forget modes of whoever printed before. Only at the start of a job: at its end it drops the next one.
pub const INITIALISE: [u8; 2] = [0x1b, b'@'];
/// `FS .`: leave the Chinese mode that clones start in, where two bytes are one character.
pub const SINGLE_BYTE: [u8; 2] = [0x1c, b'.'];
/// `GS a n`: push four status bytes whenever drawer, line state, errors or paper change.
pub const STATUS_PUSH: [u8; 3] = [0x1d, b'a', 0x0f];
/// `GS r 1`: queue a request for the paper sensors; the answer comes when everything before it is done.
pub const STATUS_WHEN_DONE: [u8; 3] = [0x1d, b'r', 1];
/// Padding that prints nothing. When an earlier connection broke inside a command, the printer still waits for the
/// rest of it and would take the next sheet for that; longer than any command here, a QR code's text included.
pub const COMPLETE_WHAT_BROKE: [u8; 512] = [0; 512];
/// `DLE EOT` 4, 2, 1: paper, off-line cause, printer; answered at once, one byte each, in this order.
pub const STATUS_NOW: [u8; 9] = [0x10, 4, 4, 0x10, 4, 2, 0x10, 4, 1];

/// `ESC t n`: which character table the upper half of the bytes means.
pub const fn code_page(n: u8) -> [u8; 3] {
    [0x1b, b't', n]
}

/// `GS ! n`: character size as multiples of width and height, 1 to 8.
pub const fn size(width: u8, height: u8) -> [u8; 3] {
    [0x1d, b'!', ((width - 1) << 4) | (height - 1)]
}

/// `ESC E n`: bold.
pub const fn bold(on: bool) -> [u8; 3] {
    [0x1b, b'E', on as u8]
}

/// `GS B n`: white on black.
pub const fn inverse(on: bool) -> [u8; 3] {
    [0x1d, b'B', on as u8]
}

/// `ESC 3 n`: distance from one line to the next, in dots.
pub const fn line_pitch(dots: u8) -> [u8; 3] {
    [0x1b, b'3', dots]
}

/// `ESC a n`: 0 left, 1 centre.
pub const fn centre(on: bool) -> [u8; 3] {
    [0x1b, b'a', on as u8]
}

/// `ESC d n`: print and feed `n` lines.
pub const fn feed(lines: u8) -> [u8; 3] {
    [0x1b, b'd', lines]
}

/// `GS V 65 n` (full) or `GS V 66 n` (partial): feed to the cutter and `n` dots more, then cut.
pub const fn cut(partial: bool, dots: u8) -> [u8; 4] {
    [0x1d, b'V', if partial { 66 } else { 65 }, dots]
}

/// `ESC p m t1 t2`: a pulse for the drawer on pin 2 (`m` 0) or 5 (`m` 1): 50 ms on, 500 ms off, in units of 2 ms.
/// All five bytes; with three the printer eats two bytes of what follows.
pub const fn drawer(m: u8) -> [u8; 5] {
    [0x1b, b'p', m, 25, 250]
}

/// `GS ( H` function 48: after everything before it is on paper, echo these four characters (each 0x20 to 0x7E).
pub fn echo(id: [u8; 4]) -> [u8; 11] {
    let [a, b, c, d] = id;
    [0x1d, b'(', b'H', 6, 0, 0x30, 0x30, a, b, c, d]
}

/// `GS ( k`, functions 165, 167, 169, 180 and 181: a QR code of model 2, module size in dots, correction level M.
/// Nothing when the text does not fit a QR code (2,331 bytes at level M).
pub fn qr(text: &str, module_dots: u8) -> Option<Vec<u8>> {
    let length = u16::try_from(text.len()).ok().filter(|length| (1..=2_331).contains(length))?;
    let [low, high] = (length + 3).to_le_bytes();
    let mut out = vec![0x1d, b'(', b'k', 4, 0, 49, 65, 50, 0];
    out.extend([0x1d, b'(', b'k', 3, 0, 49, 67, module_dots]);
    out.extend([0x1d, b'(', b'k', 3, 0, 49, 69, 49]);
    out.extend([0x1d, b'(', b'k', low, high, 49, 80, 48]);
    out.extend(text.as_bytes());
    out.extend([0x1d, b'(', b'k', 3, 0, 49, 81, 48]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of these is a finding in a library that is used for this elsewhere.
    #[test]
    fn commands_have_all_their_bytes() {
        assert_eq!(drawer(0), [0x1b, 0x70, 0x00, 0x19, 0xfa]);
        assert_eq!(cut(true, 0), [0x1d, 0x56, 0x42, 0x00]);
        assert_eq!(cut(false, 0), [0x1d, 0x56, 0x41, 0x00]);
        assert_eq!(size(2, 2), [0x1d, 0x21, 0x11]);
        assert_eq!(echo(*b"A047"), *b"\x1d(H\x06\x0000A047");
    }

    #[test]
    fn a_qr_code_counts_its_bytes() {
        let bytes = qr("ñ", 6).unwrap();
        let store = bytes.windows(8).find(|window| window[5..] == [49, 80, 48]).unwrap();
        assert_eq!(store[..5], [0x1d, b'(', b'k', 5, 0]);
        assert_eq!((qr("", 6), qr(&"x".repeat(2_332), 6)), (None, None));
    }
}
