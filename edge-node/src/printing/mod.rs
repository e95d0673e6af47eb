//! Paper: takes what `store::print_job` owes to the printers of the branch, and says what became of it.
//!
//! Reading order: `plan` (what to do with a sheet) and `breaker`, both pure; `actor` (one task per printer);
//! `transport` (bytes and answers); `escpos` (lines to bytes); `preview`; `event` (what others hear).
//! Invariants: accepting an order never waits here; one dead printer delays no other; a sheet that may be on paper is
//! never printed again without its banner.

pub mod actor;
pub mod breaker;
pub mod escpos;
pub mod event;
pub mod plan;
pub mod preview;
mod shared;
pub mod timing;
pub mod transport;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared_model::ids::PrinterId;
use shared_model::time::DayRule;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

use self::actor::{Actor, mint};
use self::escpos::ProfileName;
pub use self::event::PrintEvent;
use self::shared::Shared;
use self::timing::Timing;
use crate::clock::Clock;
use crate::store::print_job::{self, Brief, Reason};
use crate::store::{Durability, Store, StoreError};

/// Events that may wait for the listener before they are dropped.
const EVENT_LIMIT: usize = 1024;
/// How long a stop waits for sheets under way. A printer that says nothing would hold it up for seconds; what is still
/// under way then is uncertain at the next start, as after a kill.
const STOP_PATIENCE: Duration = Duration::from_millis(1_500);
/// Pause before a printer's task that panicked is started anew.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// One physical printer, as the branch configured it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterConfig {
    /// Its identity.
    pub id: PrinterId,
    /// What people call it: `Plancha`.
    pub name: String,
    /// `host:port`, usually port 9100.
    pub address: String,
    /// What the model can do.
    pub profile: ProfileName,
}

/// What holds for all printers of the branch.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The box's clock.
    pub clock: Clock,
    /// For the hour on a banner.
    pub zone: DayRule,
    /// The run of the machine: `/proc/sys/kernel/random/boot_id`, see [`boot_id`].
    pub boot_id: String,
    /// How long things may take.
    pub timing: Timing,
}

/// The printers of the branch, at work.
#[derive(Debug)]
pub struct Printing {
    shared: Arc<Shared>,
    wakes: Mutex<BTreeMap<PrinterId, Arc<Notify>>>,
    fleet: tokio::sync::Mutex<Fleet>,
}

#[derive(Debug, Default)]
struct Fleet {
    generation: u64,
    running: BTreeMap<PrinterId, Running>,
}

#[derive(Debug)]
struct Running {
    config: PrinterConfig,
    wake: Arc<Notify>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Printing {
    /// Settles what an earlier run left in doubt, then starts a task for each printer. The configuration counts as
    /// generation 0. Events arrive after their commit.
    pub async fn start(
        store: Store,
        settings: Settings,
        printers: Vec<PrinterConfig>,
    ) -> Result<(Self, mpsc::Receiver<PrintEvent>), StoreError> {
        let (events, heard) = mpsc::channel(EVENT_LIMIT);
        let Settings { clock, zone, boot_id, timing } = settings;
        let shared = Arc::new(Shared { store, clock, zone, timing, events });
        let now = shared.now();
        // FULL: what a restart decided must not be decided again differently after the next one.
        let recovered = shared
            .store
            .writer
            .run(Durability::Full, move |scope| print_job::recover(scope.tx, &boot_id, now, mint))
            .await?;
        tracing::info!(?recovered, "printing starts");
        shared.tell_doubts(recovered);
        let printing = Self { shared, wakes: Mutex::default(), fleet: tokio::sync::Mutex::default() };
        printing.apply(&mut *printing.fleet.lock().await, printers).await?;
        Ok((printing, heard))
    }

    /// Says that a sheet is owed, after the commit that owes it.
    pub fn queued(&self, sheet: Brief) {
        let printer = sheet.printer;
        self.shared.tell(PrintEvent::Queued(sheet));
        self.wake(printer);
    }

    /// Makes a printer look at its queue now.
    pub fn wake(&self, printer: PrinterId) {
        let wakes = self.wakes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wake) = wakes.get(&printer) {
            wake.notify_one();
        } else {
            tracing::warn!(%printer, "a sheet waits for a printer that does not exist");
        }
    }

