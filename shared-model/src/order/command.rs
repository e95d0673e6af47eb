//! What people may ask of an order.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::payment::Method;
use super::stage::{PartRef, StepTo};
use super::{Customer, OrderType};
use crate::ids::{
    ComboSlotId, DiscountId, LineId, ModifierId, OrderId, PaymentId, ProductId, SendId, StationId, StepId,
    VariantId, VoidId,
};
use crate::money::Money;

/// A person's intent. Ids inside are minted by the tap, so that a retry is the same fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin an order, perhaps send and pay it at once.
    Open(NewOrder),
    AddLines {
        lines: Vec<NewLine>,
        send: Option<SendId>,
    },
    /// Dispatch the lines that were never sent.
    Send {
        send_id: SendId,
    },
    Step {
        step_id: StepId,
        to: StepTo,
        parts: Parts,
    },
    VoidLine {
        void_id: VoidId,
        line: LineId,
        reason: String,
    },
    Discount {
        discount_id: DiscountId,
        amount: Money,
        reason: String,
    },
    Cancel {
        reason: String,
    },
    Pay {
        payments: Vec<NewPayment>,
    },
}

/// Which parts a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// Every live part that the step can apply to, of one dispatch and station where given.
    Matching { send: Option<SendId>, station: Option<StationId> },
    /// Exactly these.
    Listed(Vec<PartRef>),
}

/// A line somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    pub line_id: LineId,
    pub product_id: ProductId,
    #[serde(default)]
    pub variant_id: Option<VariantId>,
    #[schema(minimum = 1, maximum = 999)]
    pub quantity: u32,
    #[serde(default)]
    pub modifiers: Vec<NewModifier>,
    /// What fills each place of a combo.
    #[serde(default)]
    pub components: Vec<NewComponent>,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// An extra somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewModifier {
    pub modifier_id: ModifierId,
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 99)]
    pub quantity: u32,
}

/// What fills a place of a combo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComponent {
    pub slot_id: ComboSlotId,
    pub product_id: ProductId,
    #[serde(default)]
    pub variant_id: Option<VariantId>,
    #[serde(default)]
    pub modifiers: Vec<NewModifier>,
}

/// A new order, perhaps sent to the kitchen and paid in the same breath.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    pub order_id: OrderId,
    pub order_type: OrderType,
    #[serde(default)]
    #[schema(max_length = 20)]
    pub table: Option<String>,
    #[serde(default)]
    pub customer: Option<Customer>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub guests: Option<u32>,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub note: Option<String>,
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<NewLine>,
    /// Present: the lines go to the kitchen at once, as this dispatch.
    #[serde(default)]
    pub send_id: Option<SendId>,
    #[serde(default)]
    pub payments: Vec<NewPayment>,
}

/// Money somebody hands over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    pub payment_id: PaymentId,
    pub method: Method,
    /// What of the bill it settles. In cash, paying `due_in_cash` settles the bill.
    pub amount: Money,
    /// Cash handed over, at least `amount`.
    #[serde(default)]
    pub tendered: Option<Money>,
    /// The number that proves a payment that is not cash.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub reference: Option<String>,
}

fn one() -> u32 {
    1
}
