//! An order: what was asked for, sent, made, taken back and paid.
//!
//! An order is a set of facts, each under its own id, and everything else is computed from them, so that merging two
//! copies is set union and the sequence of arrival does not matter. Invariants: the stage of a part only moves forward,
//! except by an explicit recall that names what it takes back; payments only accumulate; a sent line is never removed,
//! only voided with a reason; prices are the ones of the moment of sale.

pub mod command;
pub mod decide;
pub mod event;
pub mod line;
pub mod payment;
pub mod pricing;
pub mod progress;
mod rejection;
pub mod stage;
pub mod tax;
pub mod text;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{DiscountId, LineId, OrderId, PaymentId, SendId, StaffId, StepId, VoidId};
use crate::money::Money;
use crate::time::{BusinessDay, Hlc};

pub use event::{Cancelled, Discounted, Event, Opened, Sent, Stepped, Voided};
pub use line::Line;
pub use payment::Payment;
pub use progress::Progress;
pub use rejection::Rejection;
pub use stage::{PartRef, Stage};

/// How the food reaches the customer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    /// Mesa.
    #[n(0)]
    DineIn,
    /// Llevar.
    #[n(1)]
    Takeaway,
    /// Domicilio.
    #[n(2)]
    Delivery,
}

impl OrderType {
    /// The letter of its turn numbers.
    pub const fn letter(self) -> char {
        match self {
            Self::DineIn => 'M',
            Self::Takeaway => 'L',
            Self::Delivery => 'D',
        }
    }

    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DineIn => "dine_in",
            Self::Takeaway => "takeaway",
            Self::Delivery => "delivery",
        }
    }
}

/// The number people call out, `M-047`: the n-th order of its type on its business day at its branch. Never an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TurnNumber {
    pub order_type: OrderType,
    pub turn: u32,
}

impl std::fmt::Display for TurnNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:03}", self.order_type.letter(), self.turn)
    }
}

/// Who it is for. Kept in a document of its own, so that erasing a person is deleting that document (Ley 1581 de 2012).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Customer {
    #[serde(default)]
    #[schema(max_length = 80)]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 20)]
    pub phone: Option<String>,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub address: Option<String>,
}

/// What may be written over: the latest value stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub table: Option<String>,
    pub guests: Option<u32>,
    pub note: Option<String>,
}

/// One order, as its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub order_id: OrderId,
    pub opened: Opened,
    pub header: Header,
    pub customer: Customer,
    pub lines: BTreeMap<LineId, Line>,
    pub sends: BTreeMap<SendId, Sent>,
    pub steps: BTreeMap<StepId, Stepped>,
    pub voids: BTreeMap<VoidId, Voided>,
    pub discounts: BTreeMap<DiscountId, Discounted>,
    /// By when and by whom: two people can call an order off in the same instant.
    pub cancels: BTreeMap<(Hlc, StaffId), Cancelled>,
    pub payments: BTreeMap<PaymentId, Payment>,
}

/// Where an order stands, computed from its parts and cancellations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing that stands was sent to the kitchen yet, or all that was is delivered and more lines wait to be sent.
    Open,
    Sent,
    Preparing,
    Ready,
    Delivered,
    Cancelled,
}

impl Status {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How much of an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    Unpaid,
    Partial,
    Paid,
}

impl PaymentState {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Partial => "partial",
            Self::Paid => "paid",
        }
    }
}

impl Order {
    /// An order of which only the opening is known.
    pub fn new(order_id: OrderId, opened: Opened) -> Self {
        Self {
            order_id,
            opened,
            header: Header::default(),
            customer: Customer::default(),
            lines: BTreeMap::new(),
            sends: BTreeMap::new(),
            steps: BTreeMap::new(),
            voids: BTreeMap::new(),
            discounts: BTreeMap::new(),
            cancels: BTreeMap::new(),
            payments: BTreeMap::new(),
        }
    }

    /// The number people call out.
    pub fn number(&self) -> TurnNumber {
        TurnNumber { order_type: self.opened.order_type, turn: self.opened.turn }
    }

