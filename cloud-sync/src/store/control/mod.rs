//! The tables of no company: who there is, and which door leads where. Everything here takes a
//! [`ControlTx`](super::ControlTx), which sees no company's tables.

pub mod admin;
pub mod boxes;
pub mod company;
pub mod enrolment;
pub mod login_attempt;
pub mod password_reset;
pub mod session;
pub mod subscription_event;
