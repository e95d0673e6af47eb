//! How a replica answers what a conversation asks of storage: the same rules as box and cloud, over a simulated disk.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::document::{Author, Chunk, DocKind, Document, order};
use shared_model::ids::OrderId;
use shared_model::order::{Order, Status};
use shared_model::sync::digest::{Digest, Span, prefix};
use shared_model::sync::entry::remember;
use shared_model::sync::frame::{Hashes, Prefixes};
use shared_model::sync::inspect::{Inspected, Refused};
use shared_model::sync::merge::merge;
use shared_model::sync::peer::{Delivery, Origin, Page, Read, Rejected};
use shared_model::sync::{Author8, Entry, Incoming, Mark, pack};
use uuid::Uuid;

use crate::bug::{Bug, planted};
use crate::disk::{Disk, Letter, Owner, Row, Turn};

/// Who stores, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    pub author: Author,
    /// The box at one end of the conversation: its company and branch.
    pub grant: Owner,
    pub is_cloud: bool,
}

impl Side {
    fn sees(self, row: &Row) -> bool {
        planted(Bug::NoScopeFilter) || self.grant.may_have(row.kind, row.owner)
    }
}

/// The stretch of the log a peer is sent next.
pub fn read(disk: &Disk, side: Side, read: Read) -> Page {
    let end = if planted(Bug::SendBeforeDurable) { disk.rows.len() } else { disk.durable() };
    let after = usize::try_from(read.after).unwrap_or(end).min(end);
    let (mut entries, mut left, mut at) = (Vec::new(), read.max_bytes, after);
    while at < end {
        let row = &disk.rows[at];
        if side.sees(row) && !is_from(row, read.skip) {
            let bytes = row.chunk.bytes.len();
            if !entries.is_empty() && (bytes > left || entries.len() == pack::ENTRIES_MAX) {
                break;
            }
            left = left.saturating_sub(bytes);
            entries.push(disk.entry(at));
        }
        at += 1;
    }
    Page { entries, to: disk.mark(at), more: at < end }
}

fn is_from(row: &Row, skip: Origin) -> bool {
    let never_lifted = planted(Bug::EchoFilterNeverLifted);
    row.origin.is_some_and(|origin| origin == skip || (never_lifted && origin.replica == skip.replica))
}

/// The highest of some positions that is one of this log.
pub fn check_marks(disk: &Disk, marks: &[Mark]) -> Option<Mark> {
    marks.iter().copied().filter(|mark| disk.knows(*mark)).max_by_key(|mark| mark.seq)
}

/// Whole documents.
pub fn read_documents(disk: &Disk, side: Side, docs: &[Uuid], skip: Origin) -> Vec<Entry> {
    let durable = (0..disk.durable()).filter(|place| {
        let row = &disk.rows[*place];
        docs.contains(&row.doc) && side.sees(row) && !is_from(row, skip)
    });
    durable.map(|place| disk.entry(place)).collect()
}

/// Changes by the beginnings of their hashes.
pub fn read_hashes(disk: &Disk, side: Side, hashes: &Hashes) -> Vec<Entry> {
    let asked: BTreeSet<&[u8; 8]> = hashes.prefixes.0.iter().collect();
    let durable = (0..disk.durable()).filter(|place| {
        let row = &disk.rows[*place];
        side.sees(row) && hashes.span.contains(row.doc) && asked.contains(&prefix(&row.chunk.hash))
    });
    durable.map(|place| disk.entry(place)).collect()
}

fn held(disk: &Disk, side: Side, span: Span) -> Vec<[u8; 32]> {
    let rows = disk.rows[..disk.durable()].iter();
    let rows = rows.filter(|row| side.sees(row) && span.contains(row.doc)).map(|row| row.chunk.hash);
    let letters = disk.rest.letters.iter();
    let letters = letters.filter(|one| span.contains(one.doc) && one.owner == side.grant).map(|one| one.hash);
    rows.chain(letters).collect()
}

/// What is held in a span.
pub fn digest(disk: &Disk, side: Side, span: Span) -> Digest {
    Digest::of(span, &held(disk, side, span))
}

/// The beginnings of the hashes held in a span.
pub fn hashes(disk: &Disk, side: Side, span: Span) -> Hashes {
    Hashes { span, prefixes: Prefixes(held(disk, side, span).iter().map(prefix).collect()) }
}

/// Joins what arrived, cursor and all, in one transaction that the caller commits. Answers what was refused and what
/// documents changed.
pub fn apply(disk: &mut Disk, side: Side, delivery: Delivery) -> (Vec<Rejected>, BTreeSet<Uuid>) {
    let Delivery { origin, entries, refused, to, healing, healed } = delivery;
    let mut letters: Vec<Letter> = Vec::new();
    for one in refused {
        letters.push(letter(
            one.hash,
            DocKind::from_number(one.kind),
            one.doc,
            one.bytes,
            side,
            origin,
            one.why,
        ));
    }
    let mut by_doc: BTreeMap<(DocKind, Uuid), Vec<(Chunk, Origin)>> = BTreeMap::new();
    let mut met = BTreeSet::new();
    for Incoming { kind, doc, change } in entries {
        let known = disk.by_hash.contains_key(&change.chunk.hash) || !met.insert(change.chunk.hash);
        if known && !planted(Bug::NoDedupe) {
            continue;
        }
        match admitted(disk, side, origin.replica, kind, doc, &change, healing) {
            Ok(()) => by_doc.entry((kind, doc)).or_default().push((change.chunk, origin)),
            Err(why) => {
                let Chunk { hash, bytes } = change.chunk;
                letters.push(letter(hash, Some(kind), doc, bytes, side, origin, why));
            }
        }
    }
    retry(disk, &mut by_doc);
    let changed = join(disk, side, by_doc, &mut letters);
    let told =
        letters.iter().map(|one| Rejected { hash: one.hash, doc: one.doc, why: one.why.clone() }).collect();
    for one in letters {
        if disk.rest.letters.iter().all(|known| known.hash != one.hash) {
            disk.rest.letters.push(one);
        }
    }
    let bookmark = disk.rest.peers.entry(origin.replica).or_default();
    if let Some(to) = to {
        bookmark.recv = to;
        remember(&mut bookmark.remembered, to);
    }
    bookmark.healing &= !healed;
    (told, changed)
}

