//! The tables of no company: who there is, and which door leads where. Everything here takes a
//! [`ControlTx`](super::ControlTx), which sees no company's tables.
