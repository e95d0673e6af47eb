//! What the databases of both sides say, read by nobody's code but SQLite's.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use edge_node::store::log::feed::{self, Limit};
use fastops_tests::process::shop::look;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use shared_model::sync::pack::{BATCH_BYTES, ENTRIES_MAX, Parcel, pack};

/// What both sides must say alike; `version` counts each side's own log.
const SAME: [(&str, &str); 3] = [
    (
        "sales_order",
        "order_id, order_type, business_day, turn, table_name, customer_name, note, status, payment_state, subtotal, discount, \
         total, paid, due, line_count, created_at_ms, created_by_name, needs_review",
    ),
    (
        "order_line",
        "line_id, order_id, product_id, name, variant, quantity, unit_price, total, sent_at_ms, voided, consumption",
    ),
    ("payment", "payment_id, order_id, method, amount, rounding, reference, at_ms, by_name"),
];

/// The company's database in the cloud.
pub fn company(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(file, flags).context("look into the cloud's database")
}

/// Orders the cloud has.
pub fn count(cloud: &Connection) -> Result<usize> {
    let count: i64 = cloud.query_row("SELECT count(*) FROM sales_order", [], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}

/// The end of the box's log.
pub fn end(data: &Path) -> Result<u64> {
    Ok(feed::end(&look(data)?)?.seq)
}

/// Bytes that the changes after a position take when they are packed as well as the protocol packs: what has to travel.
pub fn packed_after(data: &Path, mut seq: u64) -> Result<u64> {
    let (conn, limit) = (look(data)?, Limit { bytes: BATCH_BYTES, entries: ENTRIES_MAX });
    let mut bytes = 0;
    loop {
        let page = feed::after(&conn, seq, None, limit)?;
        let parcel = |entry: shared_model::sync::Entry| Parcel {
            kind: entry.kind.number(),
            doc: entry.doc,
            bytes: entry.chunk.bytes,
        };
        let parcels: Vec<Parcel> = page.entries.into_iter().map(parcel).collect();
        if !parcels.is_empty() {
            bytes += pack(&parcels).zstd.len() as u64;
        }
        seq = page.to.seq;
        if !page.more {
            return Ok(bytes);
        }
    }
}

/// Everything that is not as it should be: acknowledged orders that are missing, rows that differ, changes that are there
/// twice or on one side only.
pub fn differences(data: &Path, cloud: &Connection, acknowledged: &BTreeSet<String>) -> Result<Vec<String>> {
    let here = look(data)?;
    let mut found = Vec::new();
    for (table, columns) in SAME {
        let (ours, theirs) = (rows(&here, table, columns)?, rows(cloud, table, columns)?);
        if ours.len() != theirs.len() {
            found.push(format!("{table}: {} rows in the box, {} in the cloud", ours.len(), theirs.len()));
        }
        let unlike = ours.difference(&theirs).take(3);
        found.extend(unlike.map(|row| format!("{table}: the cloud has not {row:?}")));
    }
    let there: BTreeSet<String> = cloud
        .prepare("SELECT order_id FROM sales_order")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    found
        .extend(acknowledged.difference(&there).map(|order| format!("{order} was acknowledged and is lost")));
    let (ours, theirs) = (changes(&here)?, changes(cloud)?);
    for (whose, changes) in [("box", &ours), ("cloud", &theirs)] {
        let once: BTreeSet<_> = changes.iter().collect();
        if once.len() != changes.len() {
            found.push(format!("the {whose} holds {} changes twice", changes.len() - once.len()));
        }
    }
    let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) =
        (ours.into_iter().collect(), theirs.into_iter().collect());
    if ours != theirs {
        let (mine, yours) = (ours.difference(&theirs).count(), theirs.difference(&ours).count());
        found.push(format!("{mine} changes of orders are in the box only, {yours} in the cloud only"));
    }
    for (whose, conn) in [("box", &here), ("cloud", cloud)] {
        let letters: i64 = conn.query_row("SELECT count(*) FROM dead_letter", [], |row| row.get(0))?;
        if letters > 0 {
            found.push(format!("the {whose} refused {letters} changes"));
        }
    }
    Ok(found)
}

fn rows(conn: &Connection, table: &str, columns: &str) -> Result<BTreeSet<Vec<String>>> {
    let mut query = conn.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let width = query.column_count();
    let read = query.query_map([], |row| {
        (0..width)
            .map(|at| row.get::<_, Value>(at).map(|value| format!("{value:?}")))
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(read.collect::<Result<_, _>>()?)
}

fn changes(conn: &Connection) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut query = conn.prepare("SELECT doc_id, hash FROM log WHERE doc_kind = 'order'")?;
    let read = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(read.collect::<Result<_, _>>()?)
}
