//! Business days of companies whose boxes and cloud find each other, lose each other and become equal again. Real boxes,
//! a real cloud, real QUIC, relay and WebSocket on this machine.

mod boxes;
mod doors;
mod first_day;
mod instances;
mod isolation;
mod kill;
mod limits;
mod menu;
mod offline_day;
