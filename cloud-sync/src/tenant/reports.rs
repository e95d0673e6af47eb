//! What the branches sold, for owners and managers: days and branches as somebody asks for them, and the sums of those days
//! read in one transaction. The reports are folded by `shared_model::report`, as on the box; branches that are taken as one
//! need no more than their rows behind each other.
//!
//! Invariant: a branch that somebody may not see is as unknown as one that does not exist.

use shared_model::branch::Branch;
use shared_model::ids::BranchId;
use shared_model::report::consolidated::{self, BranchRows};
use shared_model::report::period::{Month, Period, PeriodError};
use shared_model::report::rollup::{Dimension, RollupRow};
use shared_model::report::table::Table;
use shared_model::report::{self, Compared, hours, payments, products, sales, staff, tables};
use shared_model::time::{BusinessDay, DayRule, Timestamp};
use shared_model::wire::reports::{CompanyReport, CompanyReportKind, Consolidated};

use super::branches;
use crate::refusal::Refusal;
use crate::store::error::unreadable;
use crate::store::table::rollup::{self, Span};
use crate::store::{StoreError, Tx};

/// Which days; where none are said, those that it is now.
#[derive(Debug, Clone, Copy)]
pub enum Days {
    Day(Option<BusinessDay>),
    /// The week a day is in.
    Week(Option<BusinessDay>),
    Month(Option<Month>),
    /// Both included.
    Range(BusinessDay, BusinessDay),
}

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// None: all they may see.
    pub branches: Vec<BranchId>,
    /// Where they work; empty: everywhere.
    pub works_at: Vec<BranchId>,
    pub days: Days,
    pub now: Timestamp,
    /// The subscription has lapsed: only the day it is now is free.
    pub lapsed: bool,
}

/// The branches of a report.
#[derive(Debug)]
pub struct Place {
    /// The main one first, if it is among them.
    pub branches: Vec<Branch>,
    /// What people call them together.
    pub name: String,
    /// How days go there; where several differ, as at the first.
    pub rule: DayRule,
}

/// The sums a report is folded from.
#[derive(Debug)]
pub struct Found {
    pub place: Place,
    pub period: Period,
    /// Of each branch of the place: the rows of the period and of the one before it.
    rows: Vec<[Vec<RollupRow>; 2]>,
}

/// What a report is folded from.
pub const fn dimensions(kind: CompanyReportKind) -> &'static [Dimension] {
    match kind.of_one() {
        Some(kind) => report::dimensions(kind),
        None => consolidated::DIMENSIONS,
    }
}

/// Reads the sums that were asked for.
pub fn find(tx: &mut Tx<'_>, asked: &Asked, dimensions: &[Dimension]) -> Result<Found, Refusal> {
    let place = place(tx, &asked.branches, &asked.works_at)?;
    let today = place.rule.day_of(asked.now);
    let period = period(asked.days, today)?;
    if asked.lapsed && !(matches!(asked.days, Days::Day(_)) && period.from() == today) {
        return Err(Refusal::Lapsed);
    }
    let rows = rows(tx, &place.branches, period, dimensions)?;
    Ok(Found { place, period, rows })
}

fn period(days: Days, today: BusinessDay) -> Result<Period, PeriodError> {
    match days {
        Days::Day(day) => Period::day(day.unwrap_or(today)),
        Days::Week(day) => Period::week(day.unwrap_or(today)),
        Days::Month(month) => Period::month(month.map_or(today, Month::first_day)),
        Days::Range(from, to) => Period::custom(from, to),
    }
}

fn place(tx: &mut Tx<'_>, wanted: &[BranchId], works_at: &[BranchId]) -> Result<Place, Refusal> {
    let mut branches = branches::list(tx)?.items;
    branches.retain(|branch| reaches(works_at, branch.branch_id));
    if wanted.iter().any(|id| branches.iter().all(|branch| branch.branch_id != *id)) {
        return Err(Refusal::NotFound);
    }
    let reached = branches.len();
    branches.retain(|branch| wanted.is_empty() || wanted.contains(&branch.branch_id));
    let first = branches.first().ok_or(Refusal::NotFound)?;
    let name = match branches.len() {
        1 => first.name.clone(),
        all if all == reached && works_at.is_empty() => "Todas las sucursales".to_owned(),
        some => format!("{some} sucursales"),
    };
    let rule = first.day_rule().map_err(unreadable("branch"))?;
    Ok(Place { branches, name, rule })
}

/// Whether somebody who works at some branches, or everywhere, is told how one does.
pub fn reaches(works_at: &[BranchId], branch: BranchId) -> bool {
    works_at.is_empty() || works_at.contains(&branch)
}

/// The rows of each branch. A period and the one before it are days in a row: one span holds both.
fn rows(
    tx: &mut Tx<'_>,
    branches: &[Branch],
    period: Period,
    dimensions: &[Dimension],
) -> Result<Vec<[Vec<RollupRow>; 2]>, StoreError> {
    let (from, to) = (period.previous().from(), period.to());
    let span = |branch: &Branch, dimension| Span { branch: branch.branch_id, from, to, dimension };
    let spans: Vec<Span> = branches
        .iter()
        .flat_map(|branch| dimensions.iter().map(move |dimension| span(branch, *dimension)))
        .collect();
    let mut found = rollup::of_spans(tx, &spans)?.into_iter();
    let of_branch = |_: &Branch| {
        let all = found.by_ref().take(dimensions.len()).flatten();
        let (now, before) = all.partition(|row| row.key.business_day >= period.from());
        [now, before]
    };
    Ok(branches.iter().map(of_branch).collect())
}

impl Found {
    /// The branches taken as one.
    pub fn folded<T>(self, fold: impl FnOnce(&Compared<'_>, &Place) -> T) -> T {
        let (mut all_now, mut all_before) = (Vec::new(), Vec::new());
        for [now, before] in self.rows {
            all_now.extend(now);
            all_before.extend(before);
        }
        fold(&Compared { period: self.period, now: &all_now, before: &all_before }, &self.place)
    }

    /// The branches side by side.
    pub fn consolidated(&self) -> Consolidated {
        let branches = self.place.branches.iter().zip(&self.rows);
        let branches: Vec<BranchRows<'_>> = branches
            .map(|(branch, [now, before])| BranchRows {
                branch_id: branch.branch_id,
                name: &branch.name,
                now,
                before,
            })
            .collect();
        consolidated::fold(self.period, &branches)
    }

    /// Any report.
    pub fn report(self, kind: CompanyReportKind) -> CompanyReport {
        use CompanyReport as Report;
        match kind {
            CompanyReportKind::Sales => self.folded(|of, _| Report::Sales(sales::fold(of))),
            CompanyReportKind::Products => self.folded(|of, _| Report::Products(products::fold(of))),
            CompanyReportKind::Hours => self.folded(|of, place| Report::Hours(hours::fold(of, &place.rule))),
            CompanyReportKind::Payments => self.folded(|of, _| Report::Payments(payments::fold(of))),
            CompanyReportKind::Staff => self.folded(|of, _| Report::Staff(staff::fold(of))),
            CompanyReportKind::Consolidated => Report::Consolidated(self.consolidated()),
        }
    }

    /// Any report as columns and rows.
    pub fn table(self, kind: CompanyReportKind) -> Table {
        match kind.of_one() {
            Some(kind) => self.folded(|of, place| report::as_table(kind, of, &place.rule, &place.name)),
            None => tables::consolidated(&self.consolidated(), &self.place.name),
        }
    }
}
