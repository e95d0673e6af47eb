//! Which paper a change of an order owes, and what stands on it: a ticket for each station of a dispatch, a void ticket
//! for what was taken back after it was sent, a receipt when the bill is settled.

use std::collections::BTreeMap;

use super::bill::{Bill, BillLine, BillPayment, BillTax, Business, Labelled};
use super::kitchen::{KitchenHead, KitchenLine, KitchenModifier, KitchenTicket, KitchenVoid, Service};
use super::ticket::Ticket;
use crate::branch::Branch;
use crate::ids::{LineId, StationId};
use crate::menu::{Menu, Station};
use crate::money::Money;
use crate::order::line::{ChosenModifier, Part};
use crate::order::payment::Method;
use crate::order::{Event, Line, Order, OrderType, PaymentState, Sent, pricing};
use crate::time::{DayRule, Timestamp};

/// Where a paper goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// Something to make.
    Station(StationId),
    /// Something not to make after all.
    StationVoid(StationId),
    /// The printer of the till.
    Receipt,
}

/// A paper that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub destination: Destination,
    /// What caused it: with the destination, the identity of the paper.
    pub cause: String,
    pub ticket: Ticket,
}

/// What the words on paper depend on beside the order.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'a> {
    pub menu: &'a Menu,
    pub branch: &'a Branch,
    pub day_rule: &'a DayRule,
    pub now: Timestamp,
}

/// The papers that facts just added to an order owe.
pub fn papers(shop: Shop<'_>, order: &Order, facts: &[Event]) -> Vec<Paper> {
    let mut papers = Vec::new();
    let mut paid = false;
    for fact in facts {
        match fact {
            Event::Sent { send_id, sent } => papers.extend(dispatch(shop, order, &send_id.to_string(), sent)),
            Event::Voided { void_id, void } => {
                papers.extend(voids(
                    shop,
                    order,
                    &void_id.to_string(),
                    &[void.line],
                    &void.reason,
                    &void.by_name,
                ));
            }
            Event::Cancelled(cancel) => {
                let lines: Vec<LineId> = order.lines.keys().copied().collect();
                let cause = format!("cancel|{}", cancel.at.to_raw());
                papers.extend(voids(shop, order, &cause, &lines, &cancel.reason, &cancel.by_name));
            }
            Event::Paid { .. } => paid = true,
            Event::Opened(_)
            | Event::HeaderSet(_)
            | Event::CustomerSet(_)
            | Event::LineAdded { .. }
            | Event::Stepped { .. }
            | Event::Discounted { .. } => {}
        }
    }
    if paid && order.payment_state() == PaymentState::Paid {
        let ticket = receipt(shop, order, true);
        papers.push(Paper { destination: Destination::Receipt, cause: "paid".to_owned(), ticket });
    }
    papers
}

/// The customer's paper, as the order is now.
pub fn receipt(shop: Shop<'_>, order: &Order, open_drawer: bool) -> Ticket {
    let totals = pricing::totals(order);
    let branch = shop.branch;
    let lines = order.lines_in_sequence().into_iter().filter(|(id, _)| order.void_of(*id).is_none());
    let mut payments: Vec<_> = order.payments.values().collect();
    payments.sort_by_key(|payment| payment.at);
    let drawer = open_drawer && payments.iter().any(|payment| payment.method == Method::Cash);
    let discount = (!totals.discount.is_zero())
        .then(|| Labelled { label: "Descuento".to_owned(), amount: negative(totals.discount) });
    let taxes = totals.buckets.iter().filter_map(|bucket| {
        let applied = bucket.tax?;
        let name = match applied.tax {
            crate::order::tax::Tax::Inc => "INC",
            crate::order::tax::Tax::Iva => "IVA",
        };
        let rate = applied.rate.0;
        let name = if rate % 100 == 0 {
            format!("{name} {} %", rate / 100)
        } else {
            format!("{name} {},{:02} %", rate / 100, rate % 100)
        };
        // Paper shows whole pesos; the two still add up to the price.
        let gross = [bucket.base, bucket.amount].into_iter().sum::<Money>();
        let tax = gross.tax_included(applied.rate).round_to(Money::from_pesos(1));
        Some(BillTax { name, base: gross.minus(tax).unwrap_or_default(), tax })
    });
    let rounding = negative(order.rounding());
    Bill {
        business: Business {
            name: branch.business_name.clone(),
            nit: Some(branch.nit.clone()),
            address: Some(branch.address.clone()),
            phone: None,
            thanks: Some("¡Gracias por su compra!".to_owned()),
        },
        number: format!("{} {}", order.business_day(), order.number()),
        turn: order.number().to_string(),
        service: service(order),
        date: shop.day_rule.wall(shop.now).date(),
        hour: shop.day_rule.wall(shop.now).clock(),
        cashier: payments
            .last()
            .map_or_else(|| order.opened.by_name.clone(), |payment| payment.by_name.clone()),
        customer: order.customer.name.clone(),
        lines: lines.map(|(_, line)| bill_line(line)).collect(),
        adjustments: discount.into_iter().collect(),
        tip: None,
        rounding,
        total: [totals.total, rounding].into_iter().sum(),
        taxes: taxes.collect(),
        payments: payments
            .into_iter()
            .map(|payment| BillPayment {
                method: payment.method.label().to_owned(),
                amount: payment.amount,
                tendered: payment.tendered.filter(|tendered| *tendered > payment.amount),
                change: Some(payment.change()).filter(|change| !change.is_zero()),
            })
            .collect(),
        qr: None,
        open_drawer: drawer,
    }
    .ticket()
}

