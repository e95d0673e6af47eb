//! Who hears what, as rooms and as a rule.

use shared_model::branch::Branch;
use shared_model::staff::{Actor, Role};

use crate::store::event::Audience;

/// Whether a person hears events for an audience.
pub fn hears(actor: &Actor, audience: Audience) -> bool {
    match audience {
        Audience::Branch => true,
        Audience::Kitchen => actor.is(Role::Kitchen),
        Audience::Cashier => actor.is(Role::Cashier),
        Audience::Admin => actor.is(Role::Admin),
    }
}

/// The rooms a person joins; computed here, never taken from the client.
pub fn rooms(branch: &Branch, actor: &Actor) -> Vec<String> {
    let mut rooms = vec![format!("company_{}", branch.company_id)];
    for audience in [Audience::Branch, Audience::Kitchen, Audience::Cashier, Audience::Admin] {
        if hears(actor, audience) {
            rooms.push(room(branch, audience));
        }
    }
    if actor.is(Role::Delivery) {
        rooms.push(format!("delivery_{}", actor.staff_id));
    }
    rooms
}

/// The room of an audience.
pub fn room(branch: &Branch, audience: Audience) -> String {
    let (company, id) = (branch.company_id, branch.branch_id);
    match audience {
        Audience::Branch => format!("branch_{company}_{id}"),
        Audience::Kitchen => format!("kitchen_{company}_{id}"),
        Audience::Cashier => format!("cashier_{company}_{id}"),
        Audience::Admin => format!("admin_{company}"),
    }
}
