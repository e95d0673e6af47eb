//! Two drivers over pipes that hold little: neither waits for the other for ever.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_util::future::{join, poll_fn};

use super::*;
use crate::sync::pack::BATCH_BYTES;
use crate::sync::peer::tests::memory::Memory;
use crate::sync::peer::{Config, Opened};

/// A pipe that holds two frames.
type Pipe = Arc<Mutex<VecDeque<Vec<u8>>>>;

struct Sink(Pipe);
struct Source(Pipe);
struct Store {
    memory: Mutex<Memory>,
    /// Rows that were there when growth was last told.
    known: Mutex<usize>,
}
struct Hand(AtomicI64);

impl FrameSink for Sink {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        let mut frame = Some(frame);
        poll_fn(|_| {
            let mut pipe = self.0.lock().unwrap();
            if pipe.len() >= 2 {
                return Poll::Pending;
            }
            pipe.extend(frame.take());
            Poll::Ready(true)
        })
        .await
    }
}

impl FrameSource for Source {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        poll_fn(|_| {
            self.0.lock().unwrap().pop_front().map_or(Poll::Pending, |frame| Poll::Ready(Some(frame)))
        })
        .await
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::Relaxed))
    }

    fn today(&self) -> Timestamp {
        crate::testing::NOW
    }

    /// A second goes by every hundred times that it is asked.
    async fn tick(&self) {
        let mut asked = 0;
        poll_fn(|_| {
            asked += 1;
            if asked < 100 { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
        self.0.fetch_add(1_000, Ordering::Relaxed);
    }
}

impl Store {
    fn ask(&self, output: Output) -> Option<Input> {
        self.memory.lock().unwrap().answer(output)
    }
}

macro_rules! answered {
    ($store:ident, $output:expr, $answer:ident) => {
        match $store.ask($output) {
            Some(Input::$answer(answer)) => Ok(answer),
            _ => Err(StorageFailed("no answer".to_owned())),
        }
    };
}

impl Replica for Store {
    async fn check_marks(&self, marks: Vec<Mark>) -> Stored<Option<Mark>> {
        answered!(self, Output::CheckMarks(marks), Checked)
    }
    async fn read(&self, read: Read) -> Stored<Page> {
        answered!(self, Output::Read(read), Page)
    }
    async fn read_documents(&self, docs: Vec<Uuid>, skip: Origin) -> Stored<Vec<Entry>> {
        answered!(self, Output::ReadDocuments(docs, skip), Found)
    }
    async fn read_hashes(&self, hashes: Hashes) -> Stored<Vec<Entry>> {
        answered!(self, Output::ReadHashes(hashes), Found)
    }
    async fn apply(&self, delivery: Delivery) -> Stored<Vec<Rejected>> {
        answered!(self, Output::Apply(delivery), Applied)
    }
    async fn keep_acked(&self, mark: Mark) -> Stored<()> {
        self.ask(Output::KeepAcked(mark));
        Ok(())
    }
    async fn healing(&self) -> Stored<()> {
        self.ask(Output::Healing);
        Ok(())
    }
    async fn digest(&self, spans: Vec<Span>) -> Stored<Vec<Digest>> {
        answered!(self, Output::Digest(spans), Digested)
    }
    async fn hashes(&self, span: Span) -> Stored<Hashes> {
        answered!(self, Output::Hashes(span), Hashed)
    }
    async fn grown(&self) -> Vec<Uuid> {
        poll_fn(|_| {
            let len = self.memory.lock().unwrap().len();
            let mut known = self.known.lock().unwrap();
            if len == *known {
                return Poll::Pending;
            }
            *known = len;
            Poll::Ready(Vec::new())
        })
        .await
    }
    async fn told(&self, _: Told) {}
}

fn side(name: [u8; 8], other: [u8; 8], dials: bool) -> (Peer, Store) {
    let mut memory = Memory::new(name, 1);
    memory.write(300);
    let config = Config { schema: 1, capabilities: 0, compares: dials, batch_bytes: BATCH_BYTES / 512 };
    let opened = Opened {
        replica: name,
        epoch: 1,
        expected: Some(other),
        recv: Mark::default(),
        remembered: vec![],
        healing: false,
    };
    let peer = Peer::new(config, opened, Timestamp::default());
    (peer, Store { memory: Mutex::new(memory), known: Mutex::new(0) })
}

#[test]
fn both_sides_come_to_hold_the_same_over_narrow_pipes() {
    let ((one, here), (two, there)) =
        (side(*b"caja-uno", *b"la nube!", true), side(*b"la nube!", *b"caja-uno", false));
    let (up, down, clock) = (Pipe::default(), Pipe::default(), Hand(AtomicI64::new(0)));
    let talk = join(
        converse(one, &here, (Sink(Arc::clone(&up)), Source(Arc::clone(&down))), &clock),
        converse(two, &there, (Sink(down), Source(up)), &clock),
    );
    let mut talk = pin!(talk);
    let mut cx = Context::from_waker(std::task::Waker::noop());
    for _ in 0..5_000 {
        assert!(talk.as_mut().poll(&mut cx).is_pending(), "nobody hangs up");
        let (here, there) = (here.memory.lock().unwrap(), there.memory.lock().unwrap());
        if here.acked >= 600 && there.acked >= 600 {
            assert_eq!((here.len(), here.hashes()), (600, there.hashes()));
            return;
        }
    }
    panic!("they came to no end");
}
