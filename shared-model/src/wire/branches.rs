//! The branches of a company, as its admins see and change them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::branch::Branch;
use crate::ids::BranchId;
use crate::money::Money;
use crate::time::BusinessDay;

/// Branches, the main one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchList {
    pub items: Vec<Branch>,
}

/// What can be said of a branch. What is left out of a new one is as at the main branch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchEdit {
    /// Of a new one, given by whoever makes it; without it the cloud gives one.
    #[serde(default)]
    pub branch_id: Option<BranchId>,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 12)]
    pub code: Option<String>,
    #[serde(default)]
    #[schema(max_length = 80)]
    pub business_name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 40)]
    pub nit: Option<String>,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub address: Option<String>,
    #[serde(default)]
    #[schema(max_length = 40)]
    pub phone: Option<String>,
    #[serde(default)]
    pub latitude_udeg: Option<i32>,
    #[serde(default)]
    pub longitude_udeg: Option<i32>,
    /// IANA name.
    #[serde(default)]
    pub zone: Option<String>,
    #[serde(default)]
    #[schema(maximum = 1439)]
    pub closes_at_min: Option<u16>,
    #[serde(default)]
    pub cash_rounding: Option<Money>,
    #[serde(default = "yes")]
    pub active: bool,
    /// Makes it the main branch instead of the one that was.
    #[serde(default)]
    pub is_main: bool,
}

/// How a branch does today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchStats {
    pub branch_id: BranchId,
    #[schema(value_type = String)]
    pub business_day: BusinessDay,
    /// Orders of the day that were not cancelled.
    pub orders: u64,
    pub cancelled: u64,
    pub total: Money,
    pub paid: Money,
    /// What is still owed.
    pub due: Money,
}

fn yes() -> bool {
    true
}
