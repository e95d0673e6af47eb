//! The one door of a company: what people edit there from the cloud. Everything here runs in a transaction that sees one
//! company and may say no in its own words ([`crate::refusal::Refusal`]); then nothing of it is stored.
//!
//! Reading order: `edit` (a change goes into the document and the rows), `work` (for whom, as whom, when), then what can be
//! edited: `catalog` and `parts` (the menu), `conflicts`, `staff`, `branches`; and what is only looked at: `reports`, `dashboard`, `syncing`.

pub mod branches;
pub mod catalog;
pub mod conflicts;
pub mod dashboard;
pub mod edit;
pub mod parts;
pub mod reports;
mod secrets;
pub mod staff;
pub mod syncing;
#[cfg(test)]
mod testing;
pub mod work;

use shared_model::time::Timestamp;

use crate::store::table::event::{self, NewEvent};
use crate::store::{StoreError, Tx};
pub use edit::{put, settle};
pub use work::Work;

/// Tells people something; they hear it once this is committed.
pub fn tell(tx: &mut Tx<'_>, event: NewEvent, now: Timestamp) -> Result<(), StoreError> {
    event::append(tx, &[event], now)?;
    tx.ring()
}
