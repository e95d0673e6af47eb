//! Sensors of the printer and the bytes that report them: `DLE EOT`, `GS r` and automatic status (`GS a`).
//!
//! Bits are those of the Epson reference; fixed bits are set as it says, so that a host can tell the replies apart.

use serde::Serialize;

/// The roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Enough.
    #[default]
    Ok,
    /// The near-end sensor sees it; printing goes on.
    NearEnd,
    /// None; printing stops.
    Out,
}

/// What the sensors see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Status {
    /// The roll.
    pub paper: Paper,
    /// The cover is open.
    pub cover_open: bool,
    /// The knife is jammed.
    pub cutter_error: bool,
}

impl Status {
    /// Whether it prints.
    pub fn online(self) -> bool {
        self.paper != Paper::Out && !self.cover_open && !self.cutter_error
    }

    /// The reply to `DLE EOT n`, or `None` for an `n` this printer does not answer.
    pub fn real_time(self, n: u8) -> Option<u8> {
        let bits = match n {
            1 => bit(!self.online(), 3),
            2 => bit(self.cover_open, 2) | bit(self.paper == Paper::Out, 5) | bit(self.cutter_error, 6),
            3 => bit(self.cutter_error, 3),
            4 => match self.paper {
                Paper::Ok => 0,
                Paper::NearEnd => 0x0C,
                Paper::Out => 0x60,
            },
            _ => return None,
        };
        Some(0x12 | bits)
    }

    /// The reply to `GS r n`: 1 is the paper sensor, 2 the drawer connector (always low here).
    pub fn queued(self, n: u8) -> Option<u8> {
        match n {
            1 | b'1' => Some(self.paper_bits()),
            2 | b'2' => Some(0),
            _ => None,
        }
    }

    /// The four bytes of automatic status.
    pub fn automatic(self) -> [u8; 4] {
        let first = 0x10 | bit(!self.online(), 3) | bit(self.cover_open, 5);
        [first, bit(self.cutter_error, 3), self.paper_bits(), 0x0F]
    }

    /// The part of the status that `mask` of `GS a` watches: a change in it is reported.
    pub(crate) fn watched(self, mask: u8) -> (Option<bool>, Option<bool>, Option<Paper>) {
        let on = |flag: u8| mask & flag != 0;
        (
            on(0x02).then(|| self.online()),
            on(0x04).then_some(self.cutter_error),
            on(0x08).then_some(self.paper),
        )
    }

    fn paper_bits(self) -> u8 {
        match self.paper {
            Paper::Ok => 0,
            Paper::NearEnd => 0x03,
            Paper::Out => 0x0C,
        }
    }
}

fn bit(set: bool, at: u8) -> u8 {
    u8::from(set) << at
}

/// The reply to `GS I n`: one byte for the numbers, `_` text NUL for the names.
pub fn identity(n: u8, model: &str) -> Option<Vec<u8>> {
    let text = match n {
        1 | b'1' => return Some(vec![0x20]),
        2 | b'2' => return Some(vec![0x02]),
        3 | b'3' => return Some(vec![0x01]),
        65 => "1.00 ESC/POS",
        66 => "EPSON",
        67 => model,
        68 => "VIRTUAL0001",
        _ => return None,
    };
    Some([b"_", text.as_bytes(), b"\0"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_bytes_are_those_of_the_reference() {
        let fine = Status::default();
        let out = Status { paper: Paper::Out, ..fine };
        let near = Status { paper: Paper::NearEnd, ..fine };
        let open = Status { cover_open: true, ..fine };
        let jam = Status { cutter_error: true, ..fine };
        let bytes = |status: Status| [1, 2, 3, 4].map(|n| status.real_time(n).unwrap());
        assert_eq!(bytes(fine), [0x12, 0x12, 0x12, 0x12]);
        assert_eq!(bytes(near), [0x12, 0x12, 0x12, 0x1E]);
        assert_eq!(bytes(out), [0x1A, 0x32, 0x12, 0x72]);
        assert_eq!(bytes(open), [0x1A, 0x16, 0x12, 0x12]);
        assert_eq!(bytes(jam), [0x1A, 0x52, 0x1A, 0x12]);
        assert_eq!(out.automatic(), [0x18, 0, 0x0C, 0x0F]);
        assert_eq!(open.automatic(), [0x38, 0, 0, 0x0F]);
        assert_eq!(jam.automatic(), [0x18, 0x08, 0, 0x0F]);
        assert_eq!([fine.queued(1), near.queued(49), fine.queued(9)], [Some(0), Some(3), None]);
    }
}
