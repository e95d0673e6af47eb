//! The rules of an order: a command against the order as it is gives the facts that follow, or the reason why not.

use std::collections::BTreeSet;

use super::command::{Command, Parts};
use super::event::{Cancelled, Discounted, Opened, Sent, Stepped, Voided};
use super::payment::{self, Taking};
use super::stage::{PartRef, Stage, StepTo};
use super::{Customer, Event, Header, Order, Progress, Rejection, Status, pricing, text};
use crate::ids::{DiscountId, LineId, OrderId, SendId, StepId, VoidId};
use crate::menu::{Menu, choice};
use crate::money::Money;
use crate::order::command::{NewLine, NewOrder, NewPayment};
use crate::staff::{Actor, Role};
use crate::time::{BusinessDay, Hlc, Timestamp};

/// Lines one order may have.
pub const LINES_MAX: usize = 200;
/// Payments one request may carry.
pub const PAYMENTS_MAX: usize = 20;

/// What the rules need to know beside the order.
#[derive(Debug)]
pub struct Context<'a> {
    pub menu: &'a Menu,
    pub actor: &'a Actor,
    pub now: Timestamp,
    /// Read and advanced for every fact.
    pub clock: &'a mut Hlc,
    pub business_day: BusinessDay,
    /// The next free turn number of each order type; only asked when an order is opened.
    pub next_turn: u32,
    /// Smallest amount paid in cash.
    pub cash_rounding: Money,
    /// Which of the references in the command were already used by another payment.
    pub used_references: &'a BTreeSet<String>,
}

/// What follows from a command: the facts to store, and the order with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub order: Order,
    pub events: Vec<Event>,
}

impl Context<'_> {
    fn tick(&mut self) -> Hlc {
        *self.clock = self.clock.tick(self.now);
        *self.clock
    }
}

impl Decision {
    fn record(&mut self, event: Event) {
        self.order.apply(event.clone());
        self.events.push(event);
    }
}

/// Begins an order.
pub fn open(order_id: OrderId, new: &NewOrder, cx: &mut Context<'_>) -> Result<Decision, Rejection> {
    allow(cx.actor, Role::Cashier)?;
    if new.lines.is_empty() {
        return Err(Rejection::NoLines);
    }
    let header = text::header(new)?;
    let customer = text::customer(new)?;
    let opened = Opened {
        order_type: new.order_type,
        business_day: cx.business_day,
        turn: cx.next_turn,
        by: cx.actor.staff_id,
        by_name: cx.actor.name.clone(),
        at: cx.tick(),
    };
    let mut decision =
        Decision { order: Order::new(order_id, opened.clone()), events: vec![Event::Opened(opened)] };
    if header != Header::default() {
        decision.record(Event::HeaderSet(header));
    }
    if customer != Customer::default() {
        decision.record(Event::CustomerSet(customer));
    }
    add_lines(&mut decision, &new.lines, cx)?;
    if let Some(send_id) = new.send_id {
        send(&mut decision, send_id, cx)?;
    }
    if !new.payments.is_empty() {
        pay(&mut decision, &new.payments, cx)?;
    }
    Ok(decision)
}

/// Everything that happens to an order after it was begun.
pub fn decide(order: &Order, command: &Command, cx: &mut Context<'_>) -> Result<Decision, Rejection> {
    if order.status() == Status::Cancelled {
        return Err(Rejection::Cancelled);
    }
    let mut decision = Decision { order: order.clone(), events: Vec::new() };
    match command {
        Command::Open(_) => return Err(Rejection::OrderExists { order: order.order_id }),
        Command::AddLines { lines, send: send_id } => {
            allow(cx.actor, Role::Cashier)?;
            add_lines(&mut decision, lines, cx)?;
            if let Some(send_id) = send_id {
                // Taken for a retry, it would leave the new lines unsent and say nothing.
                if order.sends.contains_key(send_id) {
                    return Err(used("/send_id"));
                }
                send(&mut decision, *send_id, cx)?;
            }
        }
        Command::Send { send_id } => {
            allow(cx.actor, Role::Cashier)?;
            send(&mut decision, *send_id, cx)?;
        }
        Command::Step { step_id, to, parts } => take_step(&mut decision, *step_id, *to, parts, cx)?,
        Command::VoidLine { void_id, line, reason } => void(&mut decision, *void_id, *line, reason, cx)?,
        Command::Discount { discount_id, amount, reason } => {
            discount(&mut decision, *discount_id, *amount, reason, cx)?;
        }
        Command::Cancel { reason } => cancel(&mut decision, reason, cx)?,
        Command::Pay { payments } => {
            allow(cx.actor, Role::Cashier)?;
            pay(&mut decision, payments, cx)?;
        }
    }
    Ok(decision)
}

