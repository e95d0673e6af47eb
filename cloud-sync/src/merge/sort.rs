//! What of a batch is allowed at all, before anything is merged.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::document::{Chunk, DocKind, Scope};
use shared_model::ids::BranchId;
use shared_model::sync::inspect::inspect;
use shared_model::sync::{Author8, Incoming, Refused};
use uuid::Uuid;

use super::Sender;
use crate::store::table::log::Stored;

/// The changes for one document id, by kind, in the sequence they came.
#[derive(Debug)]
pub struct Group {
    pub doc: Uuid,
    kinds: BTreeMap<DocKind, Vec<(Chunk, Author8)>>,
}

/// Changes by kind.
pub type Allowed = BTreeMap<DocKind, Vec<Chunk>>;
/// Changes that are not taken.
pub type NotAllowed = Vec<(DocKind, Chunk, Refused)>;

impl Group {
    /// Adds a change that waited for another.
    pub fn again(&mut self, kind: DocKind, chunk: Chunk) {
        if let Ok(change) = inspect(chunk.bytes) {
            self.kinds.entry(kind).or_default().push((change.chunk, change.author));
        }
    }
}

/// Puts the changes of one document together; documents stay in the sequence they first came.
pub fn by_document(entries: Vec<Incoming>) -> Vec<Group> {
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for Incoming { kind, doc, change } in entries {
        let place = *places.entry(doc).or_insert_with(|| {
            groups.push(Group { doc, kinds: BTreeMap::new() });
            groups.len() - 1
        });
        groups[place].kinds.entry(kind).or_default().push((change.chunk, change.author));
    }
    groups
}

/// Who gets a document of this kind that this box writes.
pub fn branch_of(kind: DocKind, sender: &Sender) -> Option<BranchId> {
    match kind.scope() {
        Scope::Branch => Some(sender.branch_id),
        Scope::Company => None,
    }
}

/// Parts what may be merged from what may not; answers also how many changes were there already.
pub fn allowed(
    sender: &Sender,
    group: Group,
    stored: &[Stored],
    healing: bool,
) -> (Allowed, NotAllowed, usize) {
    let mut known: BTreeSet<[u8; 32]> = stored.iter().map(|entry| entry.chunk.hash).collect();
    // The first writer binds a document to its branch; nobody else joins it later.
    let bound = stored.iter().find_map(|entry| entry.branch);
    let (mut allowed, mut refused, mut already) = (Allowed::new(), NotAllowed::new(), 0);
    for (kind, chunks) in group.kinds {
        let branch = branch_of(kind, sender);
        let foreign = bound.is_some_and(|bound| branch != Some(bound))
            || (bound.is_none() && branch.is_some() && !stored.is_empty())
            || (kind == DocKind::Branch && group.doc != sender.branch_id.uuid());
        for (chunk, author) in chunks {
            if !known.insert(chunk.hash) {
                already += 1;
            } else if !kind.box_writes() && !healing {
                refused.push((kind, chunk, Refused::KindNotAllowed));
            } else if foreign {
                refused.push((kind, chunk, Refused::ForeignDocument));
            } else if author != sender.replica && !healing {
                refused.push((kind, chunk, Refused::ForeignAuthor));
            } else {
                allowed.entry(kind).or_default().push(chunk);
            }
        }
    }
    (allowed, refused, already)
}
