//! Feeding the own log to the peer: from its cursor on, a window of batches at a time; what is newest overtakes a backlog.

use std::collections::VecDeque;

use uuid::Uuid;

use super::{Origin, Output, Page, Read, Reason, WINDOW, send_frame};
use crate::sync::frame::{Batch, Frame, Hello};
use crate::sync::pack::{self, BATCH_BYTES, Parcel};
use crate::sync::{Entry, Mark};
use crate::time::Timestamp;

/// How often a cursor is moved over nothing but skipped entries.
const SKIP_EVERY_MS: i64 = 10_000;
/// Documents whose newest changes overtake a backlog at once.
const NOW_DOCS: usize = 64;

/// Where the feed stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    /// The peer has not said who it is.
    #[default]
    Waiting,
    /// Storage looks for the peer's cursor.
    Checking,
    /// The peer looks for older cursors.
    Resetting,
    /// Storage looks for those.
    Locating,
    Feeding,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the feed, not a state machine")]
pub(super) struct Sending {
    batch_bytes: usize,
    stage: Stage,
    them: Option<Origin>,
    /// Up to where the log was read, and up to where the peer was told.
    read: Mark,
    told: Mark,
    unacked: VecDeque<Mark>,
    /// Storage is reading; meanwhile the log grew.
    reading: bool,
    grew: bool,
    /// There is more to read; and there was more than one batch.
    more: bool,
    behind: bool,
    /// The peer waits for the end of the log, to know that its loss is made good.
    end_awaited: bool,
    skipped_at: Option<Timestamp>,
}

impl Sending {
    pub fn new(batch_bytes: usize) -> Self {
        Self { batch_bytes, ..Self::default() }
    }

    pub fn is_idle(&self) -> bool {
        self.stage == Stage::Feeding && !self.reading && !self.more && self.unacked.is_empty()
    }

    pub fn meet(&mut self, them: Origin, hello: &Hello, out: &mut Vec<Output>) {
        self.them = Some(them);
        self.end_awaited = hello.healing;
        if hello.recv.seq == 0 {
            self.begin(Mark::default());
        } else {
            self.stage = Stage::Checking;
            out.push(Output::CheckMarks(vec![hello.recv]));
        }
    }

    /// Storage looked for the peer's cursors. Answers whether something was lost here.
    pub fn checked(&mut self, found: Option<Mark>, out: &mut Vec<Output>) -> bool {
        match (self.stage, found) {
            (Stage::Checking, None) => {
                self.stage = Stage::Resetting;
                out.push(Output::Healing);
                out.push(send_frame(&Frame::Reset));
                return true;
            }
            (Stage::Checking | Stage::Locating, found) => self.begin(found.unwrap_or_default()),
            (Stage::Waiting | Stage::Resetting | Stage::Feeding, _) => {}
        }
        false
    }

    pub fn locate(&mut self, marks: Vec<Mark>, out: &mut Vec<Output>) -> Result<(), Reason> {
        if self.stage != Stage::Resetting {
            return Err(Reason::OutOfTurn { during: "LOCATE" });
        }
        if marks.is_empty() {
            self.begin(Mark::default());
        } else {
            self.stage = Stage::Locating;
            out.push(Output::CheckMarks(marks));
        }
        Ok(())
    }

    fn begin(&mut self, from: Mark) {
        self.stage = Stage::Feeding;
        (self.read, self.told, self.more) = (from, from, true);
    }

    pub fn grown(&mut self, mut docs: Vec<Uuid>, out: &mut Vec<Output>) {
        let Some(them) = self.them.filter(|_| self.stage == Stage::Feeding) else { return };
        if self.reading {
            self.grew = true;
        } else {
            self.more = true;
        }
        if self.behind && self.unacked.len() > 1 && !docs.is_empty() {
            docs.truncate(NOW_DOCS);
            out.push(Output::ReadDocuments(docs, them));
        }
    }

    pub fn page(&mut self, page: &Page, out: &mut Vec<Output>) {
        self.reading = false;
        self.behind = page.more;
        self.more = page.more || std::mem::take(&mut self.grew);
        self.read = page.to;
        if !page.entries.is_empty() {
            self.tell(Some(&page.entries), out);
        }
    }

    /// Asks for more while the window has room; moves the peer's cursor over what was skipped once nothing else does.
    pub fn pump(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        let Some(skip) = self.them.filter(|_| self.stage == Stage::Feeding && !self.reading) else { return };
        if self.more {
            if self.unacked.len() < WINDOW {
                (self.reading, self.more) = (true, false);
                out.push(Output::Read(Read { after: self.read.seq, skip, max_bytes: self.batch_bytes }));
            }
            return;
        }
        let owed = self.read != self.told || self.end_awaited;
        let rested = self.skipped_at.is_none_or(|at| now.since(at) >= SKIP_EVERY_MS);
        if owed && rested && self.unacked.is_empty() {
            self.skipped_at = Some(now);
            self.tell(None, out);
        }
    }

    fn tell(&mut self, entries: Option<&[Entry]>, out: &mut Vec<Output>) {
        let pack = entries.map(|entries| pack::pack(&parcels(entries)));
        let batch = Batch { from: self.told.seq, to: self.read, pack, last: !self.more };
        out.push(send_frame(&Frame::Batch(batch)));
        self.told = self.read;
        self.end_awaited &= self.more;
        self.unacked.push_back(self.read);
    }

    pub fn acked(&mut self, seq: u64, out: &mut Vec<Output>) -> Result<(), Reason> {
        let place = self.unacked.iter().position(|mark| mark.seq == seq);
        let place = place.ok_or(Reason::OutOfTurn { during: "ACK" })?;
        out.extend(self.unacked.drain(..=place).next_back().map(Output::KeepAcked));
        Ok(())
    }
}

/// Sends changes out of turn.
pub(super) fn send_now(entries: &[Entry], out: &mut Vec<Output>) {
    let mut rest = entries;
    while !rest.is_empty() {
        let count = pack::fit(rest.iter().map(|entry| entry.chunk.bytes.len()), BATCH_BYTES);
        out.push(send_frame(&Frame::Now(pack::pack(&parcels(&rest[..count])))));
        rest = &rest[count..];
    }
}

fn parcels(entries: &[Entry]) -> Vec<Parcel> {
    let parcel = |entry: &Entry| Parcel {
        kind: entry.kind.number(),
        doc: entry.doc,
        bytes: entry.chunk.bytes.clone(),
    };
    entries.iter().map(parcel).collect()
}
