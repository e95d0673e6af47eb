//! The layout of things people edit: every field of the aggregate is one register under its path, so that two people
//! who edit different fields never undo each other.
//!
//! Objects flatten to `field/inner`. A list flattens to `list[]/KEY/field`, where KEY is what makes an element itself
//! (its `…_id` fields and `order_type`, or the text itself for a list of texts), and `list[]/KEY/#` is its place; so an
//! element moved by one person and renamed by another keeps both. Absent, null and empty are the same.

use std::collections::BTreeMap;

use automerge::ReadDoc as _;
use automerge::transaction::Transactable as _;
use automerge::{ROOT, ScalarValue, Value as Stored};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Document, DocumentError, refused};

const PLACE: &str = "#";

/// Writes the registers in which `after` differs from `before` (everything, when there is no before).
/// Registers neither of them knows, from a newer program, are left alone.
pub fn write<T: Serialize>(
    document: &mut Document,
    before: Option<&T>,
    after: &T,
) -> Result<(), DocumentError> {
    let before = before.map(flat).transpose()?.unwrap_or_default();
    let after = flat(after)?;
    for (key, value) in &after {
        if before.get(key) != Some(value) {
            let put = document.automerge.put(ROOT, key.as_str(), scalar(value));
            put.map_err(|source| refused("a register", source))?;
        }
    }
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        let deleted = document.automerge.delete(ROOT, key.as_str());
        deleted.map_err(|source| refused("clearing a register", source))?;
    }
    Ok(())
}

/// The aggregate that a document's registers make up.
pub fn read<T: DeserializeOwned>(document: &Document) -> Result<T, DocumentError> {
    let mut tree = Tree::default();
    for item in document.automerge.map_range(ROOT, ..) {
        if let Stored::Scalar(value) = item.value.into_value()
            && let Some(value) = json(&value)
        {
            tree.insert(&mut item.key.split('/'), value);
        }
    }
    serde_json::from_value(tree.into_value()).map_err(DocumentError::Registers)
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
                flatten(registers, join(&path, &field), value);
            }
        }
        Value::Array(elements) => {
            for (place, element) in elements.into_iter().enumerate() {
                let at = format!("{path}[]/{}", identity(&element).replace('/', "∕"));
                registers.insert(join(&at, PLACE), Value::from(place));
                if element.is_object() {
                    flatten(registers, at, element);
                }
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

/// What makes a list element itself.
fn identity(element: &Value) -> String {
    let Value::Object(fields) = element else {
        return element.as_str().map_or_else(|| element.to_string(), str::to_owned);
    };
    let names = fields.iter().filter(|(name, _)| name.ends_with("_id") || *name == "order_type");
    names.filter_map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("+")
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Bool(value) => ScalarValue::Boolean(*value),
        Value::Number(number) => ScalarValue::Int(number.as_i64().unwrap_or_default()),
        Value::String(text) => ScalarValue::Str(text.as_str().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => ScalarValue::Null,
    }
}

fn json(value: &ScalarValue) -> Option<Value> {
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    value.as_i64().map(Value::from).or_else(|| value.as_str().map(Value::from))
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
        let field = |(name, tree): (String, Self)| match name.strip_suffix("[]") {
            Some(list) => (list.to_owned(), tree.into_list()),
            None => (name, tree.into_value()),
        };
        Value::Object(self.branches.into_iter().map(field).collect::<Map<_, _>>())
    }

    fn into_list(self) -> Value {
        let mut elements: Vec<(u64, String, Self)> = Vec::with_capacity(self.branches.len());
        for (key, mut element) in self.branches {
            let place =
                element.branches.remove(PLACE).and_then(|place| place.leaf).and_then(|place| place.as_u64());
            elements.push((place.unwrap_or(u64::MAX), key, element));
        }
        elements.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let value = |(_, key, element): (u64, String, Self)| {
            if element.branches.is_empty() {
                Value::String(key.replace('∕', "/"))
            } else {
                element.into_value()
            }
        };
        Value::Array(elements.into_iter().map(value).collect())
    }
}
