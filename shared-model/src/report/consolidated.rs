//! All branches side by side.

use std::cmp::Reverse;

use super::period::Period;
use super::rollup::{Dimension, RollupRow};
use super::{growth_bp, sales, share_bp};
use crate::ids::BranchId;
use crate::money::Money;
use crate::wire::reports::{BranchSales, Consolidated, SalesFigures};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Sales];

/// A branch with its rows of the period and of the one before.
#[derive(Debug, Clone, Copy)]
pub struct BranchRows<'a> {
    pub branch_id: BranchId,
    pub name: &'a str,
    pub now: &'a [RollupRow],
    pub before: &'a [RollupRow],
}

/// The report.
pub fn fold(period: Period, branches: &[BranchRows<'_>]) -> Consolidated {
    let all = |rows: Vec<SalesFigures>| rows.into_iter().fold(SalesFigures::default(), together);
    let figures = all(branches.iter().map(|branch| sales::figures(branch.now)).collect());
    let previous = all(branches.iter().map(|branch| sales::figures(branch.before)).collect());
    let of_branch = |branch: &BranchRows<'_>| {
        let (now, before) = (sales::figures(branch.now), sales::figures(branch.before));
        BranchSales {
            branch_id: branch.branch_id,
            name: branch.name.to_owned(),
            figures: now,
            previous: before,
            growth_bp: growth_bp(now.total.minor(), before.total.minor()),
            share_bp: share_bp(now.total.minor(), figures.total.minor()),
        }
    };
    let mut branches: Vec<BranchSales> = branches.iter().map(of_branch).collect();
    branches.sort_by_key(|branch| (Reverse(branch.figures.total), branch.branch_id));
    Consolidated {
        period,
        previous_period: period.previous(),
        branches,
        figures,
        previous,
        growth_bp: growth_bp(figures.total.minor(), previous.total.minor()),
    }
}

fn together(one: SalesFigures, other: SalesFigures) -> SalesFigures {
    let sum = |a: Money, b: Money| [a, b].into_iter().sum::<Money>();
    let (orders, total) = (one.orders + other.orders, sum(one.total, other.total));
    SalesFigures {
        orders,
        guests: one.guests + other.guests,
        subtotal: sum(one.subtotal, other.subtotal),
        discount: sum(one.discount, other.discount),
        total,
        tax: sum(one.tax, other.tax),
        average: sales::average(total, orders),
        cancelled: one.cancelled + other.cancelled,
        cancelled_total: sum(one.cancelled_total, other.cancelled_total),
    }
}
