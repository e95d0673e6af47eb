//! Carrying out what a [`Peer`] asks for, on any runtime: box and cloud bring storage, a connection and a clock.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};

use futures_util::future::{Either, FutureExt as _, pending, select};
use uuid::Uuid;

use super::digest::{self, Digest, Span};
use super::frame::{Hashes, Notice, Reject};
use super::peer::{Delivery, Input, Origin, Output, Page, Peer, Read, Reason, Rejected};
use super::{Entry, Mark};
use crate::time::Timestamp;

/// Frames that may wait for the connection before nothing more is taken from it.
const OUTBOX_MAX: usize = 32;

/// Storage failed; the conversation ends and is begun again later.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StorageFailed(pub String);

/// What an operation on storage answers.
pub type Stored<T> = Result<T, StorageFailed>;

/// The log of this side, as one peer may see it: scope (company, branch, kinds) is applied here and never taken from what
/// the peer says. Only committed entries are answered.
pub trait Replica: Sync {
    /// See [`Output::CheckMarks`].
    fn check_marks(&self, marks: Vec<Mark>) -> impl Future<Output = Stored<Option<Mark>>> + Send;
    /// See [`Read`].
    fn read(&self, read: Read) -> impl Future<Output = Stored<Page>> + Send;
    /// All changes of documents, without those received from the origin.
    fn read_documents(
        &self,
        docs: Vec<Uuid>,
        skip: Origin,
    ) -> impl Future<Output = Stored<Vec<Entry>>> + Send;
    /// Changes in a span whose hashes begin with one of the prefixes.
    fn read_hashes(&self, hashes: Hashes) -> impl Future<Output = Stored<Vec<Entry>>> + Send;
    /// See [`Delivery`]: one durable transaction. Answers what was refused (and put into the dead-letter).
    fn apply(&self, delivery: Delivery) -> impl Future<Output = Stored<Vec<Rejected>>> + Send;
    /// The peer holds everything up to here durably.
    fn keep_acked(&self, mark: Mark) -> impl Future<Output = Stored<()>> + Send;
    /// Remembers durably that this peer makes good a loss; handed back as `Opened::healing`.
    fn healing(&self) -> impl Future<Output = Stored<()>> + Send;
    /// What is held in each span, dead letters included.
    fn digest(&self, spans: Vec<Span>) -> impl Future<Output = Stored<Vec<Digest>>> + Send;
    /// The first eight bytes of every hash held in a span, dead letters included.
    fn hashes(&self, span: Span) -> impl Future<Output = Stored<Hashes>> + Send;
    /// Ends when changes were committed since the last call, with the documents they are of (none when there were too many
    /// to name). May be dropped at any time without losing what it would have answered.
    fn grown(&self) -> impl Future<Output = Vec<Uuid>> + Send;
    /// The peer refused a change of ours, or has something to say.
    fn told(&self, told: Told) -> impl Future<Output = ()> + Send;
}

/// What a peer says to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It did not take a change of ours.
    Refused(Reject),
    Notice(Notice),
}

/// The half of a connection that frames go out by.
pub trait FrameSink: Send {
    /// Sends one frame; false when the connection is gone.
    fn send(&mut self, frame: Vec<u8>) -> impl Future<Output = bool> + Send;
}

/// The half of a connection that frames come in by.
pub trait FrameSource: Send {
    /// The next frame; none when the connection is gone or sent more than [`super::frame::FRAME_MAX`] bytes as one.
    fn recv(&mut self) -> impl Future<Output = Option<Vec<u8>>> + Send;
}

/// Time, from outside.
pub trait Clock: Sync {
    /// Monotonic, from any beginning.
    fn now(&self) -> Timestamp;
    /// The date, as far as this machine knows it.
    fn today(&self) -> Timestamp;
    /// Ends after about a second.
    fn tick(&self) -> impl Future<Output = ()> + Send;
}

/// Something the conversation waits for.
enum Happened<H> {
    Sent(bool),
    Heard(H, Option<Vec<u8>>),
    Grown(Vec<Uuid>),
    Ticked,
}

type Sending<'a, S> = Pin<Box<dyn Future<Output = (S, bool)> + Send + 'a>>;
type Hearing<'a, H> = Pin<Box<dyn Future<Output = Happened<H>> + Send + 'a>>;

