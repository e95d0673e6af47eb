//! Controls that must fail: a checker that cannot see a loss proves nothing. Each takes a sound case and spoils one thing.

use std::collections::{BTreeMap, BTreeSet};

use fastops_tests::process::cart::{line_mark, order_mark};
use serde_json::json;

use crate::books::Account;
use crate::check::{Case, violations};
use crate::evidence::{Evidence, Fact, Job};
use crate::paper::{Kind, Sheet};

const GRILL: &str = "sta_0000000000000000000000000000000a";

fn id(prefix: &str, number: u64) -> String {
    format!("{prefix}_{number:032x}")
}

/// One paid order of one line, printed at the grill and at the till, as number `turn` of its day.
fn order(number: u64, turn: i64) -> (Account, Fact, Vec<Job>, Vec<Sheet>) {
    let (order, line, send, payment, key) =
        (id("ord", number), id("lin", number), id("snd", number), id("pay", number), id("cmd", number));
    let view = json!({
        "order_id": order, "payment_state": "paid", "totals": {"total": 100},
        "lines": [{"line_id": line, "parts": [{"station_id": GRILL}]}],
    });
    let account = Account {
        order_id: order.clone(),
        last: view.clone(),
        keys: BTreeSet::from([key]),
        lines: BTreeSet::from([line.clone()]),
        payments: BTreeMap::from([(payment.clone(), 100)]),
        sends: BTreeMap::from([(send.clone(), vec![line.clone()])]),
        ..Account::default()
    };
    let fact = Fact {
        view,
        turn: ("2026-11-22".to_owned(), "dine_in".to_owned(), turn),
        total: 100,
        lines: account.lines.clone(),
        payments: account.payments.clone(),
        changes: 1,
    };
    let job = |idem_key| Job { idem_key, state: "printed".to_owned(), copy_no: 0, by_person: false };
    let jobs =
        vec![job(format!("{order}|{send}|kitchen|{GRILL}")), job(format!("{order}|paid|receipt|till"))];
    let sheet = |printer: &str, kind, lines: &[&String]| Sheet {
        printer: printer.to_owned(),
        kind,
        order: Some(order_mark(&order)),
        lines: lines.iter().map(|line| line_mark(line)).collect(),
        marked: false,
        complete: true,
        text: String::new(),
    };
    let sheets = vec![sheet("Parrilla", Kind::Kitchen, &[&line]), sheet("Caja", Kind::Receipt, &[])];
    (account, fact, jobs, sheets)
}

fn sound() -> Case {
    let mut case = Case { stations: vec![(GRILL.to_owned(), "Parrilla".to_owned())], ..Case::default() };
    for (number, turn) in [(1, 1), (2, 2)] {
        let (account, fact, jobs, sheets) = order(number, turn);
        let Evidence { orders, jobs: all_jobs, answered } = &mut case.evidence;
        answered.extend(account.keys.iter().cloned());
        orders.insert(account.order_id.clone(), fact);
        all_jobs.extend(jobs);
        case.accounts.push(account);
        case.sheets.extend(sheets);
    }
    case
}

fn fact(case: &mut Case) -> &mut Fact {
    case.evidence.orders.values_mut().next().expect("the sound case has orders")
}

/// What the checker says first about a sound case with one thing spoiled.
fn spoiled(spoil: impl FnOnce(&mut Case)) -> String {
    let mut case = sound();
    spoil(&mut case);
    violations(&case).into_iter().next().unwrap_or_default()
}

#[test]
fn a_sound_case_is_sound() {
    assert_eq!(violations(&sound()), Vec::<String>::new());
}

#[test]
fn a_lost_order_is_noticed() {
    let lost = spoiled(|case| drop(case.evidence.orders.remove(&id("ord", 2))));
    assert!(lost.contains("is lost"), "{lost}");
    let strange = spoiled(|case| drop(case.accounts.pop()));
    assert!(strange.contains("no till knows it"), "{strange}");
}

#[test]
fn a_lost_line_payment_or_peso_is_noticed() {
    let line = spoiled(|case| fact(case).lines.clear());
    assert!(line.contains("has lines {}"), "{line}");
    let payment = spoiled(|case| fact(case).payments.clear());
    assert!(payment.contains("has payments"), "{payment}");
    let peso = spoiled(|case| fact(case).total = 99);
    assert!(peso.contains("has the total 99"), "{peso}");
    let view = spoiled(|case| fact(case).view["totals"]["total"] = json!(99));
    assert!(view.contains("not as last acknowledged"), "{view}");
}

#[test]
fn a_command_with_two_effects_or_a_forgotten_answer_is_noticed() {
    let twice = spoiled(|case| fact(case).changes = 2);
    assert!(twice.contains("2 changes for 1 keys"), "{twice}");
    let forgotten = spoiled(|case| case.evidence.answered.clear());
    assert!(forgotten.contains("answer is lost"), "{forgotten}");
}

#[test]
fn a_number_used_twice_or_left_out_is_noticed() {
    for turn in [2, 3] {
        let found = spoiled(|case| fact(case).turn.2 = turn);
        assert!(found.contains("gaps or doubles"), "{found}");
    }
}

#[test]
fn an_unmarked_duplicate_is_noticed_and_a_marked_one_is_fine() {
    let copy = |case: &mut Case, marked| {
        let sheet = Sheet { marked, ..case.sheets[0].clone() };
        case.sheets.push(sheet);
    };
    let unmarked = spoiled(|case| copy(case, false));
    assert!(unmarked.contains("2 times without a banner"), "{unmarked}");
    assert_eq!(spoiled(|case| copy(case, true)), "");
    let half = spoiled(|case| {
        copy(case, false);
        case.sheets.last_mut().expect("a copy").complete = false;
    });
    assert!(half.contains("2 times without a banner"), "{half}");
}

#[test]
fn a_missing_sheet_is_noticed_unless_the_box_says_so() {
    let silent = spoiled(|case| drop(case.sheets.remove(0)));
    assert!(silent.contains("is not on paper"), "{silent}");
    let said = spoiled(|case| {
        case.sheets.remove(0);
        case.evidence.jobs[0].state = "uncertain".to_owned();
    });
    assert_eq!(said, "");
    let waiting = spoiled(|case| case.evidence.jobs[0].state = "queued".to_owned());
    assert!(waiting.contains("is left queued"), "{waiting}");
    let never_owed = spoiled(|case| drop(case.evidence.jobs.remove(0)));
    assert!(never_owed.contains("nobody was owed"), "{never_owed}");
}

#[test]
fn paper_from_nowhere_is_noticed() {
    let found = spoiled(|case| {
        let ghost = Sheet { order: Some(order_mark(&id("ord", 9))), ..case.sheets[0].clone() };
        case.sheets.push(ghost);
    });
    assert!(found.contains("5 sheets came out, 4 of them for a reason"), "{found}");
}
