//! What all printers of a branch have in common: the store, the clock, the listener.

use std::time::Duration;

use rusqlite::Transaction;
use shared_model::time::{DayRule, Timestamp};
use tokio::sync::mpsc::{self, error::TrySendError};

use super::event::PrintEvent;
use super::timing::Timing;
use crate::clock::Clock;
use crate::store::print_job::{Brief, Reason, Recovered};
use crate::store::{Durability, Store, StoreError};

/// Pause before a write is offered again to a writer that is full.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// Handed to every printer's task.
#[derive(Debug)]
pub struct Shared {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) zone: DayRule,
    pub(super) timing: Timing,
    pub(super) events: mpsc::Sender<PrintEvent>,
}

impl Shared {
    /// Time that never goes back, so that a clock that jumps cannot make a sheet wait for ever.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Progress of a sheet: survives a kill, costs no sync (see docs/adr/0005-print-durability.md).
    /// Waits for a full writer instead of failing, because a sheet that is out must be recorded as out.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&Transaction<'_>) -> Result<T, StoreError> + Clone + Send + 'static,
    {
        loop {
            let work = work.clone();
            match self.store.writer.run(Durability::Relaxed, move |scope| work(scope.tx)).await {
                Err(StoreError::Busy) => tokio::time::sleep(BUSY_PAUSE).await,
                done => return done,
            }
        }
    }

    /// Tells the listener; printing never waits for it.
    pub(super) fn tell(&self, event: PrintEvent) {
        if let Err(TrySendError::Full(event)) = self.events.try_send(event) {
            tracing::warn!(?event, "nobody took a print event in time");
        }
    }

    /// Tells about sheets that an earlier run left in doubt.
    pub(super) fn tell_doubts(&self, found: Recovered) {
        let Recovered { machine_restarted, uncertain, mut copies, cancelled, .. } = found;
        let reason = if machine_restarted { Reason::PowerCut } else { Reason::Stopped };
        for sheet in cancelled {
            self.tell(PrintEvent::Failed { sheet, reason });
        }
        for sheet in uncertain {
            let of_sheet = |copy: &Brief| {
                (copy.order, copy.kind, copy.station) == (sheet.order, sheet.kind, sheet.station)
            };
            let copy = copies.iter().position(of_sheet).map(|index| copies.remove(index));
            if let Some(copy) = &copy {
                self.tell(PrintEvent::Queued(copy.clone()));
            }
            self.tell(PrintEvent::Uncertain { sheet, reason, copy });
        }
    }
}
