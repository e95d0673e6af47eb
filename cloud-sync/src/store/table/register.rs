//! The merged state of what people edit, as JSON rows.

use serde::de::DeserializeOwned;
use shared_model::catalog::{Catalog, Editable};
use shared_model::document::DocKind;
use shared_model::ids::BranchId;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::values;

/// The state of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub kind: DocKind,
    pub doc: Uuid,
    pub branch: Option<BranchId>,
    /// Log position of its last change.
    pub version: u64,
    /// JSON.
    pub body: String,
}

/// Writes states.
pub fn put(tx: &mut Tx<'_>, registers: &[Register]) -> Result<(), StoreError> {
    let sql = "INSERT INTO register (doc_kind, doc_id, branch_id, version, body) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT ({company}doc_kind, doc_id) DO UPDATE SET version = excluded.version, body = excluded.body";
    let rows: Vec<_> = registers
        .iter()
        .map(|register| {
            values![
                register.kind.as_str(),
                *register.doc.as_bytes(),
                register.branch.map(|id| *id.uuid().as_bytes()),
                register.version,
                register.body.as_str(),
            ]
        })
        .collect();
    tx.sql.execute_many(sql, &rows)
}

/// One thing and its version.
pub fn find<T: Editable>(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<(T, i64)>, StoreError> {
    let sql = "SELECT body, version FROM register WHERE doc_kind = $1 AND doc_id = $2";
    let rows = tx.sql.query(sql, &values![T::KIND.as_str(), *id.as_bytes()])?;
    rows.first().map(|row| Ok((json(&row.get::<String>(0)?)?, row.get(1)?))).transpose()
}

/// Everything of a kind with its version, by id.
pub fn all<T: DeserializeOwned>(tx: &mut Tx<'_>, kind: DocKind) -> Result<Vec<(T, i64)>, StoreError> {
    let sql = "SELECT body, version FROM register WHERE doc_kind = $1 ORDER BY doc_id";
    let rows = tx.sql.query(sql, &values![kind.as_str()])?;
    rows.iter().map(|row| Ok((json(&row.get::<String>(0)?)?, row.get(1)?))).collect()
}

/// What a thing is called, if it has a name.
pub fn name(tx: &mut Tx<'_>, kind: DocKind, id: Uuid) -> Result<Option<String>, StoreError> {
    let sql = "SELECT body FROM register WHERE doc_kind = $1 AND doc_id = $2";
    let rows = tx.sql.query(sql, &values![kind.as_str(), *id.as_bytes()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let body: serde_json::Value = json(&row.get::<String>(0)?)?;
    Ok(body["name"].as_str().map(str::to_owned))
}

/// How many there are of a kind.
pub fn count(tx: &mut Tx<'_>, kind: DocKind) -> Result<u64, StoreError> {
    let rows = tx.sql.query("SELECT count(*) FROM register WHERE doc_kind = $1", &values![kind.as_str()])?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

/// Everything the company edits.
pub fn catalog(tx: &mut Tx<'_>) -> Result<Catalog, StoreError> {
    use shared_model::branch::{Branch, Printer};
    use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
    use shared_model::staff::Staff;
    use shared_model::tenant::Entitlement;
    let mut catalog = Catalog::default();
    read::<Category>(tx, &mut catalog)?;
    read::<Product>(tx, &mut catalog)?;
    read::<ModifierGroup>(tx, &mut catalog)?;
    read::<Ingredient>(tx, &mut catalog)?;
    read::<Station>(tx, &mut catalog)?;
    read::<Staff>(tx, &mut catalog)?;
    read::<Printer>(tx, &mut catalog)?;
    read::<Branch>(tx, &mut catalog)?;
    read::<Entitlement>(tx, &mut catalog)?;
    Ok(catalog)
}

fn read<T: Editable>(tx: &mut Tx<'_>, catalog: &mut Catalog) -> Result<(), StoreError> {
    for (value, version) in all::<T>(tx, T::KIND)? {
        catalog.set(value, version);
    }
    Ok(())
}

fn json<T: DeserializeOwned>(body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(unreadable("register"))
}
