//! What a plan limits, enforced where the thing is created (TEN3).

use ed25519_dalek::VerifyingKey;
use shared_model::branch::Branch;
use shared_model::document::DocKind;
use shared_model::menu::Product;
use shared_model::staff::Staff;
use shared_model::tenant::{Entitlement, EntitlementClaims, Limits, Resource};

use crate::refusal::{Over, Refusal};
use crate::store::table::register;
use crate::store::{StoreError, Tx};

/// All that plans limit.
pub const RESOURCES: [Resource; 3] = [Resource::Branches, Resource::Users, Resource::Products];

/// Refuses when the company may have no more of a resource. Call it in the transaction that creates one, for something
/// new only: a retry or an edit of what is there is never refused for it.
///
/// # Errors
/// [`Refusal::PlanLimit`], naming the plan and the limit.
pub fn check(tx: &mut Tx<'_>, root: &VerifyingKey, resource: Resource) -> Result<(), Refusal> {
    // Nothing was granted: a company that is being made.
    let Some(granted) = granted(tx, root)? else { return Ok(()) };
    let present = count(tx, resource)?;
    let existing = usize::try_from(present).unwrap_or(usize::MAX);
    match granted.limits.of(resource) {
        Some(limit) if !granted.limits.allow_one_more(resource, existing) => {
            Err(Refusal::PlanLimit { plan: granted.plan, over: vec![Over { resource, limit, present }] })
        }
        Some(_) | None => Ok(()),
    }
}

/// The grant in force.
pub fn granted(tx: &mut Tx<'_>, root: &VerifyingKey) -> Result<Option<EntitlementClaims>, StoreError> {
    let grants = register::all::<Entitlement>(tx, DocKind::Entitlement)?;
    let claims = grants.iter().filter_map(|(grant, _)| grant.verify(root));
    Ok(claims.max_by_key(|claims| claims.serial))
}

/// How many of a resource there are: what was switched off and people who were let go do not count.
pub fn count(tx: &mut Tx<'_>, resource: Resource) -> Result<u64, StoreError> {
    let active = match resource {
        Resource::Branches => {
            register::all::<Branch>(tx, DocKind::Branch)?.iter().filter(|(branch, _)| branch.active).count()
        }
        Resource::Products => register::all::<Product>(tx, DocKind::Product)?
            .iter()
            .filter(|(product, _)| product.active)
            .count(),
        Resource::Users => {
            register::all::<Staff>(tx, DocKind::Staff)?.iter().filter(|(person, _)| person.active).count()
        }
    };
    Ok(u64::try_from(active).unwrap_or(u64::MAX))
}

/// What there is too much of for some limits.
pub fn over(tx: &mut Tx<'_>, limits: Limits) -> Result<Vec<Over>, StoreError> {
    let mut over = Vec::new();
    for resource in RESOURCES {
        let (present, limit) = (count(tx, resource)?, limits.of(resource));
        if let Some(limit) = limit.filter(|limit| present > u64::from(*limit)) {
            over.push(Over { resource, limit, present });
        }
    }
    Ok(over)
}
