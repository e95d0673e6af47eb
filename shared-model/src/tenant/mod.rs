//! A company as a tenant: its plan, what the plan allows, and the signed entitlement by which boxes know it offline.
//!
//! Invariants: limits bind where a thing is created and never afterwards; a lapsed plan takes cloud extras away, never the
//! selling, printing and closing of a branch.

pub mod entitlement;
pub mod plan;

pub use entitlement::{Entitlement, EntitlementClaims};
pub use plan::{Limits, Plan, Resource};