/// Holds a conversation to its end. Sending never keeps it from receiving, so two sides with full pipes do not wait for
/// each other.
pub async fn converse<S, H>(
    mut peer: Peer,
    replica: &impl Replica,
    (sink, source): (S, H),
    clock: &impl Clock,
) -> Reason
where
    S: FrameSink,
    H: FrameSource,
{
    let mut outbox = Outbox { idle: Some(sink), sending: None, waiting: VecDeque::new() };
    let mut hearing: Hearing<'_, H> = hear(source);
    let mut grown = pin!(replica.grown());
    let mut ticking = pin!(clock.tick());
    let mut input = Some(Input::Connected);
    // Whoever is always ready must not starve the others.
    let mut own_first = false;
    loop {
        if let Some(input) = input.take()
            && let Err(reason) = take(&mut peer, input, replica, clock, &mut outbox.waiting).await
        {
            select(pin!(outbox.flush()), pin!(clock.tick())).await;
            return reason;
        }
        outbox.start();
        let full = outbox.waiting.len() >= OUTBOX_MAX;
        let sent = pin!(outbox.sent().map(Happened::Sent));
        let heard = pin!(async { if full { pending().await } else { hearing.as_mut().await } });
        let own = select(grown.as_mut(), ticking.as_mut());
        let own = pin!(own.map(|own| match own {
            Either::Left((docs, _)) => Happened::Grown(docs),
            Either::Right(((), _)) => Happened::Ticked,
        }));
        own_first = !own_first;
        let others = async {
            if own_first {
                select(own, heard).await.factor_first().0
            } else {
                select(heard, own).await.factor_first().0
            }
        };
        let others = pin!(others);
        match select(sent, others).await.factor_first().0 {
            Happened::Sent(true) => {}
            Happened::Sent(false) | Happened::Heard(_, None) => return Reason::Gone,
            Happened::Heard(source, Some(frame)) => {
                hearing = hear(source);
                input = Some(Input::Frame(frame));
            }
            Happened::Grown(docs) => {
                grown.set(replica.grown());
                input = Some(Input::Grown(docs));
            }
            Happened::Ticked => {
                ticking.set(clock.tick());
                input = Some(Input::Tick);
            }
        }
    }
}

fn hear<'a, H: FrameSource + 'a>(mut source: H) -> Hearing<'a, H> {
    Box::pin(async move {
        let frame = source.recv().await;
        Happened::Heard(source, frame)
    })
}

/// Hands one input to the peer, carries out what follows, and what follows from that.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not carried out here is asked of storage")]
async fn take(
    peer: &mut Peer,
    input: Input,
    replica: &impl Replica,
    clock: &impl Clock,
    outbox: &mut VecDeque<Vec<u8>>,
) -> Result<(), Reason> {
    let mut todo: VecDeque<Output> = peer.handle(input, clock.now()).into();
    while let Some(output) = todo.pop_front() {
        let answer = match output {
            Output::Send(frame) => {
                outbox.push_back(frame);
                None
            }
            Output::Close(reason) => return Err(reason),
            Output::CompareDue(round) => Some(Input::Compare(digest::due(clock.today(), round))),
            asked => ask(replica, asked).await.map_err(|error| Reason::Storage(error.0))?,
        };
        if let Some(answer) = answer {
            todo.extend(peer.handle(answer, clock.now()));
        }
    }
    Ok(())
}

async fn ask(replica: &impl Replica, output: Output) -> Stored<Option<Input>> {
    Ok(Some(match output {
        Output::CheckMarks(marks) => Input::Checked(replica.check_marks(marks).await?),
        Output::Read(read) => Input::Page(replica.read(read).await?),
        Output::ReadDocuments(docs, skip) => Input::Found(replica.read_documents(docs, skip).await?),
        Output::ReadHashes(hashes) => Input::Found(replica.read_hashes(hashes).await?),
        Output::Apply(delivery) => Input::Applied(replica.apply(delivery).await?),
        Output::Digest(spans) => Input::Digested(replica.digest(spans).await?),
        Output::Hashes(span) => Input::Hashed(replica.hashes(span).await?),
        Output::KeepAcked(mark) => return replica.keep_acked(mark).await.map(|()| None),
        Output::Healing => return replica.healing().await.map(|()| None),
        Output::Refused(reject) => {
            replica.told(Told::Refused(reject)).await;
            return Ok(None);
        }
        Output::Notice(notice) => {
            replica.told(Told::Notice(notice)).await;
            return Ok(None);
        }
        Output::Send(_) | Output::Close(_) | Output::CompareDue(_) => return Ok(None),
    }))
}

/// Frames on their way out, one after the other.
struct Outbox<'a, S> {
    idle: Option<S>,
    sending: Option<Sending<'a, S>>,
    waiting: VecDeque<Vec<u8>>,
}

impl<'a, S: FrameSink + 'a> Outbox<'a, S> {
    fn start(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let Some(mut outgoing) = self.idle.take() else { return };
        let Some(frame) = self.waiting.pop_front() else { return };
        self.sending = Some(Box::pin(async move {
            let sent = outgoing.send(frame).await;
            (outgoing, sent)
        }));
    }

    /// Ends when the frame on its way is out; whether the connection stands.
    async fn sent(&mut self) -> bool {
        let Some(sending) = &mut self.sending else { return pending().await };
        let (outgoing, sent) = sending.await;
        (self.sending, self.idle) = (None, Some(outgoing));
        sent
    }

    /// Sends what still waits, as far as the connection takes it: the last frames say why it ends.
    async fn flush(&mut self) {
        loop {
            self.start();
            if self.sending.is_none() || !self.sent().await {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests;