    /// The day it belongs to.
    pub fn business_day(&self) -> BusinessDay {
        self.opened.business_day
    }

    /// Adds a fact; the same fact twice is one fact.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Opened(_) => {}
            Event::LineAdded { line_id, line } => keep_first(&mut self.lines, line_id, line),
            Event::Sent { send_id, sent } => keep_first(&mut self.sends, send_id, sent),
            Event::Stepped { step_id, step } => keep_first(&mut self.steps, step_id, step),
            Event::Voided { void_id, void } => keep_first(&mut self.voids, void_id, void),
            Event::Discounted { discount_id, discount } => {
                keep_first(&mut self.discounts, discount_id, discount);
            }
            Event::Cancelled(cancel) => keep_first(&mut self.cancels, (cancel.at, cancel.by), cancel),
            Event::Paid { payment_id, payment } => keep_first(&mut self.payments, payment_id, payment),
            Event::HeaderSet(header) => self.header = header,
            Event::CustomerSet(customer) => self.customer = customer,
        }
    }

    /// Lines in the sequence they were asked for.
    pub fn lines_in_sequence(&self) -> Vec<(LineId, &Line)> {
        let mut lines: Vec<_> = self.lines.iter().map(|(id, line)| (*id, line)).collect();
        lines.sort_by_key(|(id, line)| (line.at, *id));
        lines
    }

    /// The first void of a line, if it was taken back. For many lines ask [`Progress`] once.
    pub fn void_of(&self, line: LineId) -> Option<&Voided> {
        self.voids.values().filter(|void| void.line == line).min_by_key(|void| void.at)
    }

    /// The dispatch a line went out with, and its round (1 for the first). For many lines ask [`Progress`] once.
    pub fn send_of(&self, line: LineId) -> Option<(SendId, u32, &Sent)> {
        let rounds = (1_u32..).zip(self.rounds());
        let mut with_line = rounds.filter(|(_, (_, sent))| sent.lines.contains(&line));
        with_line.next().map(|(round, (send_id, sent))| (send_id, round, sent))
    }

    /// The dispatches in sequence.
    pub fn rounds(&self) -> Vec<(SendId, &Sent)> {
        let mut rounds: Vec<_> = self.sends.iter().map(|(id, sent)| (*id, sent)).collect();
        rounds.sort_by_key(|(id, sent)| (sent.at, *id));
        rounds
    }

    /// Where the order stands.
    pub fn status(&self) -> Status {
        progress::status(self)
    }

    /// The reason of the first cancellation that stands.
    pub fn cancelled(&self) -> Option<&Cancelled> {
        (self.status() == Status::Cancelled).then(|| self.cancels.values().next()).flatten()
    }

    /// Both sides of a disagreement happened (cancelled and handed over, cancelled and paid, paid twice): a person must
    /// decide.
    pub fn needs_review(&self) -> bool {
        let handed_over = || progress::live_parts(self).iter().any(|(_, stage)| *stage == Stage::Delivered);
        let cancelled = !self.cancels.is_empty() && (!self.payments.is_empty() || handed_over());
        cancelled || !self.overpaid().is_zero()
    }

    /// Money received.
    pub fn paid(&self) -> Money {
        self.payments.values().map(|payment| payment.amount).sum()
    }

    /// Money waived because coins that small do not exist.
    pub fn rounding(&self) -> Money {
        payment::settle(self).rounding
    }

    /// Money received beyond the bill, because two tills charged it or it shrank meanwhile: owed back to the customer.
    pub fn overpaid(&self) -> Money {
        payment::settle(self).overpaid
    }

    /// How much is paid.
    pub fn payment_state(&self) -> PaymentState {
        match (self.payments.is_empty(), payment::settle(self).due.is_zero()) {
            (true, _) => PaymentState::Unpaid,
            (false, true) => PaymentState::Paid,
            (false, false) => PaymentState::Partial,
        }
    }
}

fn keep_first<K: Ord, V>(facts: &mut BTreeMap<K, V>, id: K, fact: V) {
    facts.entry(id).or_insert(fact);
}
