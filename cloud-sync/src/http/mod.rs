//! The REST API of the cloud. A handler extracts, makes one call, and translates; rules live in `shared-model` and in the
//! modules beside this one.

mod admin;
mod admin_session;
pub mod answer;
mod auth;
mod boxes;
mod branches;
mod conflicts;
mod cookies;
mod dashboard;
mod edit;
pub mod extract;
mod health;
mod menu;
mod openapi;
pub mod page;
mod parts;
pub mod problem;
mod products;
pub mod rate;
mod reports;
mod request_id;
mod router;
mod spa;
mod staff;
mod subscriptions;
pub mod who;

pub use router::{document, router};
