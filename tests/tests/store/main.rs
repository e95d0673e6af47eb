//! What the cloud asks of its databases: one contract on SQLite and PostgreSQL, and what keeps companies apart in the latter.

mod contract;
mod isolation;
mod log;
mod outage;
mod schema;
mod world;