/// What waits for another change of a document that grows is tried again.
fn retry(disk: &mut Disk, by_doc: &mut BTreeMap<(DocKind, Uuid), Vec<(Chunk, Origin)>>) {
    disk.rest.letters.retain(|one| {
        let key = one.kind.filter(|_| one.why == Refused::MissingDependency).map(|kind| (kind, one.doc));
        let Some(waiting) = key.and_then(|key| by_doc.get_mut(&key)) else { return true };
        if waiting.iter().all(|(chunk, _)| chunk.hash != one.hash) {
            waiting.push((Chunk { hash: one.hash, bytes: one.bytes.clone() }, one.origin));
        }
        false
    });
}

fn join(
    disk: &mut Disk,
    side: Side,
    by_doc: BTreeMap<(DocKind, Uuid), Vec<(Chunk, Origin)>>,
    letters: &mut Vec<Letter>,
) -> BTreeSet<Uuid> {
    let mut changed = BTreeSet::new();
    for ((kind, doc), chunks) in by_doc {
        let stored: Vec<_> = disk.of_doc(doc).iter().map(|row| row.chunk.bytes.clone()).collect();
        let origins: BTreeMap<_, _> = chunks.iter().map(|(chunk, origin)| (chunk.hash, *origin)).collect();
        let chunks = chunks.into_iter().map(|(chunk, _)| chunk).collect();
        let merged = merge(kind, doc, &stored, chunks, side.author).expect("what is stored is sound");
        for chunk in merged.accepted {
            let origin = Some(origins[&chunk.hash]);
            disk.append(Row { chunk, kind, doc, owner: side.grant, origin });
            changed.insert(doc);
        }
        for (chunk, why) in merged.refused {
            let origin = origins[&chunk.hash];
            letters.push(letter(chunk.hash, Some(kind), doc, chunk.bytes, side, origin, why));
        }
        if let Some(document) = merged.document.filter(|_| kind == DocKind::Order) {
            let owner = disk.of_doc(doc).first().map_or(side.grant, |row| row.owner);
            note_turn(disk, doc, owner, &document);
        }
    }
    changed
}

/// Company and branch come from the grant, never from the change; the first writer binds a document.
fn admitted(
    disk: &Disk,
    side: Side,
    peer: Author8,
    kind: DocKind,
    doc: Uuid,
    change: &Inspected,
    healing: bool,
) -> Result<(), Refused> {
    let bound = disk.of_doc(doc);
    if bound.first().is_some_and(|row| row.kind != kind || !side.grant.may_have(kind, row.owner)) {
        return Err(Refused::ForeignDocument);
    }
    if !side.is_cloud {
        return Ok(());
    }
    if !kind.box_writes() {
        return Err(Refused::KindNotAllowed);
    }
    let own_loss = change.author == side.author.replica;
    if change.author == peer || healing || own_loss { Ok(()) } else { Err(Refused::ForeignAuthor) }
}

fn letter(
    hash: [u8; 32],
    kind: Option<DocKind>,
    doc: Uuid,
    bytes: Vec<u8>,
    side: Side,
    origin: Origin,
    why: Refused,
) -> Letter {
    Letter { hash, kind, doc, bytes, owner: side.grant, origin, why }
}

/// The order of a document on this disk.
pub fn order_of(disk: &Disk, doc: Uuid, author: Author) -> Option<(Document, Order)> {
    let rows = disk.of_doc(doc);
    let document = Document::load(rows.iter().map(|row| row.chunk.bytes.as_slice()), author).ok()?;
    let order = order::read(&document, OrderId::new(doc)).ok()?;
    Some((document, order))
}

/// Remembers the number of an order.
pub fn note_turn(disk: &mut Disk, doc: Uuid, owner: Owner, document: &Document) {
    let Ok(order) = order::read(document, OrderId::new(doc)) else { return };
    let turn = Turn {
        owner,
        day: order.business_day(),
        order_type: order.opened.order_type,
        turn: order.opened.turn,
        cancelled: order.status() == Status::Cancelled,
    };
    disk.turns.insert(doc, turn);
    disk.rest.hlc = disk.rest.hlc.max(order::latest(&order));
}

/// After a crash or restore: numbers are read again from the documents that lost something.
pub fn recover(disk: &mut Disk, torn: BTreeSet<Uuid>, author: Author) {
    for doc in torn {
        disk.turns.remove(&doc);
        let Some(owner) =
            disk.of_doc(doc).first().filter(|row| row.kind == DocKind::Order).map(|row| row.owner)
        else {
            continue;
        };
        if let Some((document, _)) = order_of(disk, doc, author) {
            note_turn(disk, doc, owner, &document);
        }
    }
}