fn allow(actor: &Actor, needed: Role) -> Result<(), Rejection> {
    if actor.is(needed) { Ok(()) } else { Err(Rejection::NotAllowed { needed }) }
}

fn add_lines(decision: &mut Decision, asked: &[NewLine], cx: &mut Context<'_>) -> Result<(), Rejection> {
    if asked.is_empty() {
        return Err(Rejection::NoLines);
    }
    if !decision.order.payments.is_empty() {
        return Err(Rejection::Paid);
    }
    if decision.order.lines.len() + asked.len() > LINES_MAX {
        return Err(Rejection::TooManyLines { most: LINES_MAX });
    }
    let mut ids: BTreeSet<LineId> = decision.order.lines.keys().copied().collect();
    if let Some(twice) = asked.iter().find(|line| !ids.insert(line.line_id)) {
        return Err(Rejection::DuplicateLine { line: twice.line_id });
    }
    let (menu, day, order_type) = (cx.menu, cx.business_day, decision.order.opened.order_type);
    let lines = choice::take_all(menu, asked, order_type, day, || cx.tick())?;
    for (line_id, line) in lines {
        decision.record(Event::LineAdded { line_id, line });
    }
    if pricing::totals(&decision.order).subtotal > Money::MAX {
        let detail = "la cuenta es demasiado grande".to_owned();
        return Err(Rejection::Field { pointer: "/lines", detail });
    }
    Ok(())
}

fn send(decision: &mut Decision, send_id: SendId, cx: &mut Context<'_>) -> Result<(), Rejection> {
    if decision.order.sends.contains_key(&send_id) {
        return Ok(());
    }
    let lines = Progress::of(&decision.order).unsent();
    if lines.is_empty() {
        return Err(Rejection::NothingToSend);
    }
    let sent = Sent { lines, by: cx.actor.staff_id, by_name: cx.actor.name.clone(), at: cx.tick() };
    decision.record(Event::Sent { send_id, sent });
    Ok(())
}

fn take_step(
    decision: &mut Decision,
    step_id: StepId,
    to: StepTo,
    parts: &Parts,
    cx: &mut Context<'_>,
) -> Result<(), Rejection> {
    if !cx.actor.is(Role::Kitchen) && !cx.actor.is(Role::Cashier) {
        return Err(Rejection::NotAllowed { needed: Role::Kitchen });
    }
    let order = &decision.order;
    if order.steps.contains_key(&step_id) {
        return Ok(());
    }
    let progress = Progress::of(order);
    let movable = progress.live_parts().into_iter().filter(|(part, _)| progress.allows(*part, to));
    let moved: Vec<PartRef> = match parts {
        Parts::Listed(listed) => {
            let listed: BTreeSet<&PartRef> = listed.iter().collect();
            movable.map(|(part, _)| part).filter(|part| listed.contains(part)).collect()
        }
        Parts::Matching { send, station } => {
            let fits = |(part, _): &(PartRef, Stage)| {
                let of_send =
                    send.is_none_or(|id| progress.send_of(part.line_id).is_some_and(|(with, ..)| with == id));
                let line = &order.lines[&part.line_id];
                let made_at = line.parts.get(usize::from(part.part)).and_then(|made| made.station);
                of_send && station.is_none_or(|id| made_at == Some(id))
            };
            let fitting: Vec<_> = movable.filter(fits).collect();
            let furthest = fitting.iter().map(|(_, stage)| *stage).max();
            // A recall takes back the last bump, not work that was going on beside it.
            let meant = |stage: Stage| to != StepTo::Recalled || Some(stage) == furthest;
            fitting.into_iter().filter(|(_, stage)| meant(*stage)).map(|(part, _)| part).collect()
        }
    };
    if moved.is_empty() {
        return Err(Rejection::StepNotAllowed);
    }
    let after = progress.seen(&moved);
    let step = Stepped { to, parts: moved, after, by: cx.actor.staff_id, at: cx.tick() };
    decision.record(Event::Stepped { step_id, step });
    Ok(())
}

