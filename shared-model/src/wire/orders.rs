//! Orders on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{
    DiscountId, LineId, ModifierId, OrderId, PaymentId, ProductId, SendId, StaffId, StationId, StepId, VoidId,
};
use crate::money::{BasisPoints, Money};
use crate::order::command::{NewLine, NewPayment};
use crate::order::payment::Method;
use crate::order::tax::Tax;
use crate::order::{Customer, OrderType, PaymentState, Stage, Status};
use crate::time::{BusinessDay, Timestamp};

/// What would these lines cost?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    pub order_type: OrderType,
    pub lines: Vec<NewLine>,
}

/// Prices for a cart. Nothing is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quote {
    pub lines: Vec<QuotedLine>,
    pub totals: TotalsView,
}

/// The price of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuotedLine {
    pub line_id: LineId,
    /// Of one piece, extras included.
    pub unit_price: Money,
    pub total: Money,
}

/// More lines for an order: a new round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLines {
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<NewLine>,
    #[serde(default)]
    pub send_id: Option<SendId>,
}

/// Dispatches what the kitchen has not seen yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendOrder {
    pub send_id: SendId,
}

/// Moves everything that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStatus {
    pub step_id: StepId,
    pub to: NextStatus,
}

/// A status people can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStatus {
    Preparing,
    Ready,
    Delivered,
}

/// Takes a line back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidLine {
    pub void_id: VoidId,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub reason: String,
}

/// Takes money off the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscountOrder {
    pub discount_id: DiscountId,
    pub amount: Money,
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
}

/// Calls an order off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
}

/// Pays for an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayOrder {
    #[schema(min_items = 1, max_items = 20)]
    pub payments: Vec<NewPayment>,
}

/// An order, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    pub order_id: OrderId,
    /// What people call out: `M-047`.
    #[schema(example = "M-047")]
    pub number: String,
    pub order_type: OrderType,
    pub table: Option<String>,
    pub customer: Customer,
    pub guests: Option<u32>,
    pub note: Option<String>,
    pub status: Status,
    pub payment_state: PaymentState,
    pub business_day: BusinessDay,
    pub created_at_ms: Timestamp,
    pub created_by: Person,
    pub cancel_reason: Option<String>,
    /// Two sides did what cannot both stand (cancelled and paid): a person must decide.
    pub needs_review: bool,
    /// Grows with every change.
    pub version: i64,
    pub lines: Vec<LineView>,
    pub payments: Vec<PaymentView>,
    pub totals: TotalsView,
}

/// Somebody, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    pub staff_id: StaffId,
    pub name: String,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Line)]
pub struct LineView {
    pub line_id: LineId,
    pub product_id: ProductId,
    pub name: String,
    pub variant: Option<String>,
    pub quantity: u32,
    pub unit_price: Money,
    pub total: Money,
    pub modifiers: Vec<ModifierView>,
    pub note: Option<String>,
    /// Which dispatch it went out with, from 1.
    pub round: Option<u32>,
    pub sent_at_ms: Option<Timestamp>,
    /// The least advanced of its parts.
    pub stage: Stage,
    pub void_reason: Option<String>,
    pub parts: Vec<PartView>,
}

/// An extra of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LineModifier)]
pub struct ModifierView {
    pub modifier_id: ModifierId,
    pub name: String,
    pub quantity: u32,
    /// Of one.
    pub price: Money,
}

/// Something a station makes for a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LinePart)]
pub struct PartView {
    pub part: u8,
    pub station_id: Option<StationId>,
    pub name: String,
    pub variant: Option<String>,
    pub modifiers: Vec<NameCount>,
    pub stage: Stage,
}

/// So many of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NameCount {
    pub name: String,
    pub quantity: u32,
}

/// Money received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Payment)]
pub struct PaymentView {
    pub payment_id: PaymentId,
    pub method: Method,
    pub amount: Money,
    pub tendered: Option<Money>,
    pub change: Money,
    pub rounding: Money,
    pub reference: Option<String>,
    pub at_ms: Timestamp,
    pub by_name: String,
}

/// What a bill comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Totals)]
pub struct TotalsView {
    pub subtotal: Money,
    pub discount: Money,
    /// Taxes included.
    pub total: Money,
    pub taxes: Vec<TaxView>,
    pub paid: Money,
    /// Waived because coins that small do not exist.
    pub rounding: Money,
    pub due: Money,
    /// What is due when it is paid in cash.
    pub due_in_cash: Money,
    /// Cash given back so far.
    pub change: Money,
    /// Received beyond the total (two tills charged at once): owed back to the customer.
    pub overpaid: Money,
}

/// A tax inside the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TaxLine)]
pub struct TaxView {
    pub tax: Tax,
    pub rate_bp: BasisPoints,
    pub base: Money,
    pub amount: Money,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderSummary {
    pub order_id: OrderId,
    pub number: String,
    pub order_type: OrderType,
    pub table: Option<String>,
    pub customer_name: Option<String>,
    pub status: Status,
    pub payment_state: PaymentState,
    pub total: Money,
    pub due: Money,
    pub created_at_ms: Timestamp,
    pub line_count: u32,
    pub created_by_name: String,
}

/// One page of orders, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderPage {
    pub items: Vec<OrderSummary>,
    pub next_cursor: Option<String>,
}

/// One day in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderStats {
    pub business_day: BusinessDay,
    /// Not cancelled.
    pub orders: u32,
    pub cancelled: u32,
    /// Total of what was not cancelled.
    pub sold: Money,
    /// `sold` by `orders`, to the whole peso.
    pub average: Money,
    pub by_type: Vec<TypeStats>,
    pub by_method: Vec<MethodStats>,
    pub by_status: Vec<StatusStats>,
}

/// One order type of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TypeStats {
    pub order_type: OrderType,
    pub orders: u32,
    pub sold: Money,
}

/// One payment method of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodStats {
    pub method: Method,
    pub amount: Money,
}

/// One status of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusStats {
    pub status: Status,
    pub orders: u32,
}
