//! The one door of a company: everything people do there from the cloud goes through [`Tenant`], in one transaction that
//! sees one company.
//!
//! Reading order: `intent` (what can come of a wish), `execute` (a retry is answered as before, a refusal writes nothing),
//! `edit` (a change goes into the document and the rows). Invariant: what is decided is written with its answer, or not at all.

pub mod edit;
pub mod execute;
pub mod intent;

use shared_model::document::Author;
use shared_model::ids::CompanyId;
use shared_model::staff::Actor;
use shared_model::tenant::Limits;
use shared_model::time::Timestamp;

use crate::store::table::event::{self, NewEvent};
use crate::store::{Mode, Store, StoreError, Tx};
pub use edit::put;
pub use execute::Work;
pub use intent::{Carried, Envelope, Outcome, Refusal, Tap};

/// How often work that was in somebody's way is tried.
const TRIES: usize = 4;

/// The door of one company; cheap to make and to clone.
#[derive(Debug, Clone)]
pub struct Tenant {
    store: Store,
    company: CompanyId,
    author: Author,
    limits: Limits,
}

impl Tenant {
    /// The door of a company: changes are written as `author`, creations bound by `limits`.
    pub fn new(store: Store, company: CompanyId, author: Author, limits: Limits) -> Self {
        Self { store, company, author, limits }
    }

    /// Whose door it is.
    pub fn company(&self) -> CompanyId {
        self.company
    }

    /// Looks at the company on a snapshot.
    pub async fn read<T, F>(&self, look: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.store.tenant(self.company, Mode::Read, look).await
    }

    /// Carries out what somebody wants; the same tap again is answered the same.
    pub async fn run<F>(
        &self,
        tap: Tap,
        actor: Actor,
        now: Timestamp,
        carry: F,
    ) -> Result<Outcome, StoreError>
    where
        F: FnOnce(&mut Work<'_, '_>) -> Carried + Clone + Send + 'static,
    {
        let envelope = Envelope { tap, actor, author: self.author, limits: self.limits, now };
        for _ in 1..TRIES {
            match self.once(envelope.clone(), carry.clone()).await {
                Err(StoreError::Conflict) => {}
                done => return done,
            }
        }
        self.once(envelope, carry).await
    }

    async fn once<F>(&self, envelope: Envelope, carry: F) -> Result<Outcome, StoreError>
    where
        F: FnOnce(&mut Work<'_, '_>) -> Carried + Send + 'static,
    {
        let work = move |tx: &mut Tx<'_>| execute::execute(tx, envelope, carry);
        self.store.tenant(self.company, Mode::Write, work).await
    }
}

/// Tells people something; they hear it once this is committed.
pub fn tell(tx: &mut Tx<'_>, event: NewEvent, now: Timestamp) -> Result<(), StoreError> {
    event::append(tx, &[event], now)?;
    tx.ring()
}
