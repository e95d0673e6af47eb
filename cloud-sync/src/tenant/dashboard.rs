//! The first page of an owner: what every branch sold today, beside the same weekday a week ago, how its boxes stand, and
//! what waits for somebody's decision. Read from sums: it costs the same after a million orders.

use std::collections::BTreeMap;

use shared_model::branch::Branch;
use shared_model::ids::{BoxId, BranchId};
use shared_model::report::count::HOUR_MS;
use shared_model::report::period::Period;
use shared_model::report::rollup::{Dimension, RollupRow};
use shared_model::report::{Compared, growth_bp, payments, sales};
use shared_model::time::{BusinessDay, Timestamp};
use shared_model::wire::dashboard::{BranchToday, CompanyToday, Dashboard, MethodToday, SalesToday};
use shared_model::wire::platform::BoxStatus;

use super::reports::reaches;
use super::{branches, conflicts};
use crate::boxes::KnownBoxes;
use crate::refusal::Refusal;
use crate::store::error::unreadable;
use crate::store::table::rollup::{self, Span};
use crate::store::table::{dead_letter, peer};
use crate::store::{StoreError, Tx};

/// Days until it is the same weekday again.
const WEEK: i32 = 7;
/// The same in hours.
const WEEK_HOURS: i64 = 7 * 24;

/// What a branch sold, as rows of sums.
#[derive(Debug, Default, Clone)]
struct Sold {
    today: Vec<RollupRow>,
    received: Vec<RollupRow>,
    last_week: Vec<RollupRow>,
}

/// How all branches do right now that somebody may see who works at some branches, or everywhere.
pub fn today(
    tx: &mut Tx<'_>,
    works_at: &[BranchId],
    known: &KnownBoxes,
    now: Timestamp,
) -> Result<Dashboard, Refusal> {
    let mut branches = branches::list(tx)?.items;
    branches.retain(|branch| branch.active && reaches(works_at, branch.branch_id));
    let days = branches.iter().map(|branch| day_at(branch, now)).collect::<Result<Vec<_>, _>>()?;
    let first_day = *days.first().ok_or(Refusal::NotFound)?;
    let sold = sold(tx, &branches, &days)?;
    let heard: BTreeMap<BoxId, Timestamp> = peer::last_exchanges(tx)?.into_iter().collect();
    let letters = letters(tx, known)?;
    let conflicts = conflicts::count(tx, &known.writers())?;
    let shown: Vec<BranchToday> = branches
        .iter()
        .zip(days.iter().zip(&sold))
        .map(|(branch, (day, sold))| BranchToday {
            branch_id: branch.branch_id,
            name: branch.name.clone(),
            is_main: branch.is_main,
            business_day: *day,
            sales: sales_today(*day, sold, now),
            boxes: known
                .of(branch.branch_id)
                .map(|boxed| known.now(boxed, heard.get(&boxed.box_id).copied(), now))
                .collect(),
            dead_letters: letters.get(&Some(branch.branch_id)).copied().unwrap_or_default(),
            conflicts: conflicts.by_branch.get(&branch.branch_id).copied().unwrap_or_default(),
        })
        .collect();
    // What cannot be told to be of a branch only concerns those who see all of them.
    let everywhere = works_at.is_empty();
    let live = || {
        let boxes = shown.iter().flat_map(|branch| &branch.boxes);
        boxes.filter(|boxed| boxed.status == BoxStatus::Live)
    };
    let company = CompanyToday {
        business_day: first_day,
        sales: sales_today(first_day, &together(&sold), now),
        boxes_live: counted(live().count()),
        boxes_online: counted(live().filter(|boxed| boxed.online).count()),
        dead_letters: if everywhere {
            letters.values().sum()
        } else {
            shown.iter().map(|branch| branch.dead_letters).sum()
        },
        conflicts: if everywhere { conflicts.all } else { shown.iter().map(|branch| branch.conflicts).sum() },
    };
    Ok(Dashboard { at_ms: now, branches: shown, company })
}