fn void(
    decision: &mut Decision,
    void_id: VoidId,
    line: LineId,
    reason: &str,
    cx: &mut Context<'_>,
) -> Result<(), Rejection> {
    let order = &decision.order;
    if let Some(known) = order.voids.get(&void_id) {
        return if known.line == line { Ok(()) } else { Err(used("/void_id")) };
    }
    if !order.lines.contains_key(&line) {
        return Err(Rejection::UnknownLine { line });
    }
    if order.void_of(line).is_some() {
        return Err(Rejection::AlreadyVoided { line });
    }
    if !order.payments.is_empty() {
        return Err(Rejection::HasPayments);
    }
    let sent = order.send_of(line).is_some();
    allow(cx.actor, if sent { Role::Admin } else { Role::Cashier })?;
    let reason =
        if sent { text::reason(reason)? } else { text::text(reason, "/reason")?.unwrap_or_default() };
    let (by, by_name) = (cx.actor.staff_id, cx.actor.name.clone());
    decision.record(Event::Voided { void_id, void: Voided { line, reason, by, by_name, at: cx.tick() } });
    Ok(())
}

fn discount(
    decision: &mut Decision,
    discount_id: DiscountId,
    amount: Money,
    reason: &str,
    cx: &mut Context<'_>,
) -> Result<(), Rejection> {
    allow(cx.actor, Role::Admin)?;
    if let Some(known) = decision.order.discounts.get(&discount_id) {
        return if known.amount == amount { Ok(()) } else { Err(used("/discount_id")) };
    }
    let reason = text::reason(reason)?;
    let due = due(&decision.order);
    if amount <= Money::ZERO {
        return Err(Rejection::Field {
            pointer: "/amount",
            detail: "el descuento debe ser mayor que cero".to_owned(),
        });
    }
    if amount > due {
        return Err(Rejection::DiscountTooLarge { due });
    }
    let discount = Discounted { amount, reason, by: cx.actor.staff_id, at: cx.tick() };
    decision.record(Event::Discounted { discount_id, discount });
    Ok(())
}

fn cancel(decision: &mut Decision, reason: &str, cx: &mut Context<'_>) -> Result<(), Rejection> {
    let sent = !decision.order.sends.is_empty();
    allow(cx.actor, if sent { Role::Admin } else { Role::Cashier })?;
    if decision.order.status() == Status::Delivered {
        return Err(Rejection::Delivered);
    }
    if !decision.order.payments.is_empty() {
        return Err(Rejection::HasPayments);
    }
    let reason = text::reason(reason)?;
    let (by, by_name) = (cx.actor.staff_id, cx.actor.name.clone());
    decision.record(Event::Cancelled(Cancelled { reason, by, by_name, at: cx.tick() }));
    Ok(())
}

fn pay(decision: &mut Decision, asked: &[NewPayment], cx: &mut Context<'_>) -> Result<(), Rejection> {
    if asked.is_empty() || asked.len() > PAYMENTS_MAX {
        return Err(Rejection::Field {
            pointer: "/payments", detail: "envía entre 1 y 20 pagos".to_owned()
        });
    }
    let mut references = BTreeSet::new();
    for new in asked {
        if let Some(known) = decision.order.payments.get(&new.payment_id) {
            if known.method == new.method {
                continue;
            }
            return Err(used("/payments"));
        }
        let due = due(&decision.order);
        if due.is_zero() && !decision.order.payments.is_empty() {
            return Err(Rejection::NothingDue);
        }
        let (by, by_name) = (cx.actor.staff_id, cx.actor.name.clone());
        let taking = Taking { by, by_name, at: cx.tick(), cash_rounding: cx.cash_rounding };
        let payment = payment::take(new, due, taking)?;
        if let Some(reference) = &payment.reference
            && (cx.used_references.contains(reference) || !references.insert(reference.clone()))
        {
            return Err(Rejection::ReferenceUsed { payment: new.payment_id });
        }
        decision.record(Event::Paid { payment_id: new.payment_id, payment });
    }
    Ok(())
}

/// What is still to be paid.
pub fn due(order: &Order) -> Money {
    payment::settle(order).due
}

/// An id that already names something else: neither a retry nor new.
fn used(pointer: &'static str) -> Rejection {
    Rejection::Field { pointer, detail: "ese identificador ya se usó para otra cosa".to_owned() }
}

#[cfg(test)]
mod tests;
