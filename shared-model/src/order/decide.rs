//! The rules of an order: a command against the order as it is gives the facts that follow, or the reason why not.

use std::collections::BTreeSet;

use super::command::{Command, Parts};
use super::event::{Cancelled, Discounted, Opened, Sent, Stepped, Voided};
use super::payment::{self, Taking};
use super::stage::{self, PartRef, Stage, StepTo};
use super::{Customer, Event, Header, Order, Rejection, Status, pricing};
use crate::ids::{DiscountId, LineId, OrderId, SendId, StepId, VoidId};
use crate::menu::{Menu, choice};
use crate::money::Money;
use crate::staff::{Actor, Role};
use crate::time::{BusinessDay, Hlc, Timestamp};
use crate::wire::orders::{NewLine, NewOrder, NewPayment};

/// Lines one order may have.
pub const LINES_MAX: usize = 200;
/// Payments one request may carry.
pub const PAYMENTS_MAX: usize = 20;
/// Characters of an order's note and of a reason.
const TEXT_MAX: usize = 300;

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
    let header = header(new)?;
    let customer = customer(new)?;
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
    if pricing::totals(&decision.order).total > Money::MAX {
        let detail = "la cuenta es demasiado grande".to_owned();
        return Err(Rejection::Field { pointer: "/lines", detail });
    }
    Ok(())
}

fn send(decision: &mut Decision, send_id: SendId, cx: &mut Context<'_>) -> Result<(), Rejection> {
    if decision.order.sends.contains_key(&send_id) {
        return Ok(());
    }
    let order = &decision.order;
    let fresh = |line: &LineId| order.void_of(*line).is_none() && order.send_of(*line).is_none();
    let lines: Vec<LineId> = order.lines_in_sequence().into_iter().map(|(id, _)| id).filter(fresh).collect();
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
    let parts_now = stage::live_parts(order);
    let can = |(_, stage): &(PartRef, Stage)| stage::step(*stage, to).is_some();
    let moved: Vec<PartRef> = match parts {
        Parts::Listed(listed) => {
            let known = parts_now.into_iter().filter(|(part, _)| listed.contains(part)).filter(can);
            known.map(|(part, _)| part).collect()
        }
        Parts::Matching { send, station } => {
            let fits = |part: &PartRef| {
                let line = &order.lines[&part.line_id];
                let of_send = send
                    .is_none_or(|id| order.sends.get(&id).is_some_and(|s| s.lines.contains(&part.line_id)));
                let made_at = line.parts.get(usize::from(part.part)).and_then(|made| made.station);
                of_send && station.is_none_or(|id| made_at == Some(id))
            };
            parts_now.into_iter().filter(can).map(|(part, _)| part).filter(fits).collect()
        }
    };
    if moved.is_empty() {
        return Err(Rejection::StepNotAllowed);
    }
    let after = stage::seen(order, &moved);
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
    if order.voids.contains_key(&void_id) {
        return Ok(());
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
    let reason = if sent { self::reason(reason)? } else { text(reason, "/reason")?.unwrap_or_default() };
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
    if decision.order.discounts.contains_key(&discount_id) {
        return Ok(());
    }
    let reason = self::reason(reason)?;
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
    let reason = self::reason(reason)?;
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
        if decision.order.payments.contains_key(&new.payment_id) {
            continue;
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
    if decision.events.is_empty() {
        return Err(Rejection::NothingDue);
    }
    Ok(())
}

/// What is still to be paid.
pub fn due(order: &Order) -> Money {
    let settled = [order.paid(), order.rounding()].into_iter().sum();
    pricing::totals(order).total.minus(settled).unwrap_or_default().max(Money::ZERO)
}

fn header(new: &NewOrder) -> Result<Header, Rejection> {
    if new.guests.is_some_and(|guests| guests == 0 || guests > 200) {
        let detail = "los comensales deben estar entre 1 y 200".to_owned();
        return Err(Rejection::Field { pointer: "/guests", detail });
    }
    let table = short(new.table.as_deref(), "/table", 20)?;
    Ok(Header {
        table,
        guests: new.guests,
        note: new.note.as_deref().map_or(Ok(None), |note| text(note, "/note"))?,
    })
}

fn customer(new: &NewOrder) -> Result<Customer, Rejection> {
    let Some(asked) = &new.customer else { return Ok(Customer::default()) };
    Ok(Customer {
        name: short(asked.name.as_deref(), "/customer/name", 80)?,
        phone: short(asked.phone.as_deref(), "/customer/phone", 20)?,
        address: short(asked.address.as_deref(), "/customer/address", 200)?,
    })
}

fn short(asked: Option<&str>, pointer: &'static str, most: usize) -> Result<Option<String>, Rejection> {
    let Some(text) = asked.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > most {
        return Err(Rejection::Field { pointer, detail: format!("máximo {most} caracteres") });
    }
    Ok(Some(text.to_owned()))
}

fn text(asked: &str, pointer: &'static str) -> Result<Option<String>, Rejection> {
    short(Some(asked), pointer, TEXT_MAX)
}

fn reason(asked: &str) -> Result<String, Rejection> {
    text(asked, "/reason")?.ok_or(Rejection::ReasonMissing)
}
