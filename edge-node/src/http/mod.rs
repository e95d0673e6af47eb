//! The REST API of the box. A handler extracts, makes one call, and translates; rules live in `shared-model`.

mod answer;
mod auth;
mod cookies;
mod events;
mod extract;
mod health;
mod kitchen;
mod menu;
mod openapi;
mod orders;
mod page;
mod printing;
mod problem;
mod reports;
mod request_id;
mod router;
mod spa;
mod sync;

pub use router::{document, router};
