//! The layout of things people edit: every field of the aggregate is one register under its path, so that two people
//! who edit different fields never undo each other.
//!
//! Objects flatten to `field/inner`. A list flattens to `list[]/KEY/field`, where KEY is what makes an element itself
//! (its `…_id` fields and `order_type`, the text itself for a list of texts, its place for anything else); so an element
//! moved by one person and renamed by another keeps both. Three marks stand beside an element's fields: `#` its place,
//! `=` its value when it is not an object, `-` that it was removed. A removed element keeps its registers: if they were
//! deleted, an edit of one of them on another side would leave a torn element that nobody can read. Removing wins over
//! editing and moving. Absent, null and empty are the same. `%`, `/` and `[` inside a
//! key are written `%25`, `%2F` and `%5B`. Not for: a list directly in a list that can be empty, an object that comes and goes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ReadDoc as _;
use automerge::transaction::Transactable as _;
use automerge::{ObjId as ExId, ROOT, ScalarValue, Value as Stored};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Document, DocumentError, refused};

mod field;

pub use field::set;

const PLACE: &str = "#";
const VALUE: &str = "=";
const REMOVED: &str = "-";

/// Steps of a path; our own paths have at most nine. Deeper keys are not ours and would cost a stack frame a step.
const DEPTH_MAX: usize = 32;

/// Writes the registers in which `after` differs from `before` (everything, when there is no before).
/// Registers neither of them knows, from a newer program, are left alone.
pub fn write<T: Serialize>(
    document: &mut Document,
    before: Option<&T>,
    after: &T,
) -> Result<(), DocumentError> {
    let before = before.map(flat).transpose()?.unwrap_or_default();
    let after = flat(after)?;
    for element in after.keys().filter(|key| !before.contains_key(*key)).filter_map(|key| element_of(key)) {
        revive(document, element, &after)?;
    }
    for (key, value) in &after {
        if before.get(key) != Some(value) {
            put(document, key, scalar(value))?;
        }
    }
    let gone: Vec<&String> = before.keys().filter(|key| !after.contains_key(*key)).collect();
    let removed: BTreeSet<&str> = gone.iter().filter_map(|key| element_of(key)).collect();
    for element in &removed {
        put(document, &join(element, REMOVED), ScalarValue::Boolean(true))?;
    }
    for key in gone.into_iter().filter(|key| !parents(key).any(|parent| removed.contains(parent))) {
        clear(document, key)?;
    }
    Ok(())
}

/// The aggregate that a document's registers make up.
pub fn read<T: DeserializeOwned>(document: &Document) -> Result<T, DocumentError> {
    let mut tree = Tree::default();
    for item in document.automerge.map_range(ROOT, ..) {
        if let Stored::Scalar(value) = item.value.into_value()
            && let Some(value) = json(&value)
            && item.key.split('/').count() <= DEPTH_MAX
        {
            tree.insert(&mut item.key.split('/'), value);
        }
    }
    serde_json::from_value(tree.into_value()).map_err(DocumentError::Registers)
}

/// A register that several sides wrote without knowing of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The register's path.
    pub field: String,
    /// What each side wrote, different values only; the one that stands first.
    pub sides: Vec<Side>,
}

/// What one side of a conflict wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub value: Value,
    /// The replica that wrote it.
    pub replica: [u8; 8],
}

/// The registers whose value is one of several. Places of list elements are left out: a sequence is nobody's opinion.
pub fn conflicts(document: &Document) -> Vec<Conflict> {
    let contested = document.automerge.map_range(ROOT, ..).filter(|item| item.conflict);
    let contested = contested.filter(|item| element_of(&item.key).is_none());
    contested.filter_map(|item| conflict(document, item.key.into_owned())).collect()
}

fn conflict(document: &Document, field: String) -> Option<Conflict> {
    let written = document.automerge.get_all(ROOT, field.as_str()).ok()?;
    let mut sides: Vec<Side> = Vec::with_capacity(written.len());
    // Automerge lists the winner last.
    for (value, id) in written.into_iter().rev() {
        let (Stored::Scalar(value), ExId::Id(_, actor, _)) = (value, id) else { continue };
        let value = json(&value).unwrap_or(Value::Null);
        let replica = actor.to_bytes().get(..8).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        if sides.iter().all(|side| side.value != value) {
            sides.push(Side { value, replica });
        }
    }
    (sides.len() > 1).then_some(Conflict { field, sides })
}

/// Makes a removed element whole again: no mark, and nothing left of what it was.
fn revive(
    document: &mut Document,
    element: &str,
    after: &BTreeMap<String, Value>,
) -> Result<(), DocumentError> {
    let mark = join(element, REMOVED);
    let known = document.automerge.get(ROOT, mark.as_str());
    if known.map_err(|source| refused("reading a register", source))?.is_none() {
        return Ok(());
    }
    let under = format!("{element}/")..format!("{element}0");
    let stale: Vec<String> = document
        .automerge
        .map_range(ROOT, under)
        .map(|item| item.key.into_owned())
        .filter(|key| !after.contains_key(key))
        .collect();
    stale.iter().try_for_each(|key| clear(document, key))
}

/// The element whose place a key holds.
fn element_of(key: &str) -> Option<&str> {
    key.strip_suffix(PLACE)?.strip_suffix('/')
}

