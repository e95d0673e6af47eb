//! The tables of a company, a file each. Everything here takes a [`Tx`](super::Tx), which sees one company.

pub mod answered;
pub mod conflict;
pub mod event;
pub mod log;
pub mod peer;
pub mod register;
pub mod sales_order;
