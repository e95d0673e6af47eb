//! The one door of a branch: every change goes through [`Branch::run`], every question through [`Branch::read`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared_model::ids::{CommandId, PrinterId};
use shared_model::staff::Actor;

use crate::auth::Auth;
use crate::clock::Clock;
use crate::printing::Printing;
use crate::store::answered::Fingerprint;
use crate::store::execute::execute;
use crate::store::intent::{Envelope, Intent, Outcome};
use crate::store::{Catalog, Durability, Store, StoreError, Work};
use crate::sync::Link;

/// A request that changes something, as it came in.
#[derive(Debug, Clone)]
pub struct Tap {
    pub command_id: CommandId,
    pub fingerprint: Fingerprint,
}

/// The branch; cheap to clone.
#[derive(Debug, Clone)]
pub struct Branch(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Clock,
    auth: Auth,
    printing: Printing,
    link: Link,
    troubles: Mutex<BTreeMap<PrinterId, String>>,
}

impl Branch {
    /// A branch over its parts, all of them running.
    pub fn new(store: Store, clock: Clock, auth: Auth, printing: Printing, link: Link) -> Self {
        Self(Arc::new(Inner { store, clock, auth, printing, link, troubles: Mutex::default() }))
    }

    /// Carries out what somebody wants, or says why not. Answers after it is on disk.
    pub async fn run(&self, tap: Tap, actor: Actor, intent: Intent) -> Result<Outcome, StoreError> {
        let Tap { command_id, fingerprint } = tap;
        let envelope = Envelope { command_id, fingerprint, actor, now: self.0.clock.now(), intent };
        self.write(move |work| execute(work, envelope)).await
    }

    /// Runs other work of the box itself through the same writer.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.store.writer.run(Durability::Full, work).await
    }

    /// Answers a question from what is committed.
    pub async fn read<T, F>(&self, query: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.store.readers.read(query).await
    }

    /// Menu, staff, printers and settings as committed.
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.0.store.announcements.catalog.borrow())
    }

    /// Wall time to go by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The doorman.
    pub fn auth(&self) -> &Auth {
        &self.0.auth
    }

    /// The printers at work.
    pub fn printing(&self) -> &Printing {
        &self.0.printing
    }

    /// The way to the cloud.
    pub fn link(&self) -> &Link {
        &self.0.link
    }

    /// The store, for those who listen to what it announces.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What keeps a printer from printing, if anything.
    pub fn trouble(&self, printer: PrinterId) -> Option<String> {
        self.0.troubles.lock().unwrap_or_else(PoisonError::into_inner).get(&printer).cloned()
    }

    /// Remembers what keeps a printer from printing.
    pub fn set_trouble(&self, printer: PrinterId, trouble: Option<String>) {
        let mut troubles = self.0.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        match trouble {
            Some(trouble) => drop(troubles.insert(printer, trouble)),
            None => drop(troubles.remove(&printer)),
        }
    }
}
