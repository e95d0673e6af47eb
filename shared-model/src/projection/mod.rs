//! What people query: an order as typed rows. Box and cloud store exactly these, and rebuilding them from documents gives
//! the same bytes. What did not change between two states of an order is not written again.

use serde::Serialize;

use crate::ids::{IngredientId, LineId, OrderId, PaymentId, ProductId, SendId, StationId};
use crate::money::Money;
use crate::order::decide::due;
use crate::order::payment::Method;
use crate::order::{Order, OrderType, PartRef, PaymentState, Progress, Stage, Status, pricing};
use crate::quantity::Quantity;
use crate::report::count;
use crate::report::rollup::RollupRow;
use crate::time::{BusinessDay, Hlc, Timestamp};
use crate::view;
use crate::wire::orders::NameCount;

/// All rows of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRows {
    pub order: OrderRow,
    pub lines: Vec<LineRow>,
    pub items: Vec<KitchenItemRow>,
    pub payments: Vec<PaymentRow>,
    /// What the order adds to the sums that reports are made of.
    pub rollup: Vec<RollupRow>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    pub order_id: OrderId,
    pub order_type: OrderType,
    pub business_day: BusinessDay,
    pub turn: u32,
    pub table: Option<String>,
    pub customer_name: Option<String>,
    pub note: Option<String>,
    pub status: Status,
    pub payment_state: PaymentState,
    pub subtotal: Money,
    pub discount: Money,
    pub total: Money,
    pub paid: Money,
    pub due: Money,
    pub line_count: u32,
    pub created_at: Timestamp,
    pub created_by_name: String,
    pub needs_review: bool,
}

/// One line, for what sold and what it used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    pub line_id: LineId,
    pub product_id: ProductId,
    pub name: String,
    pub variant: Option<String>,
    pub quantity: u32,
    pub unit_price: Money,
    pub total: Money,
    pub sent_at: Option<Timestamp>,
    pub voided: bool,
    /// What all pieces use up.
    pub consumption: Vec<Consumed>,
}

/// So much of an ingredient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consumed {
    pub ingredient_id: IngredientId,
    pub quantity: Quantity,
}

/// One part that was sent to the kitchen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitchenItemRow {
    pub part: PartRef,
    pub send_id: SendId,
    pub round: u32,
    pub station_id: Option<StationId>,
    pub quantity: u32,
    pub name: String,
    pub variant: Option<String>,
    pub modifiers: Vec<NameCount>,
    pub note: Option<String>,
    pub stage: Stage,
    pub sent_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub void_reason: Option<String>,
    /// Cards disappear with their last open item; a voided item is not work.
    pub open: bool,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    pub payment_id: PaymentId,
    pub method: Method,
    pub amount: Money,
    pub rounding: Money,
    pub reference: Option<String>,
    pub at: Timestamp,
    pub by_name: String,
}

/// The rows of an order.
pub fn rows(order: &Order) -> OrderRows {
    let totals = pricing::totals(order);
    let status = order.status();
    let progress = Progress::of(order);
    let in_sequence = order.lines_in_sequence();
    let payments = order.payments.iter().map(|(payment_id, payment)| PaymentRow {
        payment_id: *payment_id,
        method: payment.method,
        amount: payment.amount,
        rounding: payment.rounding,
        reference: payment.reference.clone(),
        at: payment.at.at(),
        by_name: payment.by_name.clone(),
    });
    let standing = order.lines.keys().filter(|line_id| progress.void_of(**line_id).is_none());
    OrderRows {
        lines: in_sequence.iter().map(|(line_id, line)| line_row(&progress, *line_id, line)).collect(),
        items: in_sequence
            .iter()
            .flat_map(|(line_id, line)| items(&progress, status, *line_id, line))
            .collect(),
        payments: payments.collect(),
        rollup: count::of(order, &totals, status),
        order: OrderRow {
            order_id: order.order_id,
            order_type: order.opened.order_type,
            business_day: order.business_day(),
            turn: order.opened.turn,
            table: order.header.table.clone(),
            customer_name: order.customer.name.clone(),
            note: order.header.note.clone(),
            status,
            payment_state: order.payment_state(),
            subtotal: totals.subtotal,
            discount: totals.discount,
            total: totals.total,
            paid: order.paid(),
            due: due(order),
            line_count: u32::try_from(standing.count()).unwrap_or(u32::MAX),
            created_at: order.opened.at.at(),
            created_by_name: order.opened.by_name.clone(),
            needs_review: order.needs_review(),
        },
    }
}

fn line_row(progress: &Progress<'_>, line_id: LineId, line: &crate::order::Line) -> LineRow {
    let all = |(ingredient_id, quantity): &(IngredientId, Quantity)| Consumed {
        ingredient_id: *ingredient_id,
        quantity: quantity.times(line.quantity).unwrap_or(*quantity),
    };
    LineRow {
        line_id,
        product_id: line.product_id,
        name: line.name.clone(),
        variant: line.variant.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        total: line.total(),
        sent_at: progress.send_of(line_id).map(|(_, _, sent)| sent.at.at()),
        voided: progress.void_of(line_id).is_some(),
        consumption: line.consumption.iter().map(all).collect(),
    }
}

fn items(
    progress: &Progress<'_>,
    status: Status,
    line_id: LineId,
    line: &crate::order::Line,
) -> Vec<KitchenItemRow> {
    let Some((send_id, round, sent)) = progress.send_of(line_id) else { return Vec::new() };
    let void = progress.void_of(line_id);
    let made = line.part_refs(line_id).zip(&line.parts).filter(|(_, part)| part.station.is_some());
    let row = |(part_ref, part): (PartRef, &crate::order::line::Part)| {
        let stage = progress.stage(part_ref);
        KitchenItemRow {
            part: part_ref,
            send_id,
            round,
            station_id: part.station,
            quantity: line.quantity,
            name: part.name.clone(),
            variant: part.variant.clone(),
            modifiers: view::counted(&part.modifiers),
            note: line.note.clone(),
            stage,
            sent_at: sent.at.at(),
            ready_at: progress.ready_at(part_ref).filter(|_| stage != Stage::Voided).map(Hlc::at),
            void_reason: void.map(|void| void.reason.clone()),
            open: matches!(stage, Stage::Pending | Stage::Preparing) && status != Status::Cancelled,
        }
    };
    made.map(row).collect()
}
