//! What comes back, what is skipped, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::sync::Chain;

fn hello(seq: u64) -> Hello {
    Hello {
        version_min: 1,
        version_max: 1,
        replica: *b"caja-uno",
        epoch: u32::MAX,
        schema: 1,
        capabilities: 7,
        recv: Mark { seq, chain: Chain([9; 16]) },
        healing: true,
    }
}

fn one_of_each() -> Vec<Frame> {
    let span = Span { first: 3, last: u64::MAX };
    let packed = Packed { digest: [4; 16], raw_len: 9, zstd: vec![1, 2, 3] };
    let hashes = Hashes { span, prefixes: Prefixes(vec![[7; 8], [8; 8]]) };
    let mark = Mark { seq: 9, chain: Chain([2; 16]) };
    vec![
        Frame::Hello(hello(1)),
        Frame::Batch(Batch { from: 3, to: mark, pack: None, last: true }),
        Frame::Batch(Batch { from: 3, to: mark, pack: Some(packed.clone()), last: false }),
        Frame::Ack(7),
        Frame::Reset,
        Frame::Locate(vec![mark, Mark::default()]),
        Frame::Reject(Reject {
            hash: [1; 32],
            doc: DocId(Uuid::from_u128(5)),
            code: "malformed".to_owned(),
            detail: "no se puede leer".to_owned(),
        }),
        Frame::Now(packed),
        Frame::Digest(vec![Digest { span, count: 3, xor: 99 }]),
        Frame::Hashes(hashes.clone()),
        Frame::Want(hashes),
        Frame::Notice(Notice { code: "fenced".to_owned(), text: "hay otra caja".to_owned() }),
        Frame::Ping,
        Frame::Pong,
    ]
}

#[test]
fn every_frame_comes_back() {
    for frame in one_of_each() {
        assert_eq!(Frame::decode(&frame.encode()).as_ref(), Ok(&frame));
    }
}

#[test]
fn an_idle_reconnect_is_small_whatever_the_history() {
    let one = Frame::Hello(hello(u64::from(u32::MAX))).encode().len();
    assert!(one < 60, "{one}");
    assert!(2 * one + 2 * Frame::Ack(u64::MAX).encode().len() < 200);
}

#[test]
fn what_a_newer_peer_adds_is_skipped() {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    e.array(2).unwrap().u8(10).unwrap().array(3).unwrap();
    e.str("fenced").unwrap().str("x").unwrap().map(1).unwrap().u8(1).unwrap().bool(true).unwrap();
    let known = Notice { code: "fenced".to_owned(), text: "x".to_owned() };
    assert_eq!(Frame::decode(&bytes), Ok(Frame::Notice(known)));
    assert_eq!(Frame::decode(&[0x82, 0x18, 99, 0xa0]), Err(FrameError::Unknown(99)));
}

#[test]
fn anything_else_is_an_error_with_a_name() {
    assert_eq!(Frame::decode(&[]), Err(FrameError::Malformed));
    assert_eq!(Frame::decode(&vec![0; FRAME_MAX + 1]), Err(FrameError::TooLarge(FRAME_MAX + 1)));
    for frame in one_of_each() {
        let bytes = frame.encode();
        for end in 0..bytes.len() {
            assert!(Frame::decode(&bytes[..end]).is_err(), "{frame:?} cut at {end}");
        }
        assert!(Frame::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
    }
    let many = Frame::Locate(vec![Mark::default(); MARKS_MAX + 1]);
    assert_eq!(Frame::decode(&many.encode()), Err(FrameError::Malformed));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), number in 0_u8..16) {
        let _ = Frame::decode(&bytes);
        let _ = Frame::decode(&[&[0x82, number], bytes.as_slice()].concat());
    }
}
