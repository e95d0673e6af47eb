//! Taking what the peer feeds: looked at here, stored by the shell, acknowledged once it is durable.

use std::collections::VecDeque;

use super::{Delivery, Opened, Origin, Output, Reason, Rejected, TurnedAway, WINDOW, send_frame};
use crate::document::DocKind;
use crate::sync::frame::{Batch, DocId, Frame, MARKS_MAX, Packed, Reject};
use crate::sync::inspect::{self, Refused};
use crate::sync::pack::{self, Parcel};
use crate::sync::planted::{Bug, planted};
use crate::sync::{Incoming, Mark};

/// Deliveries out of turn that may wait for storage.
const NOW_MAX: usize = 64;

#[derive(Debug)]
pub(super) struct Receiving {
    recv: Mark,
    remembered: Vec<Mark>,
    /// Where the next batch begins; none before the first, after the peer was asked to look for another place.
    next: Option<u64>,
    /// A loss of mine is being made good by this peer.
    pub healing: bool,
    reset: bool,
    applying: VecDeque<Applying>,
}

/// A delivery that storage has.
#[derive(Debug)]
struct Applying {
    to: Option<Mark>,
    refused: Vec<Rejected>,
}

impl Receiving {
    pub fn new(opened: &Opened) -> Self {
        Self {
            recv: opened.recv,
            remembered: opened.remembered.clone(),
            next: Some(opened.recv.seq),
            healing: opened.healing,
            reset: false,
            applying: VecDeque::new(),
        }
    }

    pub fn is_idle(&self) -> bool {
        self.applying.is_empty()
    }

    /// The peer does not know my cursor: its log has another past by now.
    pub fn reset(&mut self, out: &mut Vec<Output>) -> Result<(), Reason> {
        if self.reset || self.next != Some(self.recv.seq) {
            return Err(Reason::OutOfTurn { during: "RESET" });
        }
        (self.reset, self.next) = (true, None);
        let mut marks = self.remembered.clone();
        marks.reverse();
        marks.truncate(MARKS_MAX);
        out.push(send_frame(&Frame::Locate(marks)));
        Ok(())
    }

    pub fn batch(&mut self, them: Origin, batch: &Batch, out: &mut Vec<Output>) -> Result<(), Reason> {
        let in_turn = self.next.is_none_or(|next| next == batch.from) && batch.from <= batch.to.seq;
        let windowed = self.applying.iter().filter(|applying| applying.to.is_some()).count();
        if !in_turn || windowed >= WINDOW {
            return Err(Reason::OutOfTurn { during: "BATCH" });
        }
        self.next = Some(batch.to.seq);
        let parcels = batch.pack.as_ref().map_or(Ok(Vec::new()), pack::unpack).map_err(Reason::Pack)?;
        if planted(Bug::AckBeforeCommit) {
            out.push(send_frame(&Frame::Ack(batch.to.seq)));
        }
        let healed = self.healing && batch.last;
        self.apply(them, parcels, Some(batch.to), healed, out);
        if healed {
            self.healing = false;
        }
        Ok(())
    }

    pub fn now(&mut self, them: Origin, packed: &Packed, out: &mut Vec<Output>) -> Result<(), Reason> {
        if self.applying.len() >= NOW_MAX {
            return Err(Reason::OutOfTurn { during: "NOW" });
        }
        let parcels = pack::unpack(packed).map_err(Reason::Pack)?;
        self.apply(them, parcels, None, false, out);
        Ok(())
    }

    fn apply(
        &mut self,
        origin: Origin,
        parcels: Vec<Parcel>,
        to: Option<Mark>,
        healed: bool,
        out: &mut Vec<Output>,
    ) {
        let (mut entries, mut refused) = (Vec::new(), Vec::new());
        for parcel in parcels {
            match look(parcel) {
                Ok(incoming) => entries.push(incoming),
                Err(turned_away) => refused.push(turned_away),
            }
        }
        if planted(Bug::BadBatchDroppedWhole) && !refused.is_empty() {
            entries.clear();
        }
        let told = refused.iter().map(|one| Rejected { hash: one.hash, doc: one.doc, why: one.why.clone() });
        self.applying.push_back(Applying { to, refused: told.collect() });
        out.push(Output::Apply(Delivery { origin, entries, refused, to, healing: self.healing, healed }));
    }

    /// Storage has it: now it may be acknowledged.
    pub fn applied(&mut self, rejected: &[Rejected], out: &mut Vec<Output>) -> Result<(), Reason> {
        let applying = self.applying.pop_front();
        let Applying { to, refused } = applying.ok_or(Reason::OutOfTurn { during: "an answer" })?;
        for Rejected { hash, doc, why } in refused.iter().chain(rejected) {
            let (code, detail) = (why.code().to_owned(), why.to_string());
            out.push(send_frame(&Frame::Reject(Reject { hash: *hash, doc: DocId(*doc), code, detail })));
        }
        if let Some(to) = to.filter(|_| !planted(Bug::AckBeforeCommit)) {
            out.push(send_frame(&Frame::Ack(to.seq)));
        }
        Ok(())
    }
}

/// What can be said of a change before it meets its document.
fn look(parcel: Parcel) -> Result<Incoming, TurnedAway> {
    let Parcel { kind, doc, bytes } = parcel;
    let known = DocKind::from_number(kind).ok_or(Refused::UnknownKind);
    let looked = known.and_then(|kind| Ok((kind, inspect::inspect(bytes.clone())?)));
    match looked {
        Ok((kind, change)) => Ok(Incoming { kind, doc, change }),
        Err(why) => Err(TurnedAway { kind, doc, hash: pack::name(&bytes), bytes, why }),
    }
}
