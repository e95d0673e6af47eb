//! Cuts the byte stream into characters and commands, one byte at a time, knowing only how long each command is.
//!
//! Lengths follow the Epson ESC/POS command set (the crate page says what was compared with a manual). Half a command stays here while connections come and go:
//! that is how a real printer swallows the start of the next ticket as image data.

/// Longest command kept whole; what a longer one carries beyond this is swallowed, as data without paper.
const MAX_COMMAND: usize = 1 << 20;

const DLE: u8 = 0x10;
const ESC: u8 = 0x1B;
const FS: u8 = 0x1C;
const GS: u8 = 0x1D;

/// What a finished run of bytes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One byte to print.
    Char,
    /// A control code or a command with all its parameters.
    Command,
    /// A command start no page of the reference describes; its parameters will print as text.
    Unknown,
    /// A command longer than [`MAX_COMMAND`]; only its start was kept.
    TooLong,
}

enum Need {
    Total(usize),
    AtLeast(usize),
    Unknown,
}

/// Collects the bytes of the current command.
#[derive(Debug, Default)]
pub struct Lexer {
    pending: Vec<u8>,
    dropped: usize,
    need: usize,
    complete: bool,
}

impl Lexer {
    /// Takes one byte; returns what it finished, if anything. The bytes are then in [`Lexer::bytes`] until the next push.
    pub fn push(&mut self, byte: u8) -> Option<Kind> {
        if self.complete {
            self.reset();
        }
        if self.pending.is_empty() && (byte >= 0x20 || byte == 0) {
            self.pending.push(byte);
            self.complete = true;
            return Some(if byte == 0 { Kind::Command } else { Kind::Char });
        }
        if self.pending.len() < MAX_COMMAND {
            self.pending.push(byte);
        } else {
            self.dropped += 1;
        }
        let have = self.pending.len() + self.dropped;
        if have < self.need {
            return None;
        }
        if self.dropped > 0 {
            self.complete = true;
            return Some(Kind::TooLong);
        }
        match need(&self.pending) {
            Need::Total(total) if have >= total => {
                self.complete = true;
                Some(Kind::Command)
            }
            Need::Total(more) | Need::AtLeast(more) => {
                self.need = more;
                None
            }
            Need::Unknown => {
                self.complete = true;
                Some(Kind::Unknown)
            }
        }
    }

    /// The bytes of the command just finished (or of the half one so far).
    pub fn bytes(&self) -> &[u8] {
        &self.pending
    }

    /// Forgets half a command, as a power cycle does.
    pub fn reset(&mut self) {
        self.pending.clear();
        if self.pending.capacity() > 64 * 1024 {
            self.pending = Vec::new();
        }
        self.dropped = 0;
        self.need = 0;
        self.complete = false;
    }
}

fn need(p: &[u8]) -> Need {
    match (p[0], p.get(1)) {
        (0x07 | 0x09 | 0x0A | 0x0C | 0x0D | 0x18, _) => Need::Total(1),
        (DLE | ESC | FS | GS, None) => Need::AtLeast(2),
        (DLE, Some(&c)) => real_time(c, p.get(2).copied()),
        (ESC, Some(&c)) => esc(c, p),
        (FS, Some(&c)) => fs(c, p),
        (GS, Some(&c)) => gs(c, p),
        _ => Need::Unknown,
    }
}

fn real_time(command: u8, n: Option<u8>) -> Need {
    match (command, n) {
        (0x04 | 0x05 | 0x14, None) => Need::AtLeast(3),
        (0x04, Some(7 | 8 | 18)) | (0x14, Some(7)) => Need::Total(4),
        (0x04 | 0x05, Some(_)) => Need::Total(3),
        (0x14, Some(1 | 2)) => Need::Total(5),
        (0x14, Some(3)) => Need::Total(8),
        (0x14, Some(8)) => Need::Total(10),
        _ => Need::Unknown,
    }
}

fn esc(command: u8, p: &[u8]) -> Need {
    match command {
        b'2' | b'<' | b'@' | b'L' | b'S' | b'i' | b'm' | b'v' | 0x0C => Need::Total(2),
        b' ' | b'!' | b'%' | b'-' | b'3' | b'=' | b'?' | b'E' | b'G' | b'J' | b'K' | b'M' | b'R' | b'T'
        | b'U' | b'V' | b'a' | b'd' | b'e' | b'r' | b't' | b'u' | b'{' => Need::Total(3),
        b'$' | b'\\' | b'B' | b'c' => Need::Total(4),
        b'p' => Need::Total(5),
        b'W' => Need::Total(10),
        b'D' => terminated(p, 2, 32),
        b'(' => sized(p, 3, 5),
        b'*' => match (p.get(2), word(p, 3)) {
            (Some(&m), Some(n)) => Need::Total(5 + n * if m >= 32 { 3 } else { 1 }),
            _ => Need::AtLeast(5),
        },
        _ => Need::Unknown,
    }
}