fn dispatch(shop: Shop<'_>, order: &Order, cause: &str, sent: &Sent) -> Vec<Paper> {
    let round = order.rounds().iter().position(|(_, known)| *known == sent).unwrap_or(0);
    let by_station = by_station(shop, order, &sent.lines);
    let paper = |(station, lines): (&Station, Vec<KitchenLine>)| Paper {
        destination: Destination::Station(station.station_id),
        cause: cause.to_owned(),
        ticket: KitchenTicket {
            head: head(shop, order, station, &sent.by_name),
            round: u32::try_from(round).unwrap_or(u32::MAX).saturating_add(1),
            lines,
            note: order.header.note.clone(),
        }
        .ticket(),
    };
    by_station.into_iter().map(paper).collect()
}

fn voids(shop: Shop<'_>, order: &Order, cause: &str, lines: &[LineId], reason: &str, by: &str) -> Vec<Paper> {
    let was_live = |line: &&LineId| {
        let others = order.voids.values().filter(|void| void.line == **line).count();
        order.send_of(**line).is_some() && (others == 0 || !cause.starts_with("cancel|"))
    };
    let sent: Vec<LineId> = lines.iter().filter(was_live).copied().collect();
    let paper = |(station, lines): (&Station, Vec<KitchenLine>)| Paper {
        destination: Destination::StationVoid(station.station_id),
        cause: cause.to_owned(),
        ticket: KitchenVoid { head: head(shop, order, station, by), lines, reason: reason.to_owned() }
            .ticket(),
    };
    by_station(shop, order, &sent).into_iter().map(paper).collect()
}

/// What each station makes of some lines, stations in the menu's sequence.
fn by_station<'a>(shop: Shop<'a>, order: &Order, lines: &[LineId]) -> Vec<(&'a Station, Vec<KitchenLine>)> {
    let mut made: BTreeMap<StationId, Vec<KitchenLine>> = BTreeMap::new();
    for (_, line) in order.lines_in_sequence().into_iter().filter(|(id, _)| lines.contains(id)) {
        for part in &line.parts {
            let Some(station) = part.station else { continue };
            made.entry(station).or_default().push(kitchen_line(line, part));
        }
    }
    let known = made.into_iter().filter_map(|(id, lines)| Some((shop.menu.stations.get(&id)?, lines)));
    let mut known: Vec<_> = known.collect();
    known.sort_by_key(|(station, _)| (station.position, station.station_id));
    known
}

fn head(shop: Shop<'_>, order: &Order, station: &Station, by: &str) -> KitchenHead {
    KitchenHead {
        station: station.name.clone(),
        turn: order.number().to_string(),
        service: service(order),
        hour: shop.day_rule.wall(shop.now).clock(),
        taken_by: by.to_owned(),
        customer: order.customer.name.clone(),
    }
}

fn service(order: &Order) -> Service {
    match order.opened.order_type {
        OrderType::DineIn => Service::DineIn { table: order.header.table.clone() },
        OrderType::Takeaway => Service::TakeAway,
        OrderType::Delivery => Service::Delivery,
    }
}

fn kitchen_line(line: &Line, part: &Part) -> KitchenLine {
    let modifier =
        |chosen: &ChosenModifier| KitchenModifier { quantity: chosen.quantity, name: chosen.name.clone() };
    let of_combo = part.name != line.name;
    let own = line.modifiers.iter().filter(|_| of_combo).map(modifier);
    KitchenLine {
        quantity: line.quantity,
        product: part.name.clone(),
        variant: part.variant.clone(),
        modifiers: part.modifiers.iter().map(modifier).chain(own).collect(),
        note: line.note.clone(),
    }
}

fn bill_line(line: &Line) -> BillLine {
    let of_parts = line.parts.iter().filter(|part| part.name != line.name);
    let chosen: Vec<&ChosenModifier> =
        line.modifiers.iter().chain(of_parts.clone().flat_map(|part| &part.modifiers)).collect();
    let amount = |chosen: &ChosenModifier| {
        let each = chosen.price.times(chosen.quantity).unwrap_or_default();
        each.times(line.quantity).unwrap_or_default()
    };
    let extras: Money = chosen.iter().map(|chosen| amount(chosen)).sum();
    let components = of_parts
        .map(|part| Labelled { label: titled(&part.name, part.variant.as_deref()), amount: Money::ZERO });
    let modifiers = chosen.iter().map(|chosen| Labelled {
        label: if chosen.quantity > 1 {
            format!("{} x {}", chosen.quantity, chosen.name)
        } else {
            chosen.name.clone()
        },
        amount: amount(chosen),
    });
    BillLine {
        quantity: line.quantity,
        name: titled(&line.name, line.variant.as_deref()),
        amount: line.total().minus(extras).unwrap_or_default(),
        modifiers: components.chain(modifiers).collect(),
        discount: None,
    }
}

fn titled(name: &str, variant: Option<&str>) -> String {
    variant.map_or_else(|| name.to_owned(), |variant| format!("{name} {variant}"))
}

fn negative(amount: Money) -> Money {
    Money::ZERO.minus(amount).unwrap_or_default()
}
