//! The boxes of companies: how a blank one becomes the box of a branch, and what a peer that dials is allowed.
//!
//! Invariants: a code works once, for a day, for whoever holds the key it enrols; the newest box of a branch is the live one;
//! nothing about a wrong code is told, not even which part was wrong.

mod code;
mod enrol;
mod fleet;
mod grant;
mod known;

use shared_model::ids::CompanyId;

use crate::cloud::Cloud;
use crate::store::{Mode, Tx};

pub use enrol::{EnrolError, NewBox, cloud_address, enrol};
pub use fleet::{issue_code, list, revoke, sells, writers};
pub use grant::{Grant, grant};
pub use known::{KnownBoxes, known};

/// Says on every instance that the company's boxes changed, so that conversations are checked now. Without it they are
/// checked half a minute later, so failing is no reason to take back what was decided.
async fn tell(cloud: &Cloud, company: CompanyId) {
    if let Err(error) = cloud.store().tenant(company, Mode::Write, |tx: &mut Tx<'_>| tx.ring()).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "nobody was told that boxes changed");
    }
}
