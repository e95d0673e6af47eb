//! What screens are told about a change of an order.

use serde_json::json;
use shared_model::ids::StaffId;
use shared_model::order::{Event, Order, PaymentState, Status};
use shared_model::view;

use super::event::{Audience, NewEvent};

/// What a change was, as far as its telling depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The kitchen has other work than before.
    kitchen: bool,
    /// Who did it; none when it came from elsewhere.
    by: Option<StaffId>,
}

impl Change {
    /// What somebody here did.
    pub fn of(facts: &[Event], by: StaffId) -> Self {
        let moves = |fact: &Event| {
            matches!(fact, Event::Sent { .. } | Event::Stepped { .. } | Event::Voided { .. })
        };
        Self { kitchen: facts.iter().any(moves), by: Some(by) }
    }

    /// What came from elsewhere.
    pub fn between(before: Option<&Order>, after: &Order) -> Self {
        let same = before.is_some_and(|before| {
            (&before.sends, &before.steps, &before.voids) == (&after.sends, &after.steps, &after.voids)
        });
        Self { kitchen: !same, by: None }
    }
}

/// The events of one change, in the sequence they are told.
pub fn events(before: Option<&Order>, after: &Order, change: &Change, version: i64) -> Vec<NewEvent> {
    let (id, number) = (after.order_id, after.number().to_string());
    let mut told = Vec::new();
    let mut tell = |kind, audience, data| told.push(NewEvent { kind, audience, data });
    let status = after.status();
    let was = before.map_or(Status::Open, Order::status);
    if before.is_none() {
        tell("order:created", Audience::Branch, created(after, status));
    } else {
        tell(
            "order:updated",
            Audience::Branch,
            json!({"order_id": id, "number": number, "version": version}),
        );
        if change.kitchen {
            tell("kitchen:changed", Audience::Kitchen, json!({"order_id": id}));
        }
        if status != was {
            let data = json!({
                "order_id": id, "number": number, "old_status": was, "new_status": status, "by": change.by,
                "timestamp": facts_at(after),
            });
            tell("order:status_changed", Audience::Branch, data);
        }
    }
    if status == Status::Ready && was != Status::Ready {
        tell("order:ready", Audience::Cashier, json!({"order_id": id, "number": number}));
    }
    if status == Status::Cancelled && was != Status::Cancelled {
        tell("order:cancelled", Audience::Branch, json!({"order_id": id, "number": number}));
    }
    let was_paid = before.is_some_and(|order| order.payment_state() == PaymentState::Paid);
    if after.payment_state() == PaymentState::Paid && !was_paid {
        tell(
            "order:paid",
            Audience::Cashier,
            json!({"order_id": id, "number": number, "paid": after.paid()}),
        );
    }
    told
}

fn created(order: &Order, status: Status) -> serde_json::Value {
    let items: Vec<_> = order
        .lines_in_sequence()
        .into_iter()
        .map(|(line_id, line)| {
            json!({
                "line_id": line_id, "product_id": line.product_id, "name": line.name, "variant": line.variant,
                "quantity": line.quantity, "total": line.total(), "modifiers": view::counted(&line.modifiers),
                "note": line.note,
            })
        })
        .collect();
    json!({
        "order_id": order.order_id, "number": order.number().to_string(), "type": order.opened.order_type,
        "status": status, "total": shared_model::order::pricing::totals(order).total, "items": items,
    })
}

fn facts_at(order: &Order) -> i64 {
    shared_model::document::order::latest(order).at().ms()
}