fn fs(command: u8, p: &[u8]) -> Need {
    match command {
        b'&' | b'.' => Need::Total(2),
        b'!' | b'-' | b'C' | b'W' => Need::Total(3),
        b'S' | b'p' => Need::Total(4),
        b'2' => Need::Total(76),
        b'(' => sized(p, 3, 5),
        _ => Need::Unknown,
    }
}

fn gs(command: u8, p: &[u8]) -> Need {
    match command {
        b':' => Need::Total(2),
        b'!' | b'/' | b'B' | b'H' | b'I' | b'T' | b'a' | b'b' | b'f' | b'h' | b'r' | b'w' => Need::Total(3),
        b'$' | b'L' | b'P' | b'W' | b'\\' => Need::Total(4),
        b'^' => Need::Total(5),
        b'(' => sized(p, 3, 5),
        b'8' => match p.get(3..7).and_then(|size| size.try_into().ok()) {
            Some(size) => Need::Total(7usize.saturating_add(u32::from_le_bytes(size) as usize)),
            None => Need::AtLeast(7),
        },
        b'*' => match p {
            [_, _, x, y, ..] => Need::Total(4 + usize::from(*x) * usize::from(*y) * 8),
            _ => Need::AtLeast(4),
        },
        b'V' => match p.get(2) {
            None => Need::AtLeast(3),
            Some(65 | 66 | 97 | 98 | 103 | 104) => Need::Total(4),
            Some(_) => Need::Total(3),
        },
        b'k' => match (p.get(2), p.get(3)) {
            (None, _) => Need::AtLeast(3),
            (Some(0..=6), _) => terminated(p, 3, 255),
            (Some(_), None) => Need::AtLeast(4),
            (Some(_), Some(&n)) => Need::Total(4 + usize::from(n)),
        },
        b'v' => match (word(p, 4), word(p, 6)) {
            (Some(x), Some(y)) => Need::Total(8 + x * y),
            _ => Need::AtLeast(8),
        },
        _ => Need::Unknown,
    }
}

/// A command whose length is the word at `at`, counted from `header`.
fn sized(p: &[u8], at: usize, header: usize) -> Need {
    word(p, at).map_or(Need::AtLeast(header), |n| Need::Total(header + n))
}

/// A command ended by NUL, with at most `max` bytes before it.
fn terminated(p: &[u8], from: usize, max: usize) -> Need {
    let body = p.get(from..).unwrap_or_default();
    if body.last() == Some(&0) || body.len() > max {
        Need::Total(p.len())
    } else {
        Need::AtLeast(p.len() + 1)
    }
}

fn word(p: &[u8], at: usize) -> Option<usize> {
    let low = p.get(at)?;
    let high = p.get(at + 1)?;
    Some(usize::from(u16::from_le_bytes([*low, *high])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(bytes: &[u8]) -> Vec<(Kind, Vec<u8>)> {
        let mut lexer = Lexer::default();
        let mut found = Vec::new();
        for &byte in bytes {
            if let Some(kind) = lexer.push(byte) {
                found.push((kind, lexer.bytes().to_vec()));
            }
        }
        found
    }

    #[test]
    fn commands_take_exactly_their_parameters() {
        for command in [
            &b"\x1b@"[..],
            b"\x1bt\x10",
            b"\x1bp\x00\x19\xfa",
            b"\x1dV\x00",
            b"\x1dV\x42\x03",
            b"\x1d(H\x06\x00\x30\x30A047",
            b"\x1d(k\x04\x00\x31\x41\x32\x00",
            b"\x1dv0\x00\x02\x00\x03\x00abcdef",
            b"\x1b*\x21\x02\x00abcdef",
            b"\x1dk\x04HOLA\x00",
            b"\x1dk\x49\x03abc",
            b"\x10\x04\x01",
            b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
            b"\x1bD\x08\x10\x00",
        ] {
            let stream = [command, b"x"].concat();
            assert_eq!(split(&stream), vec![(Kind::Command, command.to_vec()), (Kind::Char, b"x".to_vec())]);
        }
    }

    #[test]
    fn an_unknown_start_leaves_its_parameters_as_text() {
        assert_eq!(split(b"\x1bzA"), vec![(Kind::Unknown, b"\x1bz".to_vec()), (Kind::Char, b"A".to_vec())]);
    }

    #[test]
    fn an_absurd_raster_is_swallowed_in_bounded_memory() {
        let mut lexer = Lexer::default();
        for &byte in b"\x1dv0\x00\xff\x00\xff\xff" {
            assert_eq!(lexer.push(byte), None);
        }
        let total = 255 * 65_535;
        for _ in 1..total {
            assert_eq!(lexer.push(0xAA), None);
        }
        assert_eq!(lexer.push(0xAA), Some(Kind::TooLong));
        assert_eq!(lexer.bytes().len(), MAX_COMMAND);
        assert_eq!(lexer.push(b'x'), Some(Kind::Char));
    }
}
