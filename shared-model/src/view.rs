//! Aggregates as screens see them.

use std::cmp::Reverse;

use crate::ids::LineId;
use crate::menu::Menu;
use crate::money::Money;
use crate::order::line::ChosenModifier;
use crate::order::pricing::{self, Totals};
use crate::order::{Line, Order, Progress, Stage, payment};
use crate::wire::menu::MenuView;
use crate::wire::orders::{
    LineView, ModifierView, NameCount, OrderView, PartView, PaymentView, Person, Quote, QuotedLine, TaxView,
    TotalsView,
};

/// An order, whole. `version` is the store's.
pub fn order(order: &Order, version: i64, cash_rounding: Money) -> OrderView {
    let priced = pricing::totals(order);
    let settled = payment::settle(order);
    let progress = Progress::of(order);
    let mut payments: Vec<_> = order.payments.iter().collect();
    payments.sort_by_key(|(id, payment)| (payment.at, **id));
    let change = payments.iter().map(|(_, payment)| payment.change()).sum();
    OrderView {
        order_id: order.order_id,
        number: order.number().to_string(),
        order_type: order.opened.order_type,
        table: order.header.table.clone(),
        customer: order.customer.clone(),
        guests: order.header.guests,
        note: order.header.note.clone(),
        status: order.status(),
        payment_state: order.payment_state(),
        business_day: order.business_day(),
        created_at_ms: order.opened.at.at(),
        created_by: Person { staff_id: order.opened.by, name: order.opened.by_name.clone() },
        cancel_reason: order.cancelled().map(|cancel| cancel.reason.clone()),
        needs_review: order.needs_review(),
        version,
        lines: order
            .lines_in_sequence()
            .into_iter()
            .map(|(id, line)| line_view(&progress, id, line))
            .collect(),
        payments: payments
            .into_iter()
            .map(|(payment_id, payment)| PaymentView {
                payment_id: *payment_id,
                method: payment.method,
                amount: payment.amount,
                tendered: payment.tendered,
                change: payment.change(),
                rounding: payment.rounding,
                reference: payment.reference.clone(),
                at_ms: payment.at.at(),
                by_name: payment.by_name.clone(),
            })
            .collect(),
        totals: TotalsView {
            paid: settled.paid,
            rounding: settled.rounding,
            due: settled.due,
            due_in_cash: settled.due.floor_to(cash_rounding),
            overpaid: settled.overpaid,
            change,
            ..totals(&priced, cash_rounding)
        },
    }
}

/// Prices for a cart.
pub fn quote(lines: &[(LineId, Line)], cash_rounding: Money) -> Quote {
    let priced = pricing::quote(lines);
    let line = |(line_id, line): &(LineId, Line)| QuotedLine {
        line_id: *line_id,
        unit_price: line.unit_price,
        total: line.total(),
    };
    Quote { lines: lines.iter().map(line).collect(), totals: totals(&priced, cash_rounding) }
}

/// Everything a selling screen needs, in the sequence it is shown.
pub fn menu(menu: &Menu, version: i64) -> MenuView {
    let mut categories: Vec<_> = menu.categories.values().cloned().collect();
    categories.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    let mut products: Vec<_> = menu.products.values().cloned().collect();
    products.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    let mut stations: Vec<_> = menu.stations.values().cloned().collect();
    stations.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    MenuView {
        version,
        categories,
        products,
        modifier_groups: menu.modifier_groups.values().cloned().collect(),
        ingredients: menu.ingredients.values().cloned().collect(),
        stations,
    }
}

/// The least advanced of a line's parts.
pub fn line_stage(progress: &Progress<'_>, line_id: LineId, line: &Line) -> Stage {
    line.part_refs(line_id).map(|part| progress.stage(part)).min().unwrap_or(Stage::New)
}

fn line_view(progress: &Progress<'_>, line_id: LineId, line: &Line) -> LineView {
    let sent = progress.send_of(line_id);
    let parts = line.part_refs(line_id).zip(&line.parts).map(|(part_ref, part)| PartView {
        part: part_ref.part,
        station_id: part.station,
        name: part.name.clone(),
        variant: part.variant.clone(),
        modifiers: counted(&part.modifiers),
        stage: progress.stage(part_ref),
    });
    LineView {
        line_id,
        product_id: line.product_id,
        name: line.name.clone(),
        variant: line.variant.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        total: line.total(),
        modifiers: line.modifiers.iter().map(modifier_view).collect(),
        note: line.note.clone(),
        round: sent.map(|(_, round, _)| round),
        sent_at_ms: sent.map(|(_, _, sent)| sent.at.at()),
        stage: line_stage(progress, line_id, line),
        void_reason: progress.void_of(line_id).map(|void| void.reason.clone()),
        parts: parts.collect(),
    }
}

/// Extras with how many of each.
pub fn counted(modifiers: &[ChosenModifier]) -> Vec<NameCount> {
    let count = |chosen: &ChosenModifier| NameCount { name: chosen.name.clone(), quantity: chosen.quantity };
    modifiers.iter().map(count).collect()
}

fn modifier_view(chosen: &ChosenModifier) -> ModifierView {
    ModifierView {
        modifier_id: chosen.modifier_id,
        name: chosen.name.clone(),
        quantity: chosen.quantity,
        price: chosen.price,
    }
}

fn totals(priced: &Totals, cash_rounding: Money) -> TotalsView {
    let mut taxes: Vec<TaxView> = priced
        .buckets
        .iter()
        .filter_map(|bucket| {
            let applied = bucket.tax?;
            Some(TaxView {
                tax: applied.tax,
                rate_bp: applied.rate,
                base: bucket.base,
                amount: bucket.amount,
            })
        })
        .collect();
    taxes.sort_by_key(|tax| Reverse(tax.amount));
    TotalsView {
        subtotal: priced.subtotal,
        discount: priced.discount,
        total: priced.total,
        taxes,
        paid: Money::ZERO,
        rounding: Money::ZERO,
        due: priced.total,
        due_in_cash: priced.total.floor_to(cash_rounding),
        change: Money::ZERO,
        overpaid: Money::ZERO,
    }
}
