//! Telling the conversation with the cloud that the log grew, and by which documents. Written by the writer after each
//! commit, read by one conversation at a time.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use uuid::Uuid;

/// Documents that are named; with more, only that the log grew is told.
const NAMED_MAX: usize = 64;

/// What was committed here since somebody last asked; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Growth(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    pending: Mutex<Pending>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Pending {
    grew: bool,
    docs: BTreeSet<Uuid>,
    too_many: bool,
}

impl Growth {
    /// Says that changes of these documents are on disk.
    pub fn add(&self, docs: impl IntoIterator<Item = Uuid>) {
        let mut pending = self.0.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.grew = true;
        for doc in docs {
            if pending.docs.len() < NAMED_MAX {
                pending.docs.insert(doc);
            } else {
                pending.too_many |= !pending.docs.contains(&doc);
            }
        }
        drop(pending);
        self.0.bell.notify_one();
    }

    /// Waits until something grew since the last answer; the documents, or none when they were too many to name. Dropped
    /// before it answers, it loses nothing.
    pub async fn next(&self) -> Vec<Uuid> {
        loop {
            if let Some(docs) = self.take() {
                return docs;
            }
            self.0.bell.notified().await;
        }
    }

    fn take(&self) -> Option<Vec<Uuid>> {
        let mut pending = self.0.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let Pending { grew, docs, too_many } = std::mem::take(&mut *pending);
        let named = if too_many { Vec::new() } else { docs.into_iter().collect() };
        grew.then_some(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_grew_is_told_once_and_names_are_few() {
        let growth = Growth::default();
        growth.add([Uuid::from_u128(2)]);
        growth.add([Uuid::from_u128(1), Uuid::from_u128(2)]);
        assert_eq!(growth.next().await, [Uuid::from_u128(1), Uuid::from_u128(2)]);
        let waiting = tokio::spawn({
            let growth = growth.clone();
            async move { growth.next().await }
        });
        growth.add((0..100).map(Uuid::from_u128));
        assert_eq!(waiting.await.unwrap(), Vec::<Uuid>::new());
        assert_eq!(growth.take(), None);
    }
}
