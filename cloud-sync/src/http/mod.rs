//! The REST API of the cloud. A handler extracts, makes one call, and translates; rules live in `shared-model` and in the
//! modules beside this one.

mod admin;
mod admin_session;
pub mod answer;
mod auth;
mod cookies;
pub mod extract;
mod health;
mod openapi;
pub mod page;
pub mod problem;
pub mod rate;
mod request_id;
mod router;
mod subscriptions;
pub mod who;

pub use router::{document, router};
