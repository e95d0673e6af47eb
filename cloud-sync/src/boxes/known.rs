//! How the boxes of a company stand right now: what the platform knows of them, and which of them are on the line.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::time::Timestamp;
use shared_model::wire::dashboard::BoxNow;
use shared_model::wire::platform::BoxStatus;

use crate::cloud::Cloud;
use crate::hex::hex;
use crate::store::StoreError;
use crate::store::control::boxes::{self, EnrolledBox};
use crate::tenant::conflicts::Writers;

/// A box that was heard of within this time is online, whichever instance it is connected to; in milliseconds.
const HEARD_MS: i64 = 60_000;

/// The boxes of a company.
#[derive(Debug, Clone)]
pub struct KnownBoxes {
    /// By branch, the newest first.
    pub boxes: Vec<EnrolledBox>,
    /// Those connected to this instance.
    present: BTreeSet<BoxId>,
}

/// All boxes a company ever had.
pub async fn known(cloud: &Cloud, company: CompanyId) -> Result<KnownBoxes, StoreError> {
    let boxes = cloud.ask(move |tx| boxes::of_company(tx, company)).await?;
    let here = boxes.iter().map(|boxed| boxed.box_id).filter(|id| cloud.present().has(*id));
    Ok(KnownBoxes { present: here.collect(), boxes })
}

impl KnownBoxes {
    /// The boxes of a branch, the newest first.
    pub fn of(&self, branch: BranchId) -> impl Iterator<Item = &EnrolledBox> {
        self.boxes.iter().filter(move |boxed| boxed.branch_id == branch)
    }

    /// How a box stands that was last heard of at a time.
    pub fn now(&self, boxed: &EnrolledBox, heard: Option<Timestamp>, now: Timestamp) -> BoxNow {
        let lately = heard.is_some_and(|heard| now.since(heard) < HEARD_MS);
        let may = boxed.status != BoxStatus::Revoked;
        BoxNow {
            box_id: boxed.box_id,
            status: boxed.status,
            generation: boxed.generation,
            online: may && (lately || self.present.contains(&boxed.box_id)),
            last_exchange_ms: heard,
            // Boxes do not tell.
            pending: None,
        }
    }

    /// Where each box is.
    pub fn branches(&self) -> BTreeMap<BoxId, BranchId> {
        self.boxes.iter().map(|boxed| (boxed.box_id, boxed.branch_id)).collect()
    }

    /// The branch of each replica that is one of them.
    pub fn writers(&self) -> Writers {
        self.boxes.iter().map(|boxed| (hex(&boxed.replica), boxed.branch_id)).collect()
    }
}
