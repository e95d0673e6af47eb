//! What a company subscribes to, on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::SubscriptionEventId;
use crate::money::Money;
use crate::tenant::{Limits, Plan, Resource};
use crate::time::Timestamp;

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The trial runs.
    Trial,
    /// Paid for.
    Active,
    /// Paid for, and ends with that.
    Ending,
    /// No longer paid for; extras go on for a few days.
    Grace,
    /// Cloud extras are off. Selling, signing in and syncing are not.
    Lapsed,
}

/// What the company subscribes to, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Subscription)]
pub struct SubscriptionView {
    pub plan: Plan,
    pub standing: Standing,
    /// A month; none: by agreement.
    pub monthly_price: Option<Money>,
    /// Only a recorded payment moves it.
    pub paid_until_ms: Timestamp,
    /// When cloud extras pause if nothing is paid. Branches go on selling.
    pub extras_until_ms: Timestamp,
    /// The plan that begins when what is paid for ends.
    pub next_plan: Option<Plan>,
    pub cancelled_at_ms: Option<Timestamp>,
    pub usage: Vec<Usage>,
}

/// How much of a resource there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Usage {
    pub resource: Resource,
    pub present: u64,
    /// None: as many as they like.
    pub limit: Option<u32>,
}

/// What can be subscribed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plans {
    pub items: Vec<PlanView>,
}

/// A plan with its price and limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanView {
    pub plan: Plan,
    /// A month; none: by agreement with us.
    pub monthly_price: Option<Money>,
    pub limits: Limits,
}

/// Another plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePlan {
    pub plan: Plan,
}

/// A page of invoices, from the newest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invoices {
    pub items: Vec<Invoice>,
    /// Where the next page starts; none: this is the last.
    pub next_cursor: Option<String>,
}

/// What is owed, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invoice {
    pub invoice_id: SubscriptionEventId,
    pub at_ms: Timestamp,
    /// The plan it is for.
    pub plan: Option<Plan>,
    pub amount: Money,
    pub status: InvoiceStatus,
    pub paid_at_ms: Option<Timestamp>,
}

/// Whether it was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    Due,
    Paid,
}

/// How the company will pay.
#[derive(Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethod {
    pub provider: PaymentProvider,
    /// What the provider gave the browser for the card or account; never the number itself.
    #[schema(max_length = 200)]
    pub token: String,
}

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentProvider {
    Wompi,
    Stripe,
}

// A payment token must not reach a log through `{:?}`.
impl std::fmt::Debug for PaymentMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentMethod").field("provider", &self.provider).finish_non_exhaustive()
    }
}
