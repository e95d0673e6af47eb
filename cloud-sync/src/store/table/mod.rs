//! The tables of a company, a file each. Everything here takes a [`Tx`](super::Tx), which sees one company.

pub mod answered;
pub mod conflict;
pub mod dead_letter;
pub mod event;
pub mod log;
pub mod order_line;
pub mod payment;
pub mod peer;
pub mod register;
pub mod rollup;
pub mod sales_order;
