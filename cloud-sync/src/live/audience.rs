//! Who hears what, as rooms and as a rule.

use shared_model::ids::{BranchId, CompanyId};
use shared_model::staff::Role;

use crate::auth::Member;
use crate::store::table::event::{Audience, StoredEvent};

/// Whether a person hears an event: by what they do, and where they work.
pub fn hears(member: &Member, event: &StoredEvent) -> bool {
    event.branch.is_none_or(|branch| member.sees(branch)) && does(member, event.audience)
}

/// The rooms a person joins. What an event is told to is decided by [`hears`] for each socket; rooms are for finding them.
pub fn rooms(member: &Member) -> Vec<String> {
    let company = member.company_id;
    let mut rooms = vec![company_room(company)];
    if member.is(Role::Admin) {
        rooms.push(format!("admin_{company}"));
    }
    let in_front = [member.branch_id];
    let branches = if member.branch_ids.is_empty() { in_front.as_slice() } else { &member.branch_ids };
    for branch in branches {
        for audience in [Audience::Branch, Audience::Kitchen, Audience::Cashier] {
            if does(member, audience) {
                rooms.push(branch_room(audience, company, *branch));
            }
        }
    }
    if member.is(Role::Delivery) {
        rooms.push(format!("delivery_{}", member.actor.staff_id));
    }
    rooms
}

/// The room of everybody of a company.
pub fn company_room(company: CompanyId) -> String {
    format!("company_{company}")
}

fn branch_room(audience: Audience, company: CompanyId, branch: BranchId) -> String {
    format!("{}_{company}_{branch}", audience.as_str())
}

fn does(member: &Member, audience: Audience) -> bool {
    match audience {
        Audience::Branch => true,
        Audience::Kitchen => member.is(Role::Kitchen),
        Audience::Cashier => member.is(Role::Cashier),
        Audience::Admin => member.is(Role::Admin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::Subscription;
    use shared_model::ids::{SessionId, StaffId};
    use shared_model::staff::Actor;
    use shared_model::tenant::Plan;
    use shared_model::time::Timestamp;
    use shared_model::wire::events::EventEnvelope;
    use uuid::Uuid;

    fn branch(number: u128) -> BranchId {
        BranchId::new(Uuid::from_u128(number))
    }

    fn member(roles: Vec<Role>, branch_ids: Vec<BranchId>) -> Member {
        Member {
            company_id: CompanyId::new(Uuid::from_u128(1)),
            branch_id: branch(2),
            session_id: SessionId::new(Uuid::nil()),
            actor: Actor { staff_id: StaffId::new(Uuid::nil()), name: "Daniela".to_owned(), roles },
            branch_ids,
            subscription: Subscription {
                plan: Plan::Trial,
                paid_until: Timestamp::from_ms(1),
                next_plan: None,
                cancelled_at: None,
            },
        }
    }

    fn event(branch: Option<BranchId>, audience: Audience) -> StoredEvent {
        let envelope = EventEnvelope {
            seq: 1,
            id: "evt_1".to_owned(),
            ts: 1,
            kind: "order:created".to_owned(),
            v: 1,
            data: serde_json::json!({}),
        };
        StoredEvent { branch, audience, envelope }
    }

    #[test]
    fn people_hear_their_branches_and_their_work() {
        let daniela = member(vec![Role::Cashier], vec![branch(2)]);
        assert!(hears(&daniela, &event(Some(branch(2)), Audience::Cashier)));
        assert!(hears(&daniela, &event(None, Audience::Branch)));
        assert!(!hears(&daniela, &event(Some(branch(3)), Audience::Cashier)));
        assert!(!hears(&daniela, &event(Some(branch(2)), Audience::Kitchen)));
        assert!(!hears(&daniela, &event(None, Audience::Admin)));
        let marcela = member(vec![Role::Admin], vec![]);
        assert!(hears(&marcela, &event(Some(branch(3)), Audience::Kitchen)));
        let company = daniela.company_id;
        let here = branch(2);
        let expected = [
            format!("company_{company}"),
            format!("branch_{company}_{here}"),
            format!("cashier_{company}_{here}"),
        ];
        assert_eq!(rooms(&daniela), expected);
        assert!(rooms(&marcela).contains(&format!("admin_{company}")));
    }
}
