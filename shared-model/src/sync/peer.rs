//! One conversation between two replicas, without I/O: inputs go in with the time, outputs come out and are carried out in
//! sequence. The same on both sides; a box and the cloud differ only in what their storage admits.
//!
//! Each side feeds its log to the other from the other's cursor on (`send`) and takes the other's (`receive`); now and then
//! they compare what they hold (`compare`). Invariants: what is sent was read from committed storage; `ACK` and cursor
//! follow the commit; the cursor is opaque to the one who keeps it, and checked by the one whose log it is a place in.
//!
//! **What is not echoed.** A sender skips what it received from this very process of its peer: replica *and* epoch. A
//! replica that lost its tail comes back with a new (random) epoch and with a cursor as old as its backup; everything it
//! wrote since lies behind that cursor in the other's log, under another epoch, and so comes back by itself, in a box as in
//! the cloud, even when the connection breaks half-way. An ordinary restart costs the few changes behind the cursor.
//!
//! **Healing.** When a peer's cursor is no place in my log, I lost what it had read: I ask it for an older one (`RESET`,
//! `LOCATE`), and until it has sent its log to the end, changes in the names of others are admitted from it.

mod compare;
mod receive;
mod send;

use uuid::Uuid;

use self::compare::Comparing;
use self::receive::Receiving;
use self::send::Sending;
use super::digest::{Digest, Span};
use super::frame::{Frame, FrameError, Hashes, Hello, Notice, Reject, VERSION};
use super::inspect::{Author8, Refused};
use super::pack::PackError;
use super::{Entry, Incoming, Mark};
use crate::time::Timestamp;

/// Batches that may be on their way unacknowledged.
pub const WINDOW: usize = 8;
/// Silence after which a peer says that it is there.
const PING_AFTER_MS: i64 = 15_000;
/// Silence after which the other counts as gone.
const DEAD_AFTER_MS: i64 = 45_000;

/// What this program can, and its part in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    pub schema: u16,
    pub capabilities: u32,
    /// Whether this side begins comparisons: the one that dialled does.
    pub compares: bool,
    /// Bytes of changes in one batch, at most and usually [`super::pack::BATCH_BYTES`].
    pub batch_bytes: usize,
}

/// What storage says when a conversation begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Own identity.
    pub replica: Author8,
    /// Of this process start: drawn at random, never counted, so that no backup can bring one back.
    pub epoch: u32,
    /// Who must be at the other end, where that is known.
    pub expected: Option<Author8>,
    /// Up to where the peer's log is here.
    pub recv: Mark,
    /// Older cursors, see [`super::entry::remember`].
    pub remembered: Vec<Mark>,
    /// Whether a loss is still being made good by this peer, see [`Output::Healing`].
    pub healing: bool,
}

/// One process of a replica. What was received is stored with the one it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub replica: Author8,
    pub epoch: u32,
}

/// A stretch of the own log to be sent: committed entries with `seq > after`, in sequence, only what the peer may have,
/// without those received from `skip`; as many as [`super::pack::fit`] says of `max_bytes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    pub after: u64,
    pub skip: Origin,
    pub max_bytes: usize,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub entries: Vec<Entry>,
    /// The position up to which was read, skipped entries included.
    pub to: Mark,
    /// Whether the log goes on.
    pub more: bool,
}

/// A change that was refused before storage saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnedAway {
    pub kind: u16,
    pub doc: Uuid,
    /// Of the bytes, whatever they are.
    pub hash: [u8; 32],
    pub bytes: Vec<u8>,
    pub why: Refused,
}

/// What arrived. All of it, and the cursor, in ONE durable transaction: known hashes are left out, `entries` merged, what
/// is refused goes to the dead-letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// To be stored with every entry that is new.
    pub origin: Origin,
    pub entries: Vec<Incoming>,
    pub refused: Vec<TurnedAway>,
    /// The new cursor; none for changes out of turn.
    pub to: Option<Mark>,
    /// Changes in the names of others are admitted.
    pub healing: bool,
    /// With this the loss is made good: forget [`Output::Healing`] in the same transaction.
    pub healed: bool,
}

