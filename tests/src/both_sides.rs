//! What a box and the cloud have of one branch, in one notation, so that it can be held against each other.

use std::collections::{BTreeMap, BTreeSet};

use cloud_sync::hex::hex;
use cloud_sync::merge;
use cloud_sync::store::{Mode, Value};
use edge_node::branch::Branch;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use shared_model::ids::{BranchId, CompanyId};

use crate::caja::Caja;
use crate::cloud_world::{CloudWorld, Shop};

/// Tables that are made from documents on both sides. Left out: what only says where a side is in its own log.
const TABLES: [&str; 5] = ["sales_order", "order_line", "payment", "rollup", "register"];
/// A position in the log of one side.
const OWN: &str = "version";

/// One line for each row, in sequence, by table.
pub type Rows = BTreeMap<&'static str, BTreeSet<String>>;

/// A change: its document and its name.
pub type Change = (Vec<u8>, Vec<u8>);

/// The rows of a box and of the cloud, in the columns that both have.
pub async fn rows(caja: &Caja, cloud: &CloudWorld, shop: &Shop) -> (Rows, Rows) {
    let branch = caja.membership().await.branch_id;
    let (mut here, mut there) = (Rows::new(), Rows::new());
    for table in TABLES {
        let cloud_columns = columns_of_cloud(cloud, shop.company_id, table).await;
        let box_columns = ask(caja.branch(), format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let mut columns: Vec<String> = box_columns.into_iter().filter_map(|row| text(row.first())).collect();
        columns.retain(|column| column != OWN && cloud_columns.contains(column));
        assert!(columns.len() > 2, "{table} has columns on both sides");
        let columns = columns.join(", ");
        let sql = format!("SELECT {columns} FROM {table}");
        here.insert(table, ask(caja.branch(), sql).await.iter().map(|row| line(row)).collect());
        let filter = filter(cloud, table, branch);
        let found =
            cloud.query(shop.company_id, format!("SELECT {columns} FROM {table} WHERE {filter}")).await;
        there.insert(table, found.iter().map(|row| line(&row.0)).collect());
    }
    (here, there)
}

/// Holds the rows of both sides against each other.
pub async fn assert_equal(caja: &Caja, cloud: &CloudWorld, shop: &Shop) -> Rows {
    let (here, there) = rows(caja, cloud, shop).await;
    for (table, rows) in &here {
        let lines: Vec<&String> = rows.symmetric_difference(&there[table]).take(6).collect();
        assert!(lines.is_empty(), "{table} differs: {lines:#?}");
    }
    here
}

/// Makes all rows of both sides anew.
pub async fn rebuild(caja: &Caja, cloud: &CloudWorld, shop: &Shop) {
    caja.rebuild().await;
    let now = cloud.cloud().now();
    let rebuilt =
        cloud.cloud().store().tenant(shop.company_id, Mode::Write, move |tx| merge::rebuild(tx, now));
    rebuilt.await.expect("the rows can be made anew");
}

/// All changes in a box, sorted.
pub async fn log_of_box(branch: &Branch) -> Vec<Change> {
    changes(&ask(branch, "SELECT doc_id, hash FROM log".to_owned()).await)
}

/// All changes of the cloud that concern a branch, sorted.
pub async fn log_of_cloud(cloud: &CloudWorld, company: CompanyId, branch: BranchId) -> Vec<Change> {
    let sql = format!(
        "SELECT doc_id, hash FROM log WHERE branch_id IS NULL OR branch_id = {}",
        bytes(cloud, branch)
    );
    let found = cloud.query(company, sql).await;
    changes(&found.into_iter().map(|row| row.0).collect::<Vec<_>>())
}

fn changes(rows: &[Vec<Value>]) -> Vec<Change> {
    let blob = |value: &Value| match value {
        Value::Blob(bytes) => bytes.clone(),
        Value::Null | Value::Int(_) | Value::Text(_) => panic!("a change is bytes"),
    };
    let mut changes: Vec<Change> = rows.iter().map(|row| (blob(&row[0]), blob(&row[1]))).collect();
    changes.sort_unstable();
    changes
}

/// Asks a box's tables.
pub async fn ask(branch: &Branch, sql: String) -> Vec<Vec<Value>> {
    let read = branch.read(move |conn| {
        query(conn, &sql).map_err(|source| edge_node::store::StoreError::Sql { during: "look", source })
    });
    read.await.expect("the box can be read")
}

fn query(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut query = conn.prepare(sql)?;
    let columns = query.column_count();
    let rows = query.query_map([], |row| {
        (0..columns)
            .map(|at| {
                Ok(match row.get_ref(at)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    ValueRef::Real(number) => panic!("{number} is a float"),
                })
            })
            .collect()
    })?;
    rows.collect()
}

async fn columns_of_cloud(cloud: &CloudWorld, company: CompanyId, table: &str) -> Vec<String> {
    let sql = if cloud.is_shared() {
        format!(
            "SELECT column_name::text FROM information_schema.columns
             WHERE table_schema = 'tenant' AND table_name = '{table}'"
        )
    } else {
        format!("SELECT name FROM pragma_table_info('{table}')")
    };
    let found = cloud.query(company, sql).await;
    found.into_iter().filter_map(|row| text(row.0.first())).collect()
}

fn filter(cloud: &CloudWorld, table: &str, branch: BranchId) -> String {
    match table {
        "sales_order" | "rollup" => format!("branch_id = '{branch}'"),
        "register" => format!("branch_id IS NULL OR branch_id = {}", bytes(cloud, branch)),
        _ => format!("order_id IN (SELECT order_id FROM sales_order WHERE branch_id = '{branch}')"),
    }
}

/// An id as the database's SQL writes it.
fn bytes(cloud: &CloudWorld, branch: BranchId) -> String {
    let id = branch.uuid().simple();
    if cloud.is_shared() { format!("'\\x{id}'::bytea") } else { format!("X'{id}'") }
}

fn text(value: Option<&Value>) -> Option<String> {
    if let Some(Value::Text(text)) = value { Some(text.clone()) } else { None }
}

fn line(row: &[Value]) -> String {
    let shown = row.iter().map(|value| match value {
        Value::Null => "–".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Blob(bytes) => hex(bytes),
    });
    shown.collect::<Vec<_>>().join(" | ")
}
