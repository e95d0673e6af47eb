//! How far the sockets of each company were told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared_model::ids::CompanyId;
use shared_model::wire::events::EventEnvelope;

use crate::cloud::Cloud;
use crate::store::StoreError;
use crate::store::table::event::{self, StoredEvent};

/// Events read at a time, and given to a screen that reconnects; with more it fetches everything anew.
pub const PAGE: u32 = 500;

/// Companies that have sockets here, and the last event those were told.
#[derive(Debug, Clone, Default)]
pub struct Told(Arc<Mutex<BTreeMap<CompanyId, i64>>>);

impl Told {
    /// Begins at the newest event, unless the company is being told already.
    pub async fn begin(&self, cloud: &Cloud, company: CompanyId) -> Result<(), StoreError> {
        if self.at(company).is_some() {
            return Ok(());
        }
        let latest = cloud.read(company, event::latest).await?;
        self.lock().entry(company).or_insert(latest);
        Ok(())
    }

    /// The last event a company's sockets were told.
    pub fn at(&self, company: CompanyId) -> Option<i64> {
        self.lock().get(&company).copied()
    }

    /// Moves on; a company that was forgotten meanwhile stays so.
    pub fn advance(&self, company: CompanyId, seq: i64) {
        if let Some(told) = self.lock().get_mut(&company) {
            *told = seq.max(*told);
        }
    }

    /// Forgets a company that has no sockets any more.
    pub fn forget(&self, company: CompanyId) {
        self.lock().remove(&company);
    }

    /// All that have sockets.
    pub fn companies(&self) -> Vec<CompanyId> {
        self.lock().keys().copied().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<CompanyId, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a screen missed; none when it must fetch everything anew.
pub async fn missed(
    cloud: &Cloud,
    company: CompanyId,
    last_seq: Option<i64>,
) -> Result<(Option<Vec<StoredEvent>>, i64), StoreError> {
    let after = last_seq.unwrap_or(i64::MAX);
    let read = cloud.read(company, move |tx| Ok((event::after(tx, after, PAGE + 1)?, event::latest(tx)?)));
    let (missed, latest) = read.await?;
    let complete = missed.len() <= usize::try_from(PAGE).unwrap_or(usize::MAX)
        && missed.first().is_none_or(|first| Some(first.envelope.seq) == last_seq.map(|seq| seq + 1))
        && last_seq.is_some_and(|seq| seq <= latest);
    Ok((complete.then_some(missed), latest))
}

/// An event as it is told here: one company's screens look at several branches, so it says which.
pub fn told(event: &StoredEvent) -> EventEnvelope {
    let mut envelope = event.envelope.clone();
    if let (Some(branch), Some(data)) = (event.branch, envelope.data.as_object_mut()) {
        data.insert("branch_id".to_owned(), branch.to_string().into());
    }
    envelope
}