/// A change that storage refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    pub hash: [u8; 32],
    pub doc: Uuid,
    pub why: Refused,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The connection is up. First of all inputs.
    Connected,
    Frame(Vec<u8>),
    /// Changes of these documents were committed here, whoever wrote them.
    Grown(Vec<Uuid>),
    /// Answers [`Output::CheckMarks`].
    Checked(Option<Mark>),
    /// Answers [`Output::Read`].
    Page(Page),
    /// Answers [`Output::ReadDocuments`] and [`Output::ReadHashes`].
    Found(Vec<Entry>),
    /// Answers [`Output::Apply`].
    Applied(Vec<Rejected>),
    /// Answers [`Output::Digest`].
    Digested(Vec<Digest>),
    /// Answers [`Output::Hashes`].
    Hashed(Hashes),
    /// Answers [`Output::CompareDue`], see [`super::digest::due`].
    Compare(Vec<Span>),
    /// About a second went by.
    Tick,
}

/// What is to be done, in this sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Send(Vec<u8>),
    /// Which of these places are in the own log (same chain at that position)? Answer the highest.
    CheckMarks(Vec<Mark>),
    Read(Read),
    /// Whole documents, as far as the peer may have them, without what came from the origin.
    ReadDocuments(Vec<Uuid>, Origin),
    /// Changes of a span whose hashes begin so, as far as the peer may have them.
    ReadHashes(Hashes),
    Apply(Delivery),
    /// The peer has everything up to here, durably.
    KeepAcked(Mark),
    /// Remember durably, before anything else is done, that this peer makes good a loss.
    Healing,
    /// What is held in these spans of what the peer may have; dead letters included.
    Digest(Vec<Span>),
    Hashes(Span),
    /// It is time to compare, for the how-manieth time in this conversation.
    CompareDue(u64),
    /// The peer did not take a change of ours: to be shown.
    Refused(Reject),
    Notice(Notice),
    /// The end: nothing comes after it.
    Close(Reason),
}

