//! Whether the tills' books, the box and the paper agree. Pure, so that `controls` can show that it notices.

use std::collections::{BTreeMap, BTreeSet};

use fastops_tests::process::cart::{line_mark, order_mark};
use serde_json::Value;

use crate::books::Account;
use crate::evidence::{Evidence, Job};
use crate::paper::{Kind, Sheet};

/// Everything there is to compare.
#[derive(Debug, Clone, Default)]
pub struct Case {
    pub accounts: Vec<Account>,
    pub evidence: Evidence,
    pub sheets: Vec<Sheet>,
    /// Station ids and names.
    pub stations: Vec<(String, String)>,
}

/// A sheet that follows from what was acknowledged.
struct Owed {
    idem_key: String,
    kind: Kind,
    order: String,
    /// The name of its printer.
    printer: String,
    /// Marks of the lines on it; none on a receipt.
    lines: BTreeSet<String>,
}

/// Everything that does not agree, in words.
pub fn violations(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    orders(case, &mut found);
    turns(case, &mut found);
    keys(case, &mut found);
    let owed = owed(case, &mut found);
    jobs(case, &owed, &mut found);
    paper(case, &owed, &mut found);
    found
}

/// S1: what was acknowledged is there, once, and nothing else is.
fn orders(case: &Case, found: &mut Vec<String>) {
    let known: BTreeSet<&String> = case.accounts.iter().map(|account| &account.order_id).collect();
    for id in case.evidence.orders.keys().filter(|id| !known.contains(id)) {
        found.push(format!("{id} is in the box and no till knows it"));
    }
    for account in &case.accounts {
        let id = &account.order_id;
        let Some(fact) = case.evidence.orders.get(id) else {
            found.push(format!("{id} was acknowledged and is lost"));
            continue;
        };
        if fact.view != account.last {
            found.push(format!("{id} is not as last acknowledged: {} became {}", account.last, fact.view));
        }
        if fact.lines != account.lines {
            found.push(format!("{id} has lines {:?}, acknowledged were {:?}", fact.lines, account.lines));
        }
        if fact.payments != account.payments {
            found.push(format!(
                "{id} has payments {:?}, acknowledged were {:?}",
                fact.payments, account.payments
            ));
        }
        if account.last["totals"]["total"].as_i64() != Some(fact.total) {
            found.push(format!("{id} has the total {} in its row, not as acknowledged", fact.total));
        }
        // S3: one change for one key.
        if usize::try_from(fact.changes) != Ok(account.keys.len()) {
            found.push(format!("{id} has {} changes for {} keys", fact.changes, account.keys.len()));
        }
    }
}

/// S2: numbers are unique and without gaps for each day and type.
fn turns(case: &Case, found: &mut Vec<String>) {
    let mut series: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
    for fact in case.evidence.orders.values() {
        series.entry((&fact.turn.0, &fact.turn.1)).or_default().push(fact.turn.2);
    }
    for (of, mut turns) in series {
        turns.sort_unstable();
        let expected: Vec<i64> = (1..).take(turns.len()).collect();
        if turns != expected {
            found.push(format!("turn numbers of {of:?} have gaps or doubles: {turns:?}"));
        }
    }
}

fn keys(case: &Case, found: &mut Vec<String>) {
    for key in case.accounts.iter().flat_map(|account| &account.keys) {
        if !case.evidence.answered.contains(key) {
            found.push(format!("{key} was acknowledged and its answer is lost"));
        }
    }
}

/// The sheets that follow from what was acknowledged: one for each dispatch or void and station, and a receipt.
fn owed(case: &Case, found: &mut Vec<String>) -> Vec<Owed> {
    let mut owed = Vec::new();
    for account in &case.accounts {
        let order = &account.order_id;
        let sends = account.sends.iter().map(|(id, lines)| (Kind::Kitchen, "kitchen", id, lines.clone()));
        let voids = account.voids.iter().map(|(id, line)| (Kind::Void, "void", id, vec![line.clone()]));
        for (kind, word, cause, lines) in sends.chain(voids) {
            for (station, name) in &case.stations {
                let made_there = lines.iter().filter(|line| is_made_at(&account.last, line, station));
                let marks: BTreeSet<String> = made_there.map(|line| line_mark(line)).collect();
                if !marks.is_empty() {
                    let idem_key = format!("{order}|{cause}|{word}|{station}");
                    owed.push(Owed {
                        idem_key,
                        kind,
                        order: order_mark(order),
                        printer: name.clone(),
                        lines: marks,
                    });
                }
            }
        }
        if account.last["payment_state"] == "paid" {
            owed.push(Owed {
                idem_key: format!("{order}|paid|receipt|till"),
                kind: Kind::Receipt,
                order: order_mark(order),
                printer: "Caja".to_owned(),
                lines: BTreeSet::new(),
            });
        } else if !account.payments.is_empty() {
            found.push(format!("{order} is paid and does not say so"));
        }
    }
    owed
}