/// The paths that a key is under.
fn parents(key: &str) -> impl Iterator<Item = &str> {
    key.match_indices('/').map(|(at, _)| &key[..at])
}

fn put(document: &mut Document, key: &str, value: ScalarValue) -> Result<(), DocumentError> {
    document.automerge.put(ROOT, key, value).map_err(|source| refused("a register", source))
}

fn clear(document: &mut Document, key: &str) -> Result<(), DocumentError> {
    document.automerge.delete(ROOT, key).map_err(|source| refused("clearing a register", source))
}

fn flat<T: Serialize>(aggregate: &T) -> Result<BTreeMap<String, Value>, DocumentError> {
    let value = serde_json::to_value(aggregate).map_err(DocumentError::Registers)?;
    let mut registers = BTreeMap::new();
    flatten(&mut registers, String::new(), value);
    Ok(registers)
}

fn flatten(registers: &mut BTreeMap<String, Value>, path: String, value: Value) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten(registers, join(&path, &escape(&field)), value);
            }
        }
        Value::Array(elements) => {
            let mut keys = BTreeSet::new();
            for (place, element) in elements.into_iter().enumerate() {
                let mut key = identity(&element).unwrap_or_else(|| format!("{place:04}"));
                while !keys.insert(key.clone()) {
                    key.push('+');
                }
                let at = format!("{path}[]/{key}");
                registers.insert(join(&at, PLACE), Value::from(place));
                let inside = if element.is_object() { at } else { join(&at, VALUE) };
                flatten(registers, inside, element);
            }
        }
        scalar @ (Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            drop(registers.insert(path, scalar));
        }
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}/{field}") }
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('/', "%2F").replace('[', "%5B")
}

fn unescape(text: &str) -> String {
    text.replace("%5B", "[").replace("%2F", "/").replace("%25", "%")
}

/// What makes a list element itself, if anything does.
fn identity(element: &Value) -> Option<String> {
    let Value::Object(fields) = element else { return element.as_str().map(escape) };
    let names = fields.iter().filter(|(name, _)| name.ends_with("_id") || *name == "order_type");
    let ids: Vec<String> = names.filter_map(|(_, value)| value.as_str()).map(escape).collect();
    (!ids.is_empty()).then(|| ids.join("+"))
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Bool(value) => ScalarValue::Boolean(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => ScalarValue::Int(whole),
            (None, Some(large), _) => ScalarValue::Uint(large),
            (None, None, part) => part.map_or(ScalarValue::Null, ScalarValue::F64),
        },
        Value::String(text) => ScalarValue::Str(text.as_str().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => ScalarValue::Null,
    }
}

fn json(value: &ScalarValue) -> Option<Value> {
    match value {
        ScalarValue::Boolean(flag) => Some(Value::from(*flag)),
        ScalarValue::Int(whole) => Some(Value::from(*whole)),
        ScalarValue::Uint(large) => Some(Value::from(*large)),
        ScalarValue::F64(part) => Some(Value::from(*part)),
        ScalarValue::Str(text) => Some(Value::from(text.as_str())),
        ScalarValue::Bytes(_)
        | ScalarValue::Counter(_)
        | ScalarValue::Timestamp(_)
        | ScalarValue::Unknown { .. }
        | ScalarValue::Null => None,
    }
}

/// Registers on their way back to an aggregate.
#[derive(Default)]
struct Tree {
    leaf: Option<Value>,
    branches: BTreeMap<String, Tree>,
}

impl Tree {
    fn insert<'a>(&mut self, path: &mut impl Iterator<Item = &'a str>, value: Value) {
        match path.next() {
            None => self.leaf = Some(value),
            Some(step) => self.branches.entry(step.to_owned()).or_default().insert(path, value),
        }
    }

    fn into_value(self) -> Value {
        if let Some(leaf) = self.leaf {
            return leaf;
        }
        let lists: BTreeSet<String> =
            self.branches.keys().filter_map(|name| name.strip_suffix("[]")).map(unescape).collect();
        let mut fields = Map::new();
        for (name, tree) in self.branches {
            match name.strip_suffix("[]") {
                Some(list) => drop(fields.insert(unescape(list), tree.into_list())),
                None if lists.contains(&unescape(&name)) => {}
                None => drop(fields.insert(unescape(&name), tree.into_value())),
            }
        }
        Value::Object(fields)
    }

    /// Elements that have a place and were not removed, by place; what else is there is left over from an edit.
    fn into_list(self) -> Value {
        let mut elements: Vec<(u64, String, Self)> = Vec::with_capacity(self.branches.len());
        for (key, mut element) in self.branches {
            let mut mark = |name| element.branches.remove(name).and_then(|mark: Self| mark.leaf);
            let (removed, place) = (mark(REMOVED), mark(PLACE).and_then(|place| place.as_u64()));
            if let (None, Some(place)) = (removed, place) {
                elements.push((place, key, element));
            }
        }
        elements.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let value = |(_, _, element): (u64, String, Self)| match element.into_value() {
            Value::Object(mut fields) => fields.remove(VALUE).unwrap_or(Value::Object(fields)),
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => other,
        };
        Value::Array(elements.into_iter().map(value).collect())
    }
}

#[cfg(test)]
mod tests;
