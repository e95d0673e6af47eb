//! Business days, faults and independent books.

pub mod process;
