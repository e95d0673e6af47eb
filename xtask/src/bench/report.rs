//! The table people read and the JSON machines compare.

use serde_json::{Value, json};

use crate::latency::Summary;

/// One stage, measured.
#[derive(Debug)]
pub struct Stage {
    pub name: String,
    pub orders: usize,
    pub errors: usize,
    /// Accepted orders per second.
    pub per_second: u64,
    pub post: Summary,
    /// Posting an order to its event at a screen.
    pub event: Option<Summary>,
    /// Posting an order to its first complete ticket, a bound from above for the first byte.
    pub paper: Option<Summary>,
    /// The order's answer to its first complete ticket.
    pub paper_after_answer: Option<Summary>,
    /// Orders whose event or ticket never came.
    pub missing: usize,
    pub cpu_us_per_order: u64,
    pub rss_kib: u64,
    pub pss_kib: u64,
}

const COLUMNS: [(&str, usize); 9] = [
    ("stage", 16),
    ("orders/s", 9),
    ("POST p50 / p99 ms", 19),
    ("event p50 / p99", 17),
    ("paper p50 / p99", 17),
    ("CPU ms/order", 13),
    ("RSS/PSS MiB", 12),
    ("errors", 7),
    ("missing", 7),
];

/// All stages as a table, the disk's own time first.
pub fn table(disk: &Summary, stages: &[Stage]) -> String {
    let mut lines = vec![format!("disk: append 4 KiB + fdatasync p50 / p99: {} ms", disk.cell())];
    lines.push(row(&COLUMNS.map(|(name, _)| name.to_owned())));
    for stage in stages {
        let cell = |summary: &Option<Summary>| summary.as_ref().map_or_else(|| "-".to_owned(), Summary::cell);
        lines.push(row(&[
            stage.name.clone(),
            stage.per_second.to_string(),
            stage.post.cell(),
            cell(&stage.event),
            cell(&stage.paper),
            crate::latency::ms(stage.cpu_us_per_order),
            format!("{}/{}", stage.rss_kib / 1024, stage.pss_kib / 1024),
            stage.errors.to_string(),
            stage.missing.to_string(),
        ]));
    }
    lines.extend(verdicts(stages));
    lines.join("\n")
}

/// For machines.
pub fn to_json(disk: &Summary, stages: &[Stage]) -> Value {
    let stages: Vec<Value> = stages.iter().map(Stage::json).collect();
    json!({ "disk_fdatasync": disk.json(), "stages": stages })
}

impl Stage {
    fn json(&self) -> Value {
        let optional = |summary: &Option<Summary>| summary.as_ref().map(Summary::json);
        json!({
            "name": self.name, "orders": self.orders, "errors": self.errors, "orders_per_second": self.per_second,
            "post": self.post.json(), "event": optional(&self.event), "paper": optional(&self.paper),
            "paper_after_answer": optional(&self.paper_after_answer), "missing": self.missing,
            "cpu_us_per_order": self.cpu_us_per_order, "rss_kib": self.rss_kib, "pss_kib": self.pss_kib,
        })
    }
}

/// The targets that this run can judge, with what was measured.
fn verdicts(stages: &[Stage]) -> Vec<String> {
    let judge = |met: bool, what: String| format!("{} {what}", if met { "met   " } else { "MISSED" });
    let mut said = Vec::new();
    if let Some(stage) = stages.iter().find(|stage| stage.name == "16 clients") {
        said.push(judge(
            stage.per_second >= 1000,
            format!("16 clients: {} orders/s, wanted 1000", stage.per_second),
        ));
        let cpu = crate::latency::ms(stage.cpu_us_per_order);
        said.push(judge(
            stage.cpu_us_per_order <= 700,
            format!("16 clients: {cpu} ms CPU an order, at most 0.70"),
        ));
        let p99 = crate::latency::ms(stage.post.p99_us);
        said.push(judge(stage.post.p99_us <= 40_000, format!("16 clients: POST p99 {p99} ms, at most 40")));
    }
    if let Some(paper) = stages.iter().find_map(|stage| stage.paper_after_answer) {
        let p99 = crate::latency::ms(paper.p99_us);
        said.push(judge(
            paper.p99_us <= 50_000,
            format!("ticket complete p99 {p99} ms after the answer, at most 50"),
        ));
    }
    let (errors, missing) = stages.iter().fold((0, 0), |(e, m), stage| (e + stage.errors, m + stage.missing));
    said.push(judge(errors + missing == 0, format!("{errors} errors, {missing} events or tickets missing")));
    said
}

fn row(cells: &[String; COLUMNS.len()]) -> String {
    let padded = cells.iter().zip(COLUMNS).map(|(cell, (_, width))| format!("{cell:>width$}"));
    padded.collect::<Vec<_>>().join("  ")
}
