//! What is printed, not how: tickets as documents, laid out once for a paper, so that paper and previews agree.
//!
//! Reading order: `ticket` (the document and its versioned storage form), `kitchen` and `bill` (what the shop prints),
//! `banner` (what marks a copy), `layout` (the only code that wraps), `plain` (paper as text).
//! Invariants: text holds no control characters from the moment it enters a document; a layout line is never wider
//! than its paper; every laid out character is one that the printer has.

pub mod banner;
pub mod bill;
pub mod dispatch;
pub mod kitchen;
pub mod layout;
pub mod paper_text;
pub mod plain;
mod substitute;
pub mod ticket;
