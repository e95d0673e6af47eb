//! One change without what can be worked out again, after Automerge's binary format: magic, checksum, type, length, then
//! dependencies, author and the rest.

use sha2::{Digest as _, Sha256};

use super::cursor::{Cursor, put_bytes, put_number};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
/// Bytes of an id, and digits of one.
const ID: usize = 16;
const DIGITS: usize = 2 * ID;
/// Bytes an author may have to be named once.
const ACTOR_MAX: usize = 32;

/// How an entry is written.
const AS_IT_IS: usize = 0;
const REBUILT: usize = 1;
const REBUILT_ON_THE_ONE_BEFORE: usize = 2;

/// Authors in the sequence they were first met.
#[derive(Debug, Default)]
pub(super) struct Actors(Vec<Vec<u8>>);

/// What a later change of the same document names this one by.
pub(super) fn hash(bytes: &[u8]) -> Option<[u8; 32]> {
    bytes.get(8..).map(|hashed| Sha256::digest(hashed).into())
}

pub(super) fn write(
    bytes: &[u8],
    before: Option<[u8; 32]>,
    actors: &mut Actors,
    numbers: &mut Vec<u8>,
    body: &mut Vec<u8>,
) {
    let Some(Parts { deps, actor, rest }) = Parts::of(bytes) else {
        put_number(numbers, AS_IT_IS);
        put_number(numbers, bytes.len());
        body.extend_from_slice(bytes);
        return;
    };
    if before.is_some_and(|before| deps == [&[1], before.as_slice()].concat()) {
        put_number(numbers, REBUILT_ON_THE_ONE_BEFORE);
    } else {
        put_number(numbers, REBUILT);
        put_number(numbers, deps.len() / 32);
        body.extend_from_slice(&deps[1..]);
    }
    let known = actors.0.iter().position(|known| known == actor);
    put_number(numbers, known.unwrap_or(actors.0.len()));
    if known.is_none() {
        put_bytes(body, actor);
        actors.0.push(actor.to_vec());
    }
    let ids = ids_in(rest);
    put_number(numbers, ids.len());
    let mut from = 0;
    for at in ids {
        put_number(numbers, at - from);
        body.extend_from_slice(&rest[from..at]);
        body.extend(
            rest[at..at + DIGITS].as_chunks::<2>().0.iter().map(|pair| value(pair[0]) << 4 | value(pair[1])),
        );
        from = at + DIGITS;
    }
    put_number(numbers, rest.len() - from);
    body.extend_from_slice(&rest[from..]);
}

pub(super) fn read(
    before: Option<[u8; 32]>,
    actors: &mut Actors,
    numbers: &mut Cursor<'_>,
    body: &mut Cursor<'_>,
) -> Option<Vec<u8>> {
    let how = numbers.number()?;
    if how == AS_IT_IS {
        let len = numbers.number()?;
        return body.take(len).map(<[u8]>::to_vec);
    }
    let mut content = Vec::new();
    match how {
        REBUILT_ON_THE_ONE_BEFORE => {
            content.push(1);
            content.extend_from_slice(&before?);
        }
        REBUILT => {
            let deps = numbers.number().filter(|deps| *deps < 128)?;
            content.push(u8::try_from(deps).ok()?);
            content.extend_from_slice(body.take(deps * 32)?);
        }
        _ => return None,
    }
    let actor = numbers.number()?;
    if actor == actors.0.len() {
        let met = body.bytes().filter(|actor| actor.len() <= ACTOR_MAX)?;
        actors.0.push(met.to_vec());
    }
    put_bytes(&mut content, actors.0.get(actor)?);
    for _ in 0..numbers.number()? {
        content.extend_from_slice(body.take(numbers.number()?)?);
        let digits = body.take(ID)?.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        content.extend(digits);
    }
    content.extend_from_slice(body.take(numbers.number()?)?);
    Some(framed(&content))
}

/// A change that can be rebuilt, in pieces.
struct Parts<'a> {
    /// Their number in one byte, and the hashes.
    deps: &'a [u8],
    actor: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor(bytes);
        cursor.take(8)?;
        if cursor.take(1)? != [TYPE_CHANGE] {
            return None;
        }
        let content = cursor.bytes()?;
        if !cursor.0.is_empty() || framed(content) != bytes {
            return None;
        }
        let count = usize::from(*content.first().filter(|count| **count < 128)?);
        let mut cursor = Cursor(content);
        let deps = cursor.take(1 + 32 * count)?;
        let actor = cursor.bytes().filter(|actor| actor.len() <= ACTOR_MAX)?;
        // One byte gives its length: a longer spelling could not be worked out again.
        let plain = deps.len() + 1 + actor.len() + cursor.0.len() == content.len();
        plain.then_some(Self { deps, actor, rest: cursor.0 })
    }
}

/// Content with magic, checksum, type and length before it.
fn framed(content: &[u8]) -> Vec<u8> {
    let mut bytes = [MAGIC.as_slice(), &[0; 4], &[TYPE_CHANGE]].concat();
    put_bytes(&mut bytes, content);
    let sum = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&sum[..4]);
    bytes
}

/// Where ids stand that are written in digits, none overlapping another.
fn ids_in(bytes: &[u8]) -> Vec<usize> {
    let (mut ids, mut run) = (Vec::new(), 0);
    for (at, byte) in bytes.iter().enumerate() {
        run = if matches!(byte, b'0'..=b'9' | b'a'..=b'f') { run + 1 } else { 0 };
        if run == DIGITS {
            ids.push(at + 1 - DIGITS);
            run = 0;
        }
    }
    ids
}

fn value(digit: u8) -> u8 {
    if digit.is_ascii_digit() { digit - b'0' } else { digit - b'a' + 10 }
}

fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}