fn day_at(branch: &Branch, now: Timestamp) -> Result<BusinessDay, StoreError> {
    Ok(branch.day_rule().map_err(unreadable("branch"))?.day_of(now))
}

fn a_week_before(day: BusinessDay) -> BusinessDay {
    day.plus_days(-WEEK).unwrap_or(day)
}

/// The rows of every branch, in one round.
fn sold(tx: &mut Tx<'_>, branches: &[Branch], days: &[BusinessDay]) -> Result<Vec<Sold>, StoreError> {
    let spans: Vec<Span> = branches
        .iter()
        .zip(days)
        .flat_map(|(branch, day)| {
            let on = |day, dimension| Span { branch: branch.branch_id, from: day, to: day, dimension };
            [
                on(*day, Dimension::Sales),
                on(*day, Dimension::Payment),
                on(a_week_before(*day), Dimension::Sales),
            ]
        })
        .collect();
    let mut found = rollup::of_spans(tx, &spans)?.into_iter();
    let mut next = || found.next().unwrap_or_default();
    let of_branch = |_: &Branch| Sold { today: next(), received: next(), last_week: next() };
    Ok(branches.iter().map(of_branch).collect())
}

fn together(branches: &[Sold]) -> Sold {
    let all = |rows: fn(&Sold) -> &Vec<RollupRow>| branches.iter().flat_map(rows).cloned().collect();
    Sold {
        today: all(|sold| &sold.today),
        received: all(|sold| &sold.received),
        last_week: all(|sold| &sold.last_week),
    }
}

fn sales_today(day: BusinessDay, sold: &Sold, now: Timestamp) -> SalesToday {
    // The hour that it is counts on neither day: half of one against a whole one says nothing.
    let hour = now.ms().div_euclid(HOUR_MS);
    let (so_far, last_week_so_far) =
        (over(&sold.today, hour), sales::figures(&over(&sold.last_week, hour - WEEK_HOURS)));
    SalesToday {
        figures: sales::figures(&sold.today),
        methods: methods(day, &sold.received),
        last_week: sales::figures(&sold.last_week),
        last_week_so_far,
        growth_bp: growth_bp(sales::figures(&so_far).total.minor(), last_week_so_far.total.minor()),
    }
}

/// Sales of the hours before one, in hours since 1970.
fn over(rows: &[RollupRow], before: i64) -> Vec<RollupRow> {
    let over = |row: &&RollupRow| row.key.detail.parse::<i64>().is_ok_and(|hour| hour < before);
    rows.iter().filter(over).cloned().collect()
}

fn methods(day: BusinessDay, received: &[RollupRow]) -> Vec<MethodToday> {
    // A clock that is centuries off has no day to report on.
    let Ok(period) = Period::day(day) else { return Vec::new() };
    let report = payments::fold(&Compared { period, now: received, before: &[] });
    let method = |method: shared_model::wire::reports::MethodSales| MethodToday {
        method: method.method,
        payments: method.payments,
        amount: method.amount,
        share_bp: method.share_bp,
    };
    report.methods.into_iter().map(method).collect()
}

/// How many changes of each branch's boxes were not taken; those of boxes nobody knows are of no branch.
fn letters(tx: &mut Tx<'_>, known: &KnownBoxes) -> Result<BTreeMap<Option<BranchId>, u64>, StoreError> {
    let (branches, mut letters) = (known.branches(), BTreeMap::new());
    for (sent_by, count) in dead_letter::count_by_box(tx)? {
        let branch = sent_by.and_then(|box_id| branches.get(&box_id).copied());
        *letters.entry(branch).or_default() += count;
    }
    Ok(letters)
}

fn counted(boxes: usize) -> u64 {
    u64::try_from(boxes).unwrap_or(u64::MAX)
}
