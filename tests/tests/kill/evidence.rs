//! What the box says after all: over its API, and in its file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use fastops_tests::process::client::Client;
use rusqlite::Connection;
use serde_json::Value;

/// One order as the box has it.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// `GET /orders/{id}`.
    pub view: Value,
    /// Turn number's day and type, and the number.
    pub turn: (String, String, i64),
    pub total: i64,
    pub lines: BTreeSet<String>,
    pub payments: BTreeMap<String, i64>,
    /// Changes of the order's document.
    pub changes: u32,
}

/// A sheet the box owes or owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What makes it this sheet: `order|cause|kind|place`, copies have more behind it.
    pub idem_key: String,
    pub state: String,
    pub copy_no: i64,
    pub by_person: bool,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub orders: BTreeMap<String, Fact>,
    pub jobs: Vec<Job>,
    /// Keys of the commands that were carried out, as `cmd_…`.
    pub answered: BTreeSet<String>,
}

/// The tables that are made from documents.
pub const PROJECTIONS: [&str; 5] = ["register", "sales_order", "order_line", "kitchen_item", "payment"];

/// Reads the file; the API's views come with [`add_views`].
pub fn from_file(conn: &Connection) -> Result<Evidence> {
    let mut evidence = Evidence::default();
    let orders = "SELECT order_id, business_day, order_type, turn, total FROM sales_order";
    each(conn, orders, |row| {
        let fact =
            Fact { turn: (row.get(1)?, row.get(2)?, row.get(3)?), total: row.get(4)?, ..Fact::default() };
        evidence.orders.insert(row.get(0)?, fact);
        Ok(())
    })?;
    each(conn, "SELECT order_id, line_id FROM order_line", |row| {
        evidence.orders.entry(row.get(0)?).or_default().lines.insert(row.get(1)?);
        Ok(())
    })?;
    each(conn, "SELECT order_id, payment_id, amount FROM payment", |row| {
        evidence.orders.entry(row.get(0)?).or_default().payments.insert(row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    let log = "SELECT 'ord_' || lower(hex(doc_id)), count(*) FROM log WHERE doc_kind = 'order' GROUP BY 1";
    each(conn, log, |row| {
        evidence.orders.entry(row.get(0)?).or_default().changes = row.get(1)?;
        Ok(())
    })?;
    each(conn, "SELECT 'cmd_' || lower(hex(command_id)) FROM answered", |row| {
        evidence.answered.insert(row.get(0)?);
        Ok(())
    })?;
    let jobs = "SELECT idem_key, state, copy_no, requested_by IS NOT NULL FROM print_job ORDER BY rowid";
    each(conn, jobs, |row| {
        let job =
            Job { idem_key: row.get(0)?, state: row.get(1)?, copy_no: row.get(2)?, by_person: row.get(3)? };
        evidence.jobs.push(job);
        Ok(())
    })?;
    Ok(evidence)
}

/// Asks the API for every order.
pub async fn add_views(evidence: &mut Evidence, client: &Client) -> Result<()> {
    for (order_id, fact) in &mut evidence.orders {
        fact.view = client.get(&format!("/orders/{order_id}")).await?;
    }
    Ok(())
}

/// Sheets that are neither out nor given up yet.
pub fn open_jobs(conn: &Connection) -> Result<u32> {
    let sql = "SELECT count(*) FROM print_job WHERE state IN ('queued', 'retry_wait', 'blocked', 'sending')";
    conn.query_row(sql, [], |row| row.get(0)).context("count open sheets")
}

/// Marks of all orders and lines, as they stand on paper.
pub fn marks(conn: &Connection) -> Result<BTreeSet<String>> {
    let sql = "SELECT 'q' || substr(order_id, -10) FROM sales_order
               UNION ALL SELECT 'z' || substr(line_id, -10) FROM order_line";
    let mut marks = BTreeSet::new();
    each(conn, sql, |row| {
        marks.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(marks)
}

/// Every row of the tables that are made from documents, byte for byte.
pub fn projections(conn: &Connection) -> Result<BTreeMap<&'static str, Vec<String>>> {
    let mut tables = BTreeMap::new();
    for table in PROJECTIONS {
        let mut rows = Vec::new();
        let columns = conn.prepare(&format!("SELECT * FROM {table}"))?.column_count();
        each(conn, &format!("SELECT * FROM {table} ORDER BY 1, 2"), |row| {
            let values: rusqlite::Result<Vec<String>> =
                (0..columns).map(|column| row.get_ref(column).map(|value| format!("{value:?}"))).collect();
            rows.push(values?.join("|"));
            Ok(())
        })?;
        tables.insert(table, rows);
    }
    Ok(tables)
}

fn each(
    conn: &Connection,
    sql: &str,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
) -> Result<()> {
    let mut query = conn.prepare(sql).with_context(|| sql.to_owned())?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(row).with_context(|| sql.to_owned())?;
    }
    Ok(())
}
