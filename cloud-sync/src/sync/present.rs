//! Which boxes are here, on this instance, and taking those out that may not stay.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared_model::ids::{BoxId, CompanyId};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::door::{self, Verdict};
use crate::boxes::Grant;
use crate::cloud::Cloud;
use crate::store::Changed;

/// How often every box is looked up again, beside whenever its company changes.
const RECHECK: Duration = Duration::from_secs(30);

/// The boxes that are here; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Present(Arc<Mutex<Seats>>);

#[derive(Debug, Default)]
struct Seats {
    taken: BTreeMap<BoxId, Seat>,
    /// Seats given so far: no two have one number, so that whoever was sent away never gives up another's.
    given: u64,
}

/// One conversation that goes on.
#[derive(Debug)]
struct Seat {
    number: u64,
    grant: Grant,
    leave: oneshot::Sender<()>,
}

/// A place that is given up when it is dropped.
#[derive(Debug)]
pub struct Seated {
    present: Present,
    box_id: BoxId,
    number: u64,
}

impl Present {
    /// Takes a place. Whoever sat there goes: a box has one conversation, and the newest is the one that works.
    pub fn sit(&self, grant: &Grant) -> (Seated, oneshot::Receiver<()>) {
        let (leave, left) = oneshot::channel();
        let mut seats = self.seats();
        seats.given += 1;
        let number = seats.given;
        if let Some(before) = seats.taken.insert(grant.box_id, Seat { number, grant: *grant, leave }) {
            // It may have gone by itself.
            let _ = before.leave.send(());
        }
        (Seated { present: self.clone(), box_id: grant.box_id, number }, left)
    }

    /// Whether a box is here.
    pub fn has(&self, box_id: BoxId) -> bool {
        self.seats().taken.contains_key(&box_id)
    }

    /// How many are here.
    pub fn count(&self) -> usize {
        self.seats().taken.len()
    }

    /// Everybody goes.
    pub fn leave_all(&self) {
        for seat in std::mem::take(&mut self.seats().taken).into_values() {
            // It may have gone by itself.
            let _ = seat.leave.send(());
        }
    }

    fn grants(&self, company: Option<CompanyId>) -> Vec<Grant> {
        let wanted = |seat: &&Seat| company.is_none_or(|company| seat.grant.company == company);
        self.seats().taken.values().filter(wanted).map(|seat| seat.grant).collect()
    }

    fn dismiss(&self, box_id: BoxId) {
        if let Some(seat) = self.seats().taken.remove(&box_id) {
            // It may have gone by itself.
            let _ = seat.leave.send(());
        }
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        let mut seats = self.present.seats();
        if seats.taken.get(&self.box_id).is_some_and(|seat| seat.number == self.number) {
            seats.taken.remove(&self.box_id);
        }
    }
}

/// Looks boxes up again whenever their company changes, and all of them now and then.
pub async fn watch(cloud: Cloud, present: Present) {
    let mut changes = cloud.store().changes();
    let mut pause = tokio::time::interval(RECHECK);
    loop {
        let company = tokio::select! {
            heard = changes.recv() => match heard {
                Ok(Changed::Company(company)) => Some(company),
                Ok(Changed::Anything) | Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return,
            },
            _ = pause.tick() => None,
        };
        for grant in present.grants(company) {
            recheck(&cloud, &present, &grant).await;
        }
    }
}

async fn recheck(cloud: &Cloud, present: &Present, seated: &Grant) {
    match door::ask(cloud, seated.endpoint).await {
        Ok(Verdict::In(grant)) if grant.status == seated.status => {}
        Ok(Verdict::In(_) | Verdict::Out | Verdict::Stranger) => present.dismiss(seated.box_id),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a box could not be looked up again");
        }
    }
}
