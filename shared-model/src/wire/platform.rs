//! Running the platform: companies and the fleet of boxes, as super admins see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::subscription::{Standing, Usage};
use crate::ids::{BoxId, BranchId, CompanyId};
use crate::money::Money;
use crate::tenant::Plan;
use crate::time::Timestamp;

/// A company made by hand. Its owner gets a letter with a link to choose a password.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCompany {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What people type at login; none: made from the name.
    #[serde(default)]
    #[schema(min_length = 2, max_length = 80, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    pub owner_name: String,
    #[schema(max_length = 200)]
    pub owner_email: String,
    #[serde(default)]
    #[schema(max_length = 50)]
    pub owner_phone: Option<String>,
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub branch_name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 50)]
    pub zone: Option<String>,
    /// What the owner types at login.
    #[schema(min_length = 1, max_length = 80)]
    pub username: String,
    pub plan: Plan,
}

/// What can be changed of a company by hand. A later `paid_until_ms` records a payment and settles what is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCompany {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub legal_name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 50)]
    pub tax_id: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    pub owner_name: String,
    #[schema(max_length = 200)]
    pub owner_email: String,
    #[serde(default)]
    #[schema(max_length = 50)]
    pub owner_phone: Option<String>,
    #[schema(max_length = 50)]
    pub zone: String,
    pub plan: Plan,
    pub paid_until_ms: Timestamp,
}

/// A company, as the platform knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyDetail {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub owner_name: String,
    pub owner_email: String,
    pub owner_phone: Option<String>,
    pub zone: String,
    pub plan: Plan,
    pub standing: Standing,
    pub paid_until_ms: Timestamp,
    pub next_plan: Option<Plan>,
    pub cancelled_at_ms: Option<Timestamp>,
    /// False: nobody of it can sign in. Its boxes go on selling and syncing.
    pub active: bool,
    pub created_at_ms: Timestamp,
    /// Grows with every change; send it as `If-Match`.
    pub version: i64,
}

/// A page of companies, from the newest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Companies {
    pub items: Vec<CompanyDetail>,
    /// Where the next page starts; none: this is the last.
    pub next_cursor: Option<String>,
}

/// How much there is of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyStats {
    pub company_id: CompanyId,
    pub usage: Vec<Usage>,
    pub boxes: u64,
    pub orders: u64,
    /// What those orders come to, cancelled ones left out.
    pub sales: Money,
    /// When the last order was taken.
    pub last_order_at_ms: Option<Timestamp>,
    /// When a box of it was last heard of.
    pub last_exchange_ms: Option<Timestamp>,
    /// Changes in its log.
    pub changes: u64,
    /// What it owes.
    pub due: Money,
}

/// A page of the fleet, by company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fleet {
    pub items: Vec<FleetBox>,
    /// Where the next page starts; none: this is the last.
    pub next_cursor: Option<String>,
}

/// A box that was enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FleetBox {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub company_name: String,
    pub branch_id: BranchId,
    /// The how-manieth box of its branch.
    pub generation: u32,
    pub status: BoxStatus,
    pub enrolled_at_ms: Timestamp,
    /// None: never.
    pub last_exchange_ms: Option<Timestamp>,
}

/// What a box may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoxStatus {
    /// The box of its branch.
    Live,
    /// Replaced by a later one; may hand in what it still has.
    Fenced,
    /// Stolen or thrown away: nothing.
    Revoked,
}

impl BoxStatus {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Fenced => "fenced",
            Self::Revoked => "revoked",
        }
    }

    /// The status that is stored as `text`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Live, Self::Fenced, Self::Revoked].into_iter().find(|status| status.as_str() == text)
    }
}
