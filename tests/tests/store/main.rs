//! What the cloud asks of its databases: one contract on SQLite and PostgreSQL, and what keeps companies apart in the latter.

#![expect(clippy::unwrap_used, reason = "what panics in a helper of a test fails the test")]

mod contract;
mod isolation;
mod letters;
mod log;
mod outage;
mod rollup;
mod schema;
mod world;
