//! Takes apart what a printer sends: several kinds of answer in one stream, told apart by fixed bits of their first
//! byte (Epson reference: "Identifying the transmission status from the printer").
//!
//! Pure; unknown bytes are skipped, nothing grows without bound.

/// Bytes of a block that nobody ended are given up beyond this.
const BLOCK_LIMIT: usize = 80;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// `37 22 d1 d2 d3 d4 00`: everything before this process id is on paper (`GS ( H`).
    Echo([u8; 4]),
    /// Four bytes pushed on a change (`GS a`).
    Push([u8; 4]),
    /// One byte at once (`DLE EOT`).
    Now(u8),
    /// One byte when everything before the question is done (`GS r`).
    WhenDone(u8),
}

/// What the printer says about itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent sensors of the printer")]
pub struct Health {
    /// No paper under the head.
    pub paper_out: bool,
    /// The roll ends soon.
    pub paper_low: bool,
    /// The cover is open.
    pub cover_open: bool,
    /// Cutter jam, overheating, or another error, or off line for a reason not named.
    pub faulty: bool,
}

impl Health {
    /// Can print.
    pub fn is_ready(self) -> bool {
        !(self.paper_out || self.cover_open || self.faulty)
    }

    /// From the four bytes of a push. Off line alone is not an error: it also means feeding by hand.
    pub fn from_push([first, second, third, _]: [u8; 4]) -> Self {
        Self {
            paper_out: third & 0x0c != 0,
            paper_low: third & 0x03 != 0,
            cover_open: first & 0x20 != 0,
            faulty: second & 0x68 != 0,
        }
    }

    /// From the answers to `DLE EOT` 4, 2 and 1.
    pub fn from_now([paper, cause, printer]: [u8; 3]) -> Self {
        let health = Self {
            paper_out: paper & 0x60 != 0 || cause & 0x20 != 0,
            paper_low: paper & 0x0c != 0,
            cover_open: cause & 0x04 != 0,
            faulty: cause & 0x40 != 0,
        };
        let off_line = printer & 0x08 != 0;
        Self { faulty: health.faulty || (off_line && health.is_ready()), ..health }
    }
}

/// The state of taking apart one connection's stream.
#[derive(Debug, Default)]
pub struct Replies {
    block: Vec<u8>,
    push: Vec<u8>,
}

impl Replies {
    /// Takes one byte and returns the answer that it completes.
    pub fn take(&mut self, byte: u8) -> Option<Reply> {
        if !self.block.is_empty() {
            return self.take_in_block(byte);
        }
        // Bits 0, 1 and 4 are fixed: 1 and 4 set is an answer at once; it may come in the middle of a push.
        if byte & 0x93 == 0x12 {
            return Some(Reply::Now(byte));
        }
        if !self.push.is_empty() && byte & 0x90 == 0 {
            self.push.push(byte);
            let complete = <[u8; 4]>::try_from(self.push.as_slice()).ok()?;
            self.push.clear();
            return Some(Reply::Push(complete));
        }
        self.push.clear();
        if byte & 0x93 == 0x10 {
            self.push.push(byte);
            return None;
        }
        if matches!(byte, 0x35 | 0x37 | 0x3b | 0x3d | 0x5f) {
            self.block.push(byte);
            return None;
        }
        (byte & 0x90 == 0).then_some(Reply::WhenDone(byte))
    }

    fn take_in_block(&mut self, byte: u8) -> Option<Reply> {
        if byte != 0 {
            self.block.push(byte);
            if self.block.len() > BLOCK_LIMIT {
                self.block.clear();
            }
            return None;
        }
        let block = std::mem::take(&mut self.block);
        match block.as_slice() {
            [0x37, 0x22, a, b, c, d] => Some(Reply::Echo([*a, *b, *c, *d])),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(bytes: &[u8]) -> Vec<Reply> {
        let mut replies = Replies::default();
        bytes.iter().filter_map(|byte| replies.take(*byte)).collect()
    }

    #[test]
    fn a_mixed_stream_comes_apart() {
        let stream = b"\x10\x00\x12\x00\x00\x37\x22A047\x00\x12\x16\x00\x3d\x21XY\x00\x72";
        assert_eq!(
            all(stream),
            [
                Reply::Now(0x12),
                Reply::Push([0x10, 0, 0, 0]),
                Reply::Echo(*b"A047"),
                Reply::Now(0x12),
                Reply::Now(0x16),
                Reply::WhenDone(0),
                Reply::Now(0x72),
            ]
        );
    }

    #[test]
    fn sensors_are_read_from_both_kinds_of_status() {
        let out = Health { paper_out: true, ..Health::default() };
        let open = Health { cover_open: true, ..Health::default() };
        assert_eq!(Health::from_now([0x12, 0x12, 0x12]), Health::default());
        assert_eq!(Health::from_now([0x72, 0x32, 0x1a]), out);
        assert_eq!(Health::from_now([0x12, 0x16, 0x1a]), open);
        assert!(Health::from_now([0x12, 0x52, 0x1a]).faulty);
        assert!(Health::from_now([0x12, 0x12, 0x1a]).faulty);
        assert!(Health::from_now([0x1e, 0x12, 0x12]).paper_low);
        assert_eq!(Health::from_push([0x18, 0, 0x0c, 0]), out);
        assert_eq!(Health::from_push([0x38, 0, 0, 0]), open);
        assert!(Health::from_push([0x18, 0x08, 0, 0]).faulty);
        assert_eq!(Health::from_push([0x10, 0, 0, 0]), Health::default());
    }

    proptest! {
        #[test]
        fn any_stream_is_survived_and_then_understood(noise in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut replies = Replies::default();
            let _answers = noise.iter().filter_map(|byte| replies.take(*byte)).count();
            prop_assert!(replies.block.len() <= BLOCK_LIMIT && replies.push.len() < 4);
            // A block that noise began ends at the first NUL.
            let answers: Vec<_> = b"\0\x37\x22A047\0".iter().filter_map(|byte| replies.take(*byte)).collect();
            prop_assert_eq!(answers.last(), Some(&Reply::Echo(*b"A047")));
        }
    }
}
