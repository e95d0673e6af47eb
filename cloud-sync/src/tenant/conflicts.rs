//! Fields that a branch and somebody else wrote without knowing of each other: shown with both values (CAT5), and settled
//! by writing one of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shared_model::branch::{Branch, Printer};
use shared_model::catalog::Editable;
use shared_model::document::DocKind;
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::staff::Staff;
use shared_model::wire::menu::{Candidate, CatalogConflict, CatalogConflictList, ResolveConflict};
use uuid::Uuid;

use super::work::{Carried, Work};
use crate::refusal::Refusal;
use crate::store::table::answered::Answer;
use crate::store::table::conflict::{self, Conflict};
use crate::store::table::event::Audience;
use crate::store::table::register;
use crate::store::{StoreError, Tx};

/// Conflicts shown at once.
const LIST_MAX: u32 = 200;
/// Conflicts counted at most.
const COUNTED_MAX: u32 = 1_000;
/// Who wrote what no box wrote.
const CLOUD: &str = "Nube";

/// The branch of each replica's box, by the replica in hex.
pub type Writers = BTreeMap<String, shared_model::ids::BranchId>;

/// All conflicts with who wrote what. Verifiers of passwords and PINs are never shown.
pub fn list(tx: &mut Tx<'_>, writers: &Writers) -> Result<CatalogConflictList, StoreError> {
    let branches = register::all::<Branch>(tx, DocKind::Branch)?;
    let by = |replica: &str| {
        let branch = writers.get(replica);
        let known = branches.iter().find(|(known, _)| Some(&known.branch_id) == branch);
        known.map_or_else(|| CLOUD.to_owned(), |(branch, _)| branch.name.clone())
    };
    let mut items = Vec::new();
    for found in conflict::all(tx, LIST_MAX)? {
        if is_secret(found.kind, &found.field) {
            continue;
        }
        let name = register::name(tx, found.kind, found.doc)?;
        let candidates = found.sides.iter();
        items.push(CatalogConflict {
            doc_kind: found.kind.as_str().to_owned(),
            doc_id: found.doc.simple().to_string(),
            name,
            field: found.field,
            candidates: candidates
                .map(|side| Candidate { value: side.value.clone(), by: by(&side.replica) })
                .collect(),
            at_ms: found.at,
        });
    }
    Ok(CatalogConflictList { items })
}

/// How many fields wait for somebody, of the first [`COUNTED_MAX`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: u64,
    /// Of which the branch wrote one of the values; a field may count at several.
    pub by_branch: BTreeMap<shared_model::ids::BranchId, u64>,
}

/// Counts what [`list`] lists.
pub fn count(tx: &mut Tx<'_>, writers: &Writers) -> Result<Counts, StoreError> {
    let mut counts = Counts::default();
    for found in conflict::all(tx, COUNTED_MAX)? {
        if is_secret(found.kind, &found.field) {
            continue;
        }
        counts.all += 1;
        let branches: BTreeSet<_> =
            found.sides.iter().filter_map(|side| writers.get(&side.replica)).collect();
        for branch in branches {
            *counts.by_branch.entry(*branch).or_default() += 1;
        }
    }
    Ok(counts)
}

/// Writes one of the candidates, which settles the conflict everywhere.
pub fn resolve(work: &mut Work<'_, '_>, kind: DocKind, doc: Uuid, chosen: &ResolveConflict) -> Carried {
    let found = conflict::of(work.tx, kind, doc)?.into_iter().find(|found| found.field == chosen.field);
    let found = found.filter(|found| !is_secret(kind, &found.field)).ok_or(Refusal::NotFound)?;
    if found.sides.iter().all(|side| side.value != chosen.value) {
        return Err(Refusal::field("/value", "elige uno de los valores en conflicto"));
    }
    match kind {
        DocKind::Category => settle::<Category>(work, &found, chosen),
        DocKind::Product => settle::<Product>(work, &found, chosen),
        DocKind::ModifierGroup => settle::<ModifierGroup>(work, &found, chosen),
        DocKind::Ingredient => settle::<Ingredient>(work, &found, chosen),
        DocKind::Station => settle::<Station>(work, &found, chosen),
        DocKind::Staff => settle::<Staff>(work, &found, chosen),
        DocKind::Branch => settle::<Branch>(work, &found, chosen),
        DocKind::Printer => settle::<Printer>(work, &found, chosen),
        DocKind::Order | DocKind::Contact | DocKind::Entitlement => Err(Refusal::NotFound),
    }
}

fn settle<T: Editable>(work: &mut Work<'_, '_>, found: &Conflict, chosen: &ResolveConflict) -> Carried {
    let version = super::settle::<T>(work.tx, work.author, found.doc, &found.field, &chosen.value, work.now)?;
    work.tell("menu:changed", None, Audience::Branch, json!({"version": version}))?;
    let body = json!({"doc_kind": found.kind.as_str(), "doc_id": found.doc.simple().to_string(),
        "field": found.field, "value": chosen.value});
    Ok(Answer::json(200, version, &body))
}

fn is_secret(kind: DocKind, field: &str) -> bool {
    kind == DocKind::Staff && matches!(field, "password" | "pin")
}