    /// Takes over a newer configuration; printers that did not change go on undisturbed. Returns false, and changes
    /// nothing, when `generation` is not newer than the last one.
    pub async fn reconfigure(
        &self,
        generation: u64,
        printers: Vec<PrinterConfig>,
    ) -> Result<bool, StoreError> {
        let mut fleet = self.fleet.lock().await;
        if generation <= fleet.generation {
            return Ok(false);
        }
        self.apply(&mut fleet, printers).await?;
        fleet.generation = generation;
        Ok(true)
    }

    /// Lets each printer finish the sheet it has begun, as far as that takes a moment only, then ends all tasks.
    pub async fn stop(&self) {
        let mut fleet = self.fleet.lock().await;
        let running = std::mem::take(&mut fleet.running);
        let ended = end(running.into_values().collect());
        if tokio::time::timeout(STOP_PATIENCE, ended).await.is_err() {
            tracing::warn!("a sheet is still under way; the next start treats it as uncertain");
        }
    }

    async fn apply(&self, fleet: &mut Fleet, printers: Vec<PrinterConfig>) -> Result<(), StoreError> {
        let (stay, gone): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut fleet.running)
            .into_iter()
            .partition(|(_, running)| printers.contains(&running.config));
        fleet.running = stay;
        end(gone.into_values().collect()).await;
        for config in printers {
            fleet.running.entry(config.id).or_insert_with(|| launch(config, &self.shared));
        }
        let wakes = fleet.running.iter().map(|(id, running)| (*id, Arc::clone(&running.wake))).collect();
        *self.wakes.lock().unwrap_or_else(PoisonError::into_inner) = wakes;
        self.fail_orphans(fleet.running.keys().copied().collect()).await
    }

    /// Sheets of printers that are no more would wait in silence.
    async fn fail_orphans(&self, known: Vec<PrinterId>) -> Result<(), StoreError> {
        loop {
            let (known, now) = (known.clone(), self.shared.now());
            let work = move |tx: &rusqlite::Transaction<'_>| print_job::fail_without_printer(tx, &known, now);
            let failed = self.shared.write(work).await?;
            if failed.is_empty() {
                return Ok(());
            }
            for sheet in failed {
                self.shared.tell(PrintEvent::Failed { sheet, reason: Reason::NoPrinter });
            }
        }
    }
}

/// The run of this machine, when the kernel says so; elsewhere each process counts as one, which marks too much
/// rather than too little.
pub fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| uuid::Uuid::now_v7().to_string(), |id| id.trim().to_owned())
}

fn launch(config: PrinterConfig, shared: &Arc<Shared>) -> Running {
    let (stop, stopped) = watch::channel(false);
    let wake = Arc::new(Notify::new());
    let (shared, told, owner) = (Arc::clone(shared), Arc::clone(&wake), config.clone());
    let task = tokio::spawn(async move {
        loop {
            let actor = Actor::new(owner.clone(), Arc::clone(&shared), Arc::clone(&told), stopped.clone());
            let Err(panic) = tokio::spawn(actor.run()).await else { return };
            tracing::error!(printer = %owner.id, %panic, "a printer's task broke; starting it anew");
            tokio::time::sleep(RESTART_PAUSE).await;
        }
    });
    Running { config, wake, stop, task }
}

async fn end(running: Vec<Running>) {
    for running in &running {
        running.stop.send_replace(true);
    }
    for running in running {
        if let Err(error) = running.task.await {
            tracing::error!(printer = %running.config.id, %error, "a printer's task did not end well");
        }
    }
}

#[cfg(test)]
mod tests;
