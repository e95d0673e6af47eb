//! The layout of order documents: `o` the opening, then one write-once key per fact (`l/` line, `s/` send, `t/` step,
//! `v/` void, `d/` discount, `p/` payment, each with the id in hex;
//! `c/` cancellation with its clock and its author), the value being the fact in CBOR;
//! and three registers for what may be written over: `table`, `guests`, `note`.
//!
//! Invariant: this layout is released; keys and CBOR numbers are only ever added. Keys of a newer program are left alone.

use automerge::ReadDoc as _;
use automerge::transaction::Transactable as _;
use automerge::{ObjId, ROOT, ScalarValue, Value};
use minicbor::{Decode, Encode};
use uuid::Uuid;

use super::{Document, DocumentError, refused};
use crate::ids::{DiscountId, LineId, OrderId, PaymentId, SendId, StepId, VoidId};
use crate::money::Money;
use crate::order::{Event, Header, Order};
use crate::time::Hlc;

const ROOT_MAP: ObjId = ROOT;

/// Writes the facts that a decision recorded. The customer is personal data and lives in a document of its own.
pub fn write(document: &mut Document, events: &[Event]) -> Result<(), DocumentError> {
    for event in events {
        match event {
            Event::Opened(opened) => put(document, "o".to_owned(), opened)?,
            Event::LineAdded { line_id, line } => put(document, key("l", line_id.uuid()), line)?,
            Event::Sent { send_id, sent } => put(document, key("s", send_id.uuid()), sent)?,
            Event::Stepped { step_id, step } => put(document, key("t", step_id.uuid()), step)?,
            Event::Voided { void_id, void } => put(document, key("v", void_id.uuid()), void)?,
            Event::Discounted { discount_id, discount } => {
                put(document, key("d", discount_id.uuid()), discount)?;
            }
            Event::Cancelled(cancel) => {
                let key = format!("c/{:016x}{}", cancel.at.to_raw(), cancel.by.uuid().simple());
                put(document, key, cancel)?;
            }
            Event::Paid { payment_id, payment } => put(document, key("p", payment_id.uuid()), payment)?,
            Event::HeaderSet(header) => put_header(document, header)?,
            Event::CustomerSet(_) => {}
        }
    }
    Ok(())
}

/// The order that a document holds, without its customer.
pub fn read(document: &Document, order_id: OrderId) -> Result<Order, DocumentError> {
    let automerge = &document.automerge;
    let opened = automerge.get(ROOT_MAP, "o").map_err(|source| refused("reading the opening", source))?;
    let Some((Value::Scalar(opened), _)) = opened else {
        return Err(DocumentError::Absent { what: "opening" });
    };
    let mut order = Order::new(order_id, decode("o", bytes(&opened))?);
    let mut header = Header::default();
    for item in automerge.map_range(ROOT_MAP, ..) {
        let value = item.value.into_value();
        let Value::Scalar(value) = value else { continue };
        match item.key.as_ref() {
            "table" => header.table = value.as_str().map(str::to_owned),
            "note" => header.note = value.as_str().map(str::to_owned),
            "guests" => header.guests = value.as_i64().and_then(|guests| u32::try_from(guests).ok()),
            fact => read_fact(&mut order, fact, bytes(&value))?,
        }
    }
    order.header = header;
    Ok(order)
}

fn read_fact(order: &mut Order, key: &str, bytes: &[u8]) -> Result<(), DocumentError> {
    let Some((prefix, id)) = key.split_once('/') else { return Ok(()) };
    let event = match prefix {
        "l" => Event::LineAdded { line_id: LineId::new(uuid(key, id)?), line: decode(key, bytes)? },
        "s" => Event::Sent { send_id: SendId::new(uuid(key, id)?), sent: decode(key, bytes)? },
        "t" => Event::Stepped { step_id: StepId::new(uuid(key, id)?), step: decode(key, bytes)? },
        "v" => Event::Voided { void_id: VoidId::new(uuid(key, id)?), void: decode(key, bytes)? },
        "d" => {
            Event::Discounted { discount_id: DiscountId::new(uuid(key, id)?), discount: decode(key, bytes)? }
        }
        "p" => Event::Paid { payment_id: PaymentId::new(uuid(key, id)?), payment: decode(key, bytes)? },
        "c" => Event::Cancelled(decode(key, bytes)?),
        _ => return Ok(()),
    };
    if !is_plausible(&event) {
        return Err(DocumentError::Implausible { key: key.to_owned() });
    }
    order.apply(event);
    Ok(())
}

