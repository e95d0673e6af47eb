//! What the tills remember: only what the box acknowledged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// One order as its till knows it.
#[derive(Debug, Clone, Default)]
pub struct Account {
    pub order_id: String,
    /// The box's last answer about it.
    pub last: Value,
    /// Keys of all commands on it that were acknowledged.
    pub keys: BTreeSet<String>,
    /// Lines the box took.
    pub lines: BTreeSet<String>,
    /// Payments the box took, with their amounts in centavos.
    pub payments: BTreeMap<String, i64>,
    /// Dispatches and the lines that went out with each.
    pub sends: BTreeMap<String, Vec<String>>,
    /// Lines taken back after they were sent, by the id of the void.
    pub voids: BTreeMap<String, String>,
    /// Lines taken back, sent or not.
    pub voided: BTreeSet<String>,
    /// Copies of kitchen sheets that were asked for.
    pub reprints: u64,
}

impl Account {
    /// Lines that were not sent yet.
    pub fn unsent(&self) -> Vec<String> {
        let sent: BTreeSet<&String> = self.sends.values().flatten().collect();
        let fresh = self.lines.iter().filter(|line| !sent.contains(line) && !self.voided.contains(*line));
        fresh.cloned().collect()
    }

    /// The box took the payments of a request.
    pub fn took(&mut self, body: &Value) {
        let payments = body["payments"].as_array().into_iter().flatten();
        let taken = payments.filter_map(|payment| {
            Some((payment["payment_id"].as_str()?.to_owned(), payment["amount"].as_i64()?))
        });
        self.payments.extend(taken);
    }

    /// Something was sent and not taken back.
    pub fn has_kitchen_work(&self) -> bool {
        self.sends.values().flatten().any(|line| !self.voided.contains(line))
    }

    /// Lines that still count.
    pub fn live(&self) -> Vec<String> {
        self.lines.difference(&self.voided).cloned().collect()
    }
}

/// All a till remembers.
#[derive(Debug, Clone, Default)]
pub struct Books {
    pub accounts: Vec<Account>,
    /// Answers that should not have been.
    pub complaints: Vec<String>,
    /// Commands that got no answer at first.
    pub retried: u64,
    /// Of those, the ones the box had carried out all the same.
    pub replayed: u64,
}
