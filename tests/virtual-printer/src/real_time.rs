//! The real-time scanner: sees every byte as it arrives, before the receive buffer, so it answers a printer that is
//! stuck. Like the real one it knows nothing of context and also finds its commands inside image data.

/// A real-time command of the Epson reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RealTime {
    /// `DLE EOT n`.
    Status(u8),
    /// `DLE ENQ 1`: go on after an error was removed.
    Recover,
    /// `DLE ENQ 2` or `DLE DC4 8`: clear the buffers.
    Clear,
    /// `DLE DC4 1 m t`: drawer pulse on pin 2 or 5, in ms.
    Pulse(u8, u32),
}

const CLEAR: [u8; 10] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/// The last bytes seen, as many as may be the start of a real-time command.
#[derive(Debug, Default)]
pub struct Scanner {
    seen: Vec<u8>,
}

impl Scanner {
    /// Looks at one byte.
    pub fn push(&mut self, byte: u8) -> Option<RealTime> {
        if self.seen.is_empty() && byte != 0x10 {
            return None;
        }
        self.seen.push(byte);
        let found = match self.seen[..] {
            [_, 4, n] => Some(RealTime::Status(n)),
            [_, 5, 1] => Some(RealTime::Recover),
            [_, 5, 2] => Some(RealTime::Clear),
            [_, 0x14, 1, m @ 0..=1, t @ 1..=8] => {
                Some(RealTime::Pulse(if m == 0 { 2 } else { 5 }, u32::from(t) * 100))
            }
            _ if self.seen == CLEAR => Some(RealTime::Clear),
            _ => None,
        };
        let goes_on = match self.seen[..] {
            [_] | [_, 4 | 5 | 0x14] | [_, 0x14, 1] | [_, 0x14, 1, 0 | 1] => true,
            _ => CLEAR.starts_with(&self.seen) && self.seen.len() < CLEAR.len(),
        };
        if found.is_some() {
            self.seen.clear();
        } else if !goes_on {
            self.seen.clear();
            if byte == 0x10 {
                self.seen.push(byte);
            }
        }
        found
    }

    /// Forgets half a command.
    pub fn reset(&mut self) {
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_anywhere() {
        let mut scanner = Scanner::default();
        let bytes = b"text\x10\x10\x04\x01\x10\x05\x01\x10\x14\x01\x00\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\x10\x14\x09\x10\x04\x04";
        let found: Vec<RealTime> = bytes.iter().filter_map(|&byte| scanner.push(byte)).collect();
        assert_eq!(
            found,
            [
                RealTime::Status(1),
                RealTime::Recover,
                RealTime::Pulse(2, 200),
                RealTime::Clear,
                RealTime::Status(4)
            ]
        );
    }
}
