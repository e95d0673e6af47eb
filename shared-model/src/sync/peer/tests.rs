//! Two peers and a queue are a network.

pub(in crate::sync) mod memory;

use std::collections::VecDeque;

use super::*;
use crate::sync::frame::{Batch, Hello};
use crate::sync::pack::{self, BATCH_BYTES, Parcel};
use crate::sync::planted::{Bug, planted};
use memory::Memory;

/// A conversation between two memories, carried out to the end.
struct Line {
    peers: [Peer; 2],
    /// Frames towards each side.
    wires: [VecDeque<Vec<u8>>; 2],
    now: Timestamp,
    bytes: usize,
    /// Names of frames in the sequence they were sent.
    said: Vec<&'static str>,
    closed: Option<Reason>,
}

fn peer(memory: &Memory, other: &Memory, dials: bool, batch_bytes: usize) -> Peer {
    let config = Config { schema: 1, capabilities: 0, compares: dials, batch_bytes };
    let opened = Opened {
        replica: memory.me.replica,
        epoch: memory.me.epoch,
        expected: Some(other.me.replica),
        recv: memory.recv,
        remembered: memory.remembered.clone(),
        healing: memory.healing,
    };
    Peer::new(config, opened, Timestamp::default())
}

impl Line {
    fn between(one: &Memory, two: &Memory, batch_bytes: usize) -> Self {
        Self {
            peers: [peer(one, two, true, batch_bytes), peer(two, one, false, batch_bytes)],
            wires: [VecDeque::new(), VecDeque::new()],
            now: Timestamp::default(),
            bytes: 0,
            said: Vec::new(),
            closed: None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not carried out here is asked of storage")]
    fn give(&mut self, side: usize, memory: &mut Memory, input: Input) {
        let mut todo: VecDeque<Output> = self.peers[side].handle(input, self.now).into();
        while let Some(output) = todo.pop_front() {
            let answer = match output {
                Output::Send(frame) => {
                    self.bytes += frame.len();
                    self.said.push(name(&frame));
                    self.wires[1 - side].push_back(frame);
                    None
                }
                Output::Close(reason) => {
                    self.closed.get_or_insert(reason);
                    None
                }
                other => memory.answer(other),
            };
            if let Some(answer) = answer {
                todo.extend(self.peers[side].handle(answer, self.now));
            }
        }
    }

    /// Begins, and lets everything arrive.
    fn talk(&mut self, one: &mut Memory, two: &mut Memory) {
        self.give(0, one, Input::Connected);
        self.give(1, two, Input::Connected);
        self.settle(one, two);
    }

    fn settle(&mut self, one: &mut Memory, two: &mut Memory) {
        loop {
            if let Some(frame) = self.wires[0].pop_front() {
                self.give(0, one, Input::Frame(frame));
            } else if let Some(frame) = self.wires[1].pop_front() {
                self.give(1, two, Input::Frame(frame));
            } else {
                return;
            }
        }
    }

    fn tick(&mut self, ms: i64, one: &mut Memory, two: &mut Memory) {
        self.now = self.now.plus_ms(ms);
        self.give(0, one, Input::Tick);
        self.give(1, two, Input::Tick);
        self.settle(one, two);
    }
}

fn name(frame: &[u8]) -> &'static str {
    match Frame::decode(frame).unwrap() {
        Frame::Hello(_) => "HELLO",
        Frame::Batch(_) => "BATCH",
        Frame::Ack(_) => "ACK",
        Frame::Reset => "RESET",
        Frame::Locate(_) => "LOCATE",
        Frame::Reject(_) => "REJECT",
        Frame::Now(_) => "NOW",
        Frame::Digest(_) => "DIGEST",
        Frame::Hashes(_) => "HASHES",
        Frame::Want(_) => "WANT",
        Frame::Notice(_) => "NOTICE",
        Frame::Ping => "PING",
        Frame::Pong => "PONG",
    }
}

fn pair() -> (Memory, Memory) {
    (Memory::new(*b"caja-uno", 7), Memory::new(*b"la nube!", 8))
}

#[test]
fn both_have_everything_and_an_idle_reconnect_is_small() {
    let (mut one, mut two) = pair();
    one.write(40);
    two.write(7);
    let mut line = Line::between(&one, &two, 2_000);
    line.talk(&mut one, &mut two);
    line.give(0, &mut one, Input::Grown(vec![]));
    line.give(1, &mut two, Input::Grown(vec![]));
    line.settle(&mut one, &mut two);
    assert_eq!((line.closed.take(), one.hashes()), (None, two.hashes()));
    assert_eq!((one.len(), one.acked, two.acked), (47, 47, 47));
    let mut again = Line::between(&one, &two, 2_000);
    again.talk(&mut one, &mut two);
    assert_eq!(again.said, ["HELLO", "HELLO"]);
    assert!(again.bytes < 120, "{}", again.bytes);
}

#[test]
fn a_restored_side_gets_back_what_it_had_sent() {
    let (mut one, mut two) = pair();
    one.write(30);
    Line::between(&one, &two, 4_000).talk(&mut one, &mut two);
    let backup = one.clone();
    one.write(20);
    two.write(5);
    Line::between(&one, &two, 4_000).talk(&mut one, &mut two);
    let all = one.hashes();
    assert_eq!((all.len(), two.hashes()), (55, all.clone()));
    // The box burns; its spare starts from the backup, under an epoch of its own, and goes on writing.
    one = backup;
    one.me.epoch = 99;
    one.write(3);
    let mut line = Line::between(&one, &two, 4_000);
    line.talk(&mut one, &mut two);
    line.tick(20_000, &mut one, &mut two);
    assert_eq!(line.closed, None);
    assert!(line.said.contains(&"RESET") && line.said.contains(&"LOCATE"), "{:?}", line.said);
    assert_eq!((one.len(), one.hashes()), (58, two.hashes()));
    assert!(all.iter().all(|hash| one.hashes().contains(hash)));
    assert!(!one.healing, "the loss was made good");
}

#[test]
fn comparing_finds_a_hole_that_no_cursor_shows() {
    let (mut one, mut two) = pair();
    one.write(1_300);
    Line::between(&one, &two, BATCH_BYTES).talk(&mut one, &mut two);
    two.forget(&[3, 700, 1_299]);
    one.forget(&[9]);
    assert_ne!(one.hashes(), two.hashes());
    let mut line = Line::between(&one, &two, BATCH_BYTES);
    line.talk(&mut one, &mut two);
    for _ in 0..3 {
        line.tick(3_600_000, &mut one, &mut two);
        line.closed = None;
    }
    let mut line = Line::between(&one, &two, BATCH_BYTES);
    line.talk(&mut one, &mut two);
    line.tick(1_000, &mut one, &mut two);
    assert_eq!((one.len(), one.hashes()), (1_300, two.hashes()));
}

#[test]
fn what_is_newest_overtakes_a_backlog() {
    let (mut one, mut two) = pair();
    one.write(400);
    let mut line = Line::between(&one, &two, 1_000);
    line.give(0, &mut one, Input::Connected);
    line.give(1, &mut two, Input::Connected);
    let hello = line.wires[0].pop_front().unwrap();
    line.give(0, &mut one, Input::Frame(hello));
    assert_eq!(line.said.iter().filter(|said| **said == "BATCH").count(), WINDOW);
    let doc = one.write(1)[0];
    line.give(0, &mut one, Input::Grown(vec![doc]));
    assert_eq!(line.said.last(), Some(&"NOW"));
    line.settle(&mut one, &mut two);
    assert_eq!((two.len(), line.closed), (401, None));
}

#[test]
fn one_bad_entry_is_refused_and_the_others_arrive() {
    let (mut one, mut two) = pair();
    one.write(3);
    let mut line = Line::between(&one, &two, BATCH_BYTES);
    line.give(0, &mut one, Input::Connected);
    line.give(1, &mut two, Input::Connected);
    let hello = line.wires[0].pop_front().unwrap();
    line.give(0, &mut one, Input::Frame(hello));
    let frame = Frame::decode(&line.wires[1].pop_back().unwrap()).unwrap();
    let Frame::Batch(Batch { from, to, pack: Some(packed), last }) = frame else { panic!("{frame:?}") };
    let mut parcels = pack::unpack(&packed).unwrap();
    parcels.insert(1, Parcel { kind: 900, ..parcels[0].clone() });
    parcels.insert(0, Parcel { bytes: vec![1, 2, 3], ..parcels[0].clone() });
    let batch = Batch { from, to, pack: Some(pack::pack(&parcels)), last };
    line.wires[1].push_back(Frame::Batch(batch).encode());
    line.settle(&mut one, &mut two);
    assert_eq!(
        (two.len(), one.told.as_slice()),
        (3, ["malformed".to_owned(), "unknown-kind".to_owned()].as_slice())
    );
    assert_eq!((line.closed, one.acked), (None, 3));
}

#[test]
fn silence_is_answered_with_a_ping_and_then_with_the_end() {
    let (mut one, mut two) = pair();
    let mut line = Line::between(&one, &two, BATCH_BYTES);
    line.talk(&mut one, &mut two);
    for _ in 0..10 {
        line.tick(15_000, &mut one, &mut two);
    }
    assert_eq!(line.closed, None);
    assert!(line.said.contains(&"PING"));
    line.now = line.now.plus_ms(45_000);
    line.give(0, &mut one, Input::Tick);
    assert_eq!(line.closed, Some(Reason::Silent));
    assert_eq!(line.peers[0].handle(Input::Connected, line.now), []);
}

#[test]
fn what_makes_no_sense_ends_the_conversation_with_a_reason() {
    let (one, two) = pair();
    let hello = |change: fn(&mut Hello)| {
        let mut hello = peer(&two, &one, false, 1).hello();
        change(&mut hello);
        Frame::Hello(hello).encode()
    };
    let ends = |frames: &[Vec<u8>]| {
        let mut peer = peer(&one, &two, true, 1);
        let outputs =
            frames.iter().flat_map(|frame| peer.handle(Input::Frame(frame.clone()), Timestamp::default()));
        outputs
            .into_iter()
            .find_map(|output| if let Output::Close(reason) = output { Some(reason) } else { None })
    };
    let fine = hello(|_| {});
    assert_eq!(ends(std::slice::from_ref(&fine)), None);
    assert_eq!(ends(&[hello(|hello| hello.version_min = 9)]), Some(Reason::Version));
    assert_eq!(ends(&[hello(|hello| hello.replica = [0; 8])]), Some(Reason::OtherReplica));
    assert_eq!(ends(&[fine.clone(), fine.clone()]), Some(Reason::OutOfTurn { during: "HELLO" }));
    assert_eq!(ends(&[Frame::Ping.encode()]), Some(Reason::OutOfTurn { during: "a frame" }));
    assert_eq!(ends(&[fine.clone(), vec![0xff]]), Some(Reason::Frame(FrameError::Malformed)));
    assert_eq!(ends(&[fine.clone(), Frame::Ack(3).encode()]), Some(Reason::OutOfTurn { during: "ACK" }));
    assert_eq!(
        ends(&[fine.clone(), Frame::Locate(vec![]).encode()]),
        Some(Reason::OutOfTurn { during: "LOCATE" })
    );
    let gap = Batch { from: 7, to: Mark { seq: 9, ..Mark::default() }, pack: None, last: true };
    assert_eq!(
        ends(&[fine.clone(), Frame::Batch(gap).encode()]),
        Some(Reason::OutOfTurn { during: "BATCH" })
    );
    assert_eq!(ends(&[fine, vec![0x82, 0x18, 99, 0xf6]]), None, "a newer peer may say more");
    assert!(!planted(Bug::AckBeforeCommit));
}