fn is_made_at(view: &Value, line_id: &str, station: &str) -> bool {
    let lines = view["lines"].as_array().into_iter().flatten();
    let mut parts =
        lines.filter(|line| line["line_id"] == line_id).filter_map(|line| line["parts"].as_array()).flatten();
    parts.any(|part| part["station_id"] == station)
}

/// S7, the table: every owed sheet has its job, no other has, and none is left lying.
fn jobs(case: &Case, owed: &[Owed], found: &mut Vec<String>) {
    let mut first: BTreeSet<&str> = BTreeSet::new();
    let (mut reprints, asked) = (0_u64, case.accounts.iter().map(|account| account.reprints).sum::<u64>());
    for job in &case.evidence.jobs {
        if matches!(job.state.as_str(), "queued" | "retry_wait" | "blocked" | "sending") {
            found.push(format!("the sheet {} is left {}", job.idem_key, job.state));
        }
        if job.copy_no == 0 && !first.insert(&job.idem_key) {
            found.push(format!("the sheet {} is owed twice", job.idem_key));
        }
        reprints += u64::from(job.by_person && !job.idem_key.ends_with("|duplicate"));
    }
    let expected: BTreeSet<&str> = owed.iter().map(|owed| owed.idem_key.as_str()).collect();
    found.extend(expected.difference(&first).map(|key| format!("nobody was owed the sheet {key}")));
    found.extend(first.difference(&expected).map(|key| format!("the sheet {key} follows from nothing")));
    if reprints != asked {
        found.push(format!("{asked} copies were asked for and {reprints} made"));
    }
}

/// S7, the paper: each sheet once without a banner at most, once at least or visibly not, and none from nowhere.
fn paper(case: &Case, owed: &[Owed], found: &mut Vec<String>) {
    let mut of_order: BTreeMap<&str, Vec<&Sheet>> = BTreeMap::new();
    for sheet in &case.sheets {
        if let Some(order) = &sheet.order {
            of_order.entry(order).or_default().push(sheet);
        }
    }
    let mut chains: BTreeMap<&str, Vec<&Job>> = BTreeMap::new();
    for job in case.evidence.jobs.iter().filter(|job| !job.by_person) {
        let key = job.idem_key.trim_end_matches("|duplicate");
        chains.entry(key).or_default().push(job);
    }
    let mut explained = 0;
    for owed in owed {
        let sheets = of_order.get(owed.order.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mine: Vec<&&Sheet> = sheets.iter().filter(|sheet| owed.is(sheet)).collect();
        explained += mine.len();
        let unmarked = mine.iter().filter(|sheet| !sheet.marked).count();
        if unmarked > 1 {
            let texts: Vec<&str> = mine.iter().map(|sheet| sheet.text.as_str()).collect();
            found.push(format!(
                "{} came out {unmarked} times without a banner:\n{}",
                owed.idem_key,
                texts.join("\n")
            ));
        }
        let whole = mine.iter().any(|sheet| sheet.complete && sheet.lines == owed.lines);
        let chain = chains.get(owed.idem_key.as_str()).map(Vec::as_slice).unwrap_or_default();
        let says_so =
            chain.last().is_some_and(|job| matches!(job.state.as_str(), "uncertain" | "expired" | "failed"));
        if !whole && !says_so {
            let states: Vec<&str> = chain.iter().map(|job| job.state.as_str()).collect();
            found.push(format!("{} is not on paper, and its jobs only say {states:?}", owed.idem_key));
        }
    }
    let all = case.sheets.iter().filter(|sheet| sheet.is_legible()).count();
    if explained != all {
        found.push(format!("{all} sheets came out, {explained} of them for a reason"));
    }
}

impl Owed {
    fn is(&self, sheet: &Sheet) -> bool {
        sheet.is_legible()
            && (sheet.kind, &sheet.printer) == (self.kind, &self.printer)
            && sheet.order.as_ref() == Some(&self.order)
            && sheet.lines.is_subset(&self.lines)
    }
}

impl Sheet {
    /// So much of it came out that a cook could act on it: whose it is, and something to make.
    fn is_legible(&self) -> bool {
        self.order.is_some() && (self.kind == Kind::Receipt || !self.lines.is_empty())
    }
}
