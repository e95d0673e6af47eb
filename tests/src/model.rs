//! An independent bookkeeper: writes down what was acknowledged, does its own sums, and must agree with the box.
//!
//! It shares no code with the product: prices come from the menu as JSON, sums are plain integers (centavos). Notes may
//! be taken in any sequence; the version in each answer, which grows with every change the box stores, puts them in order.

mod account;
mod audit;
mod price;
mod reports;

use std::collections::BTreeMap;

use serde_json::Value;

use self::account::Account;
use self::price::Row;
use crate::carta::{Carta, rows};

/// Bogotá is five hours behind UTC all year, and the day ends at six in the morning.
const DAY_BEGINS_MS: i64 = (5 + 6) * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// The books of a branch.
#[derive(Debug)]
pub struct Books {
    carta: Carta,
    latest_ms: i64,
    notes: Vec<Note>,
}

#[derive(Debug, Clone)]
struct Note {
    version: i64,
    order_id: String,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Opened { order_type: String, day: String, name: Option<String> },
    Added(Vec<Row>),
    Sent(String),
    Voided(String),
    Discounted(i64),
    Cancelled,
    Paid(Vec<Value>),
    Stepped(String),
}

impl Books {
    /// Empty books over a menu.
    pub fn over(carta: Carta) -> Self {
        Self { carta, latest_ms: i64::MIN, notes: Vec::new() }
    }

    /// From now on things cost what this menu says.
    pub fn reprice(&mut self, carta: Carta) {
        self.carta = carta;
    }

    /// An order was taken at `now_ms`.
    pub fn opened(&mut self, now_ms: i64, body: &Value, answer: &Value) {
        // A sale is never dated before the last one.
        self.latest_ms = self.latest_ms.max(now_ms);
        let day = business_day(self.latest_ms);
        let order_type = text(&body["order_type"]);
        let name = body["customer"]["name"].as_str().map(str::to_owned);
        self.note(answer, What::Opened { order_type, day, name });
        self.added(body, answer);
        if rows(&body["payments"]).next().is_some() {
            self.paid(body, answer);
        }
    }

    /// Lines were added (and perhaps sent).
    pub fn added(&mut self, body: &Value, answer: &Value) {
        let order_type = text(&answer["order_type"]);
        let added = rows(&body["lines"]).map(|line| price::row(&self.carta, line, &order_type)).collect();
        self.note(answer, What::Added(added));
        if let Some(send_id) = body["send_id"].as_str() {
            self.note(answer, What::Sent(send_id.to_owned()));
        }
    }

    /// What was new went to the kitchen.
    pub fn sent(&mut self, send_id: &str, answer: &Value) {
        self.note(answer, What::Sent(send_id.to_owned()));
    }

    /// A line was taken back.
    pub fn voided(&mut self, line_id: &Value, answer: &Value) {
        self.note(answer, What::Voided(text(line_id)));
    }

    /// Money was taken off.
    pub fn discounted(&mut self, amount: i64, answer: &Value) {
        self.note(answer, What::Discounted(amount));
    }

    /// The order was called off.
    pub fn cancelled(&mut self, answer: &Value) {
        self.note(answer, What::Cancelled);
    }

    /// Money was received.
    pub fn paid(&mut self, body: &Value, answer: &Value) {
        self.note(answer, What::Paid(rows(&body["payments"]).cloned().collect()));
    }

    /// The kitchen moved the whole order.
    pub fn stepped(&mut self, step: &str, answer: &Value) {
        self.note(answer, What::Stepped(step.to_owned()));
    }

    /// Holds the books against the reports that somebody reads.
    pub async fn audit_reports(&self, owner: &crate::tablet::Tablet) {
        reports::audit_reports(&self.accounts(), owner).await;
    }

    /// The totals of the books' orders that were not called off, by day.
    pub fn sold_by_day(&self) -> BTreeMap<String, i64> {
        let mut days = BTreeMap::new();
        for account in self.accounts().values().filter(|account| !account.cancelled) {
            *days.entry(account.day.clone()).or_default() += account.total();
        }
        days
    }

    fn note(&mut self, answer: &Value, what: What) {
        let version = answer["version"].as_i64().expect("an order with its version");
        self.notes.push(Note { version, order_id: text(&answer["order_id"]), what });
    }

    /// All accounts, and every sheet of paper that is owed, worked out from the notes.
    fn accounts(&self) -> BTreeMap<String, Account> {
        let mut notes = self.notes.clone();
        // Stable: what came of one request keeps its sequence.
        notes.sort_by_key(|note| note.version);
        let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
        let mut turns: BTreeMap<(String, String), u32> = BTreeMap::new();
        for Note { order_id, what, .. } in notes {
            if let What::Opened { order_type, day, name } = what {
                let turn = turns.entry((day.clone(), order_type.clone())).or_default();
                *turn += 1;
                let account = Account::open(&order_type, &day, *turn, name);
                assert!(accounts.insert(order_id, account).is_none(), "an order was opened twice");
                continue;
            }
            accounts.get_mut(&order_id).expect("an order that was opened").take(what);
        }
        accounts
    }
}

/// The day an instant is counted to, by the calendar (algorithm of Howard Hinnant, days to civil).
fn business_day(ms: i64) -> String {
    let days = (ms - DAY_BEGINS_MS).div_euclid(DAY_MS) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_belongs_to_the_evening_before() {
        let six_in_the_morning = 1_795_194_000_000 - 6 * 3_600_000;
        assert_eq!(business_day(six_in_the_morning), "2026-11-20");
        assert_eq!(business_day(six_in_the_morning - 1), "2026-11-19");
        assert_eq!(business_day(1_709_208_000_000), "2024-02-29");
    }
}