/// Amounts that no rule would have let through come from damage or malice, and sums of them could leave the number range.
fn is_plausible(event: &Event) -> bool {
    match event {
        Event::LineAdded { line, .. } => line.is_plausible(),
        Event::Paid { payment, .. } => payment.is_plausible(),
        Event::Discounted { discount, .. } => !discount.amount.is_negative() && discount.amount <= Money::MAX,
        Event::Opened(_)
        | Event::HeaderSet(_)
        | Event::CustomerSet(_)
        | Event::Sent { .. }
        | Event::Stepped { .. }
        | Event::Voided { .. }
        | Event::Cancelled(_) => true,
    }
}

/// The latest logical time that the facts carry.
pub fn latest(order: &Order) -> Hlc {
    let lines = order.lines.values().map(|line| line.at);
    let sends = order.sends.values().map(|sent| sent.at);
    let steps = order.steps.values().map(|step| step.at);
    let voids = order.voids.values().map(|void| void.at);
    let payments = order.payments.values().map(|payment| payment.at);
    let discounts = order.discounts.values().map(|discount| discount.at);
    let cancels = order.cancels.values().map(|cancel| cancel.at);
    let all = lines.chain(sends).chain(steps).chain(voids).chain(discounts).chain(cancels).chain(payments);
    all.max().unwrap_or_default().max(order.opened.at)
}

fn put<T: Encode<()>>(document: &mut Document, key: String, fact: &T) -> Result<(), DocumentError> {
    let bytes = minicbor::to_vec(fact).expect("encoding into memory cannot fail");
    let put = document.automerge.put(ROOT_MAP, key, ScalarValue::Bytes(bytes));
    put.map_err(|source| refused("a fact", source))
}

fn put_header(document: &mut Document, header: &Header) -> Result<(), DocumentError> {
    let text = |text: &Option<String>| {
        text.as_deref().map_or(ScalarValue::Null, |text| ScalarValue::Str(text.into()))
    };
    let guests = header.guests.map_or(ScalarValue::Null, |guests| ScalarValue::Int(i64::from(guests)));
    for (key, value) in [("table", text(&header.table)), ("note", text(&header.note)), ("guests", guests)] {
        let known =
            document.automerge.get(ROOT_MAP, key).map_err(|source| refused("reading a register", source))?;
        let same = match known {
            Some((Value::Scalar(known), _)) => *known == value,
            Some(_) => false,
            None => value == ScalarValue::Null,
        };
        if !same {
            document.automerge.put(ROOT_MAP, key, value).map_err(|source| refused("a register", source))?;
        }
    }
    Ok(())
}

fn key(prefix: &str, id: Uuid) -> String {
    format!("{prefix}/{}", id.simple())
}

fn uuid(key: &str, id: &str) -> Result<Uuid, DocumentError> {
    // Only the spelling that is written: a second one would be a second key for one fact.
    let parsed = Uuid::try_parse(id).ok().filter(|uuid| uuid.simple().to_string() == id);
    parsed.ok_or_else(|| DocumentError::Key { key: key.to_owned() })
}

fn bytes(value: &ScalarValue) -> &[u8] {
    if let ScalarValue::Bytes(bytes) = value { bytes } else { &[] }
}

fn decode<'b, T: Decode<'b, ()>>(key: &str, bytes: &'b [u8]) -> Result<T, DocumentError> {
    minicbor::decode(bytes).map_err(|source| DocumentError::Fact { key: key.to_owned(), source })
}

#[cfg(test)]
mod tests;