/// Why a conversation ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("the peer was silent for too long")]
    Silent,
    #[error("no version of the protocol is spoken by both")]
    Version,
    #[error("another replica answered than the one expected")]
    OtherReplica,
    #[error("the peer sent {during} out of turn")]
    OutOfTurn { during: &'static str },
    #[error("the peer sent what is no frame")]
    Frame(#[source] FrameError),
    #[error("the peer sent what is no pack")]
    Pack(#[source] PackError),
    #[error("the connection was closed")]
    Gone,
    #[error("storage failed: {0}")]
    Storage(String),
}

/// One side of one conversation.
#[derive(Debug)]
pub struct Peer {
    config: Config,
    opened: Opened,
    them: Option<Origin>,
    sending: Sending,
    receiving: Receiving,
    comparing: Comparing,
    greeting: Option<Notice>,
    heard_at: Timestamp,
    spoke_at: Timestamp,
    closed: bool,
}

impl Peer {
    /// A conversation that is about to begin.
    pub fn new(config: Config, opened: Opened, now: Timestamp) -> Self {
        Self {
            receiving: Receiving::new(&opened),
            sending: Sending::new(config.batch_bytes),
            comparing: Comparing::default(),
            config,
            opened,
            them: None,
            greeting: None,
            heard_at: now,
            spoke_at: now,
            closed: false,
        }
    }

    /// Says something to people right after the hello.
    #[must_use]
    pub fn greeting(mut self, notice: Notice) -> Self {
        self.greeting = Some(notice);
        self
    }

    /// Who is at the other end, once it said so.
    pub fn them(&self) -> Option<Origin> {
        self.them
    }

    /// Whether everything that is here is there, as far as this conversation knows.
    pub fn is_idle(&self) -> bool {
        self.sending.is_idle() && self.receiving.is_idle()
    }

    /// Takes what happened and says what follows. `now` is monotonic: it has nothing to do with the date.
    pub fn handle(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        let mut out = Vec::new();
        if self.closed {
            return out;
        }
        if let Err(reason) = self.take(input, now, &mut out) {
            out.push(Output::Close(reason));
            self.closed = true;
        }
        if out.iter().any(|output| matches!(output, Output::Send(_))) {
            self.spoke_at = now;
        }
        out
    }

    fn take(&mut self, input: Input, now: Timestamp, out: &mut Vec<Output>) -> Result<(), Reason> {
        match input {
            Input::Connected => {
                out.push(send_frame(&Frame::Hello(self.hello())));
                let greeting = self.greeting.take().map(Frame::Notice);
                out.extend(greeting.map(|notice| send_frame(&notice)));
            }
            Input::Frame(bytes) => {
                self.heard_at = now;
                match Frame::decode(&bytes) {
                    Ok(frame) => self.hear(frame, out)?,
                    Err(FrameError::Unknown(_)) => {}
                    Err(error) => return Err(Reason::Frame(error)),
                }
            }
            Input::Grown(docs) => self.sending.grown(docs, out),
            Input::Checked(found) => self.receiving.healing |= self.sending.checked(found, out),
            Input::Page(page) => self.sending.page(&page, out),
            Input::Found(entries) => send::send_now(&entries, out),
            Input::Applied(rejected) => self.receiving.applied(&rejected, out)?,
            Input::Digested(mine) => self.comparing.digested(&mine, out),
            Input::Hashed(mine) => self.comparing.hashed(mine, out),
            Input::Compare(spans) => self.comparing.begin(spans, out),
            Input::Tick => self.tick(now, out)?,
        }
        self.sending.pump(now, out);
        Ok(())
    }

    fn hear(&mut self, frame: Frame, out: &mut Vec<Output>) -> Result<(), Reason> {
        let Some(them) = self.them else {
            let Frame::Hello(hello) = frame else { return Err(Reason::OutOfTurn { during: "a frame" }) };
            return self.meet(&hello, out);
        };
        match frame {
            Frame::Hello(_) => return Err(Reason::OutOfTurn { during: "HELLO" }),
            Frame::Batch(batch) => self.receiving.batch(them, &batch, out)?,
            Frame::Ack(seq) => self.sending.acked(seq, out)?,
            Frame::Reset => self.receiving.reset(out)?,
            Frame::Locate(marks) => self.sending.locate(marks, out)?,
            Frame::Reject(reject) => out.push(Output::Refused(reject)),
            Frame::Now(packed) => self.receiving.now(them, &packed, out)?,
            Frame::Digest(theirs) => self.comparing.hear_digests(theirs, out),
            Frame::Hashes(theirs) => self.comparing.hear_hashes(theirs, out),
            Frame::Want(hashes) => out.push(Output::ReadHashes(hashes)),
            Frame::Notice(notice) => out.push(Output::Notice(notice)),
            Frame::Ping => out.push(send_frame(&Frame::Pong)),
            Frame::Pong => {}
        }
        Ok(())
    }

    fn meet(&mut self, hello: &Hello, out: &mut Vec<Output>) -> Result<(), Reason> {
        if hello.version_max < VERSION || hello.version_min > VERSION {
            return Err(Reason::Version);
        }
        if self.opened.expected.is_some_and(|expected| expected != hello.replica) {
            return Err(Reason::OtherReplica);
        }
        let them = Origin { replica: hello.replica, epoch: hello.epoch };
        self.them = Some(them);
        self.sending.meet(them, hello, out);
        Ok(())
    }

    fn hello(&self) -> Hello {
        Hello {
            version_min: VERSION,
            version_max: VERSION,
            replica: self.opened.replica,
            epoch: self.opened.epoch,
            schema: self.config.schema,
            capabilities: self.config.capabilities,
            recv: self.opened.recv,
            healing: self.opened.healing,
        }
    }

    fn tick(&mut self, now: Timestamp, out: &mut Vec<Output>) -> Result<(), Reason> {
        if now.since(self.heard_at) >= DEAD_AFTER_MS {
            return Err(Reason::Silent);
        }
        if now.since(self.spoke_at) >= PING_AFTER_MS && self.them.is_some() {
            out.push(send_frame(&Frame::Ping));
        }
        if self.config.compares && self.is_idle() && self.them.is_some() {
            self.comparing.tick(now, out);
        }
        Ok(())
    }
}

fn send_frame(frame: &Frame) -> Output {
    Output::Send(frame.encode())
}

#[cfg(test)]
pub(in crate::sync) mod tests;
