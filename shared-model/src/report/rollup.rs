//! The sums that reports are made of, in one shape for all of them, so that a store needs one table.
//!
//! Invariants: sums only add up, so the sequence in which orders arrive does not matter; a row of which all sums are
//! zero does not exist; what a row means depends on its dimension alone:
//!
//! | dimension    | subject               | label   | detail       | count    | quantity | gross    | discount | total          | tax | lost            |
//! |--------------|-----------------------|---------|--------------|----------|----------|----------|----------|----------------|-----|-----------------|
//! | `sales`      | order type            |         | hour since 1970 | orders | guests   | subtotal | discount | sold           | inside | cancelled orders |
//! | `tax`        | `inc`, `iva`, `none`  |         | rate in bp   | orders   |          |          |          | sold with it   | inside |              |
//! | `product`    | product id            | name    | variant      | lines    | pieces   | lines    | its share | sold          |     | pieces taken back |
//! | `payment`    | method                |         |              | payments |          |          |          | received       |     |                 |
//! | `settlement` | `rounding`, `overpaid` |        |              | orders   |          |          |          | waived, owed back |  |                 |
//! | `staff`      | staff id              | name    |              | orders   |          | subtotal | discount | sold           |     | what they took back |
//! | `removal`    | `void`, `cancel`, `discount` | reason |        | times    | pieces   |          |          | taken off      |     |                 |

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::time::BusinessDay;

/// What is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    Sales,
    Tax,
    Product,
    Payment,
    Settlement,
    Staff,
    Removal,
}

impl Dimension {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Tax => "tax",
            Self::Product => "product",
            Self::Payment => "payment",
            Self::Settlement => "settlement",
            Self::Staff => "staff",
            Self::Removal => "removal",
        }
    }
}

/// What a row is about. Names are part of it: a product that was renamed has a row under each name, and no row depends
/// on which order was counted last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RollupKey {
    pub business_day: BusinessDay,
    pub dimension: Dimension,
    pub subject: String,
    pub label: String,
    pub detail: String,
}

/// The sums of a row; amounts in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub count: i64,
    pub quantity: i64,
    pub gross: i64,
    pub discount: i64,
    pub total: i64,
    pub tax: i64,
    pub lost_count: i64,
    pub lost_total: i64,
}

/// One row: how much of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollupRow {
    pub key: RollupKey,
    pub sums: Sums,
}

impl Sums {
    /// Names of the sums, in the sequence of [`Sums::to_array`].
    pub const COLUMNS: [&'static str; 8] =
        ["count", "quantity", "gross", "discount", "total", "tax", "lost_count", "lost_total"];

    /// The sums as stored.
    pub const fn to_array(self) -> [i64; 8] {
        let Self { count, quantity, gross, discount, total, tax, lost_count, lost_total } = self;
        [count, quantity, gross, discount, total, tax, lost_count, lost_total]
    }

    /// The sums from storage.
    pub const fn from_array(stored: [i64; 8]) -> Self {
        let [count, quantity, gross, discount, total, tax, lost_count, lost_total] = stored;
        Self { count, quantity, gross, discount, total, tax, lost_count, lost_total }
    }

    /// Both together. No sum comes near the end of `i64`: a bill is at most some million million.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (ours, theirs) = (self.to_array(), other.to_array());
        Self::from_array(std::array::from_fn(|nth| ours[nth].saturating_add(theirs[nth])))
    }

    /// What takes these away when it is added.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::from_array(self.to_array().map(i64::saturating_neg))
    }

    /// Whether the row may go.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// Whether adding these may make another row go.
    pub fn takes_away(self) -> bool {
        self.to_array().iter().any(|sum| *sum < 0)
    }
}

/// What has to be added to the stored sums when an order that added `before` now adds `after`: only what moves.
pub fn difference(before: &[RollupRow], after: &[RollupRow]) -> Vec<RollupRow> {
    if before == after {
        return Vec::new();
    }
    let mut moved: BTreeMap<&RollupKey, Sums> = BTreeMap::new();
    let taken = before.iter().map(|row| (&row.key, row.sums.negated()));
    for (key, sums) in taken.chain(after.iter().map(|row| (&row.key, row.sums))) {
        let sum = moved.entry(key).or_default();
        *sum = sum.plus(sums);
    }
    let moved = moved.into_iter().filter(|(_, sums)| !sums.is_zero());
    moved.map(|(key, sums)| RollupRow { key: key.clone(), sums }).collect()
}
