//! What happened to an order: facts that are recorded once and never changed. Their CBOR field numbers are a released
//! format; a number is never used again for something else.

use minicbor::{Decode, Encode};

use super::stage::{PartRef, StepTo};
use super::{Customer, Header, Line, OrderType, Payment};
use crate::ids::{DiscountId, LineId, PaymentId, SendId, StaffId, StepId, VoidId};
use crate::money::Money;
use crate::time::{BusinessDay, Hlc};

/// One fact, with the id it is stored under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Opened(Opened),
    HeaderSet(Header),
    CustomerSet(Customer),
    LineAdded { line_id: LineId, line: Line },
    Sent { send_id: SendId, sent: Sent },
    Stepped { step_id: StepId, step: Stepped },
    Voided { void_id: VoidId, void: Voided },
    Discounted { discount_id: DiscountId, discount: Discounted },
    Cancelled(Cancelled),
    Paid { payment_id: PaymentId, payment: Payment },
}

/// The order began, and took its number.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Opened {
    #[n(0)]
    pub order_type: OrderType,
    #[n(1)]
    pub business_day: BusinessDay,
    #[n(2)]
    pub turn: u32,
    #[n(3)]
    pub by: StaffId,
    #[n(4)]
    pub by_name: String,
    #[n(5)]
    pub at: Hlc,
}

/// Lines went to the kitchen together: one round.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sent {
    #[n(0)]
    pub lines: Vec<LineId>,
    #[n(1)]
    pub by: StaffId,
    #[n(2)]
    pub by_name: String,
    #[n(3)]
    pub at: Hlc,
}

/// Parts moved to a stage.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Stepped {
    #[n(0)]
    pub to: StepTo,
    #[n(1)]
    pub parts: Vec<PartRef>,
    /// The steps its author had seen last for these parts.
    #[n(2)]
    pub after: Vec<StepId>,
    #[n(3)]
    pub by: StaffId,
    #[n(4)]
    pub at: Hlc,
}

/// A line was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Voided {
    #[n(0)]
    pub line: LineId,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub by: StaffId,
    #[n(3)]
    pub by_name: String,
    #[n(4)]
    pub at: Hlc,
}

/// Money was taken off the bill.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Discounted {
    #[n(0)]
    pub amount: Money,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub by: StaffId,
    #[n(3)]
    pub at: Hlc,
}

/// The order was called off.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cancelled {
    #[n(0)]
    pub reason: String,
    #[n(1)]
    pub by: StaffId,
    #[n(2)]
    pub by_name: String,
    #[n(3)]
    pub at: Hlc,
}
