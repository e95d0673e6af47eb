//! What owners are told about what was merged. Few changes are told one by one; a day's worth that comes at once is told
//! as that, for a thousand hints would only make a screen ask a thousand times.

use serde_json::json;
use shared_model::ids::BranchId;
use shared_model::order::{PaymentState, Status, TurnNumber};

use super::writes::{OrderChange, Writes};
use crate::store::table::event::{Audience, NewEvent};

/// Orders that are told one by one at most.
const ONE_BY_ONE: usize = 20;

/// The events of one batch, in the sequence they are told.
pub fn events(branch: BranchId, writes: &Writes) -> Vec<NewEvent> {
    let mut told = Vec::new();
    if writes.orders.len() > ONE_BY_ONE {
        let data = json!({"branch_id": branch, "orders": writes.orders.len()});
        told.push(event(branch, "sync:merged", Audience::Branch, data));
    } else {
        writes.orders.iter().for_each(|change| order(change, &mut told));
    }
    if !writes.registers.is_empty() {
        let data = json!({"branch_id": branch});
        told.push(NewEvent { branch: None, ..event(branch, "menu:changed", Audience::Branch, data) });
    }
    let disputed = writes.conflicts.iter().filter(|(_, _, conflicts)| !conflicts.is_empty()).count();
    if disputed > 0 {
        let data = json!({"branch_id": branch, "things": disputed});
        told.push(event(branch, "catalog:conflict", Audience::Admin, data));
    }
    if !writes.letters.is_empty() {
        let message = "Una caja envió cambios que no se pudieron aceptar. Revisa «Cambios rechazados».";
        let data = json!({
            "type": "sync_refused", "severity": "high", "message": message, "action_required": true,
            "branch_id": branch, "changes": writes.letters.len(),
        });
        told.push(event(branch, "system:alert", Audience::Admin, data));
    }
    told
}

fn order(change: &OrderChange, told: &mut Vec<NewEvent>) {
    let order = &change.after.order;
    let number = TurnNumber { order_type: order.order_type, turn: order.turn }.to_string();
    let data = json!({
        "order_id": order.order_id, "branch_id": change.branch, "number": number, "type": order.order_type,
        "status": order.status, "total": order.total, "business_day": order.business_day,
    });
    let was = change.before.as_ref().map(|rows| &rows.order);
    let mut tell = |kind, audience| told.push(event(change.branch, kind, audience, data.clone()));
    match was {
        None => tell("order:created", Audience::Branch),
        Some(was) if was.status != order.status => tell("order:status_changed", Audience::Branch),
        Some(_) => tell("order:updated", Audience::Branch),
    }
    if order.payment_state == PaymentState::Paid
        && was.is_none_or(|was| was.payment_state != PaymentState::Paid)
    {
        tell("order:paid", Audience::Cashier);
    }
    if order.status == Status::Cancelled && was.is_some_and(|was| was.status != Status::Cancelled) {
        tell("order:cancelled", Audience::Branch);
    }
}

fn event(branch: BranchId, kind: &str, audience: Audience, data: serde_json::Value) -> NewEvent {
    NewEvent { branch: Some(branch), kind: kind.to_owned(), audience, data }
}
