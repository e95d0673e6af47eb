//! The cloud's databases. One trait ([`Database`]), two implementations: SQLite with one file per company, PostgreSQL with
//! row-level security. No SQL lives outside this folder, and every file of `table` owns the SQL of one table.
//!
//! A company's tables can only be reached through a [`Tx`] that was opened for that company: SQL of theirs names no company
//! at all. In SQLite the file is the company; in PostgreSQL the policy and the column's default come from the transaction's
//! own setting, so a forgotten filter cannot exist (docs/adr/0007-tenancy.md). Tables in `control` belong to no company:
//! who there is, and which door leads where.
//!
//! Work is synchronous and runs on threads that may block; [`Store`] bounds how many.

pub mod control;
pub mod error;
mod migrate;
pub mod postgres;
pub mod sql;
pub mod sqlite;
pub mod table;

use std::sync::{Arc, Mutex, PoisonError};

use shared_model::ids::CompanyId;
use tokio::sync::{Semaphore, broadcast};

pub use error::{During, StoreError};
pub use sql::{Row, Sql, Value};

/// Pieces of work in the database at once at most; more wait their turn.
const WORKERS: usize = 16;
/// Companies that changed which a slow listener may fall behind before it must look at everything.
pub const CHANGE_BACKLOG: usize = 4096;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only reads, beside whoever writes.
    Read,
    /// Reads and writes. One at a time for each company, on whichever instance, so that positions have no gaps.
    Write,
}

/// Work inside a transaction; when it fails, nothing of it is stored.
pub type Job<'a> = &'a mut dyn FnMut(&mut dyn Sql) -> Result<(), StoreError>;

/// What listeners are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Somebody committed a change of a company's data, on this instance or another.
    Company(CompanyId),
    /// Something may have gone unheard: look at everything.
    Anything,
}

/// A database that keeps companies apart.
pub trait Database: Send + Sync + std::fmt::Debug {
    /// Runs a job in a transaction that sees exactly one company. Its tables exist once [`Database::create`] was called.
    fn tenant(&self, company: CompanyId, mode: Mode, job: Job<'_>) -> Result<(), StoreError>;
    /// Runs a job in a transaction that sees the control tables and no company's.
    fn control(&self, mode: Mode, job: Job<'_>) -> Result<(), StoreError>;
    /// Makes room for a company. Doing it again changes nothing.
    fn create(&self, company: CompanyId) -> Result<(), StoreError>;
    /// Hears which companies changed, on every instance over the same data; a hint, never the data.
    fn changes(&self) -> broadcast::Receiver<Changed>;
}

/// The door to the databases; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    database: Arc<dyn Database>,
    turns: Arc<Semaphore>,
}

/// An open transaction of one company. The only way to the tables under `table`.
pub struct Tx<'a> {
    sql: &'a mut dyn Sql,
}

/// An open transaction over the control tables.
pub struct ControlTx<'a> {
    sql: &'a mut dyn Sql,
}

impl Store {
    /// The door to a database.
    pub fn new(database: Arc<dyn Database>) -> Self {
        Self { database, turns: Arc::new(Semaphore::new(WORKERS)) }
    }

    /// Runs work in a transaction of one company.
    ///
    /// # Errors
    /// What `work` returns, or why it could not be committed. In both cases nothing of it is stored.
    pub async fn tenant<T, F>(&self, company: CompanyId, mode: Mode, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let run = move |database: &dyn Database, job: Job<'_>| database.tenant(company, mode, job);
        self.run(run, |sql| work(&mut Tx { sql })).await
    }

    /// Runs work in a transaction of one company that may say no in words of its own; then nothing of it is stored.
    ///
    /// # Errors
    /// What `work` returns, or why it could not be committed.
    pub async fn attempt<T, E, F>(&self, company: CompanyId, mode: Mode, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let refused = Arc::new(Overheard::default());
        let said = Arc::clone(&refused);
        let done = self.tenant(company, mode, move |tx| work(tx).map_err(|error| said.keep(error))).await;
        done.map_err(|failed| refused.take().unwrap_or_else(|| failed.into()))
    }

    /// Runs work over the control tables that may say no in words of its own; then nothing of it is stored.
    ///
    /// # Errors
    /// As for [`Store::attempt`].
    pub async fn attempt_control<T, E, F>(&self, mode: Mode, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut ControlTx<'_>) -> Result<T, E> + Send + 'static,
    {
        let refused = Arc::new(Overheard::default());
        let said = Arc::clone(&refused);
        let done = self.control(mode, move |tx| work(tx).map_err(|error| said.keep(error))).await;
        done.map_err(|failed| refused.take().unwrap_or_else(|| failed.into()))
    }

    /// Runs work in a transaction over the control tables.
    ///
    /// # Errors
    /// As for [`Store::tenant`].
    pub async fn control<T, F>(&self, mode: Mode, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut ControlTx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let run = move |database: &dyn Database, job: Job<'_>| database.control(mode, job);
        self.run(run, |sql| work(&mut ControlTx { sql })).await
    }

    /// Makes room for a company.
    pub async fn create(&self, company: CompanyId) -> Result<(), StoreError> {
        let database = Arc::clone(&self.database);
        let blocking = tokio::task::spawn_blocking(move || database.create(company));
        blocking.await.map_err(|panic| StoreError::Panicked(panic.to_string()))?
    }

    /// Hears which companies changed.
    pub fn changes(&self) -> broadcast::Receiver<Changed> {
        self.database.changes()
    }

    async fn run<T, R, F>(&self, run: R, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        R: FnOnce(&dyn Database, Job<'_>) -> Result<(), StoreError> + Send + 'static,
        F: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let database = Arc::clone(&self.database);
        let blocking = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let (mut work, mut answer) = (Some(work), None);
            run(&*database, &mut |sql| {
                let work = work.take().ok_or(StoreError::NotRun)?;
                answer = Some(work(sql)?);
                Ok(())
            })?;
            answer.ok_or(StoreError::NotRun)
        });
        blocking.await.map_err(|panic| StoreError::Panicked(panic.to_string()))?
    }
}

/// What work said no with, carried past the database, which knows only its own errors.
struct Overheard<E>(Mutex<Option<E>>);

impl<E> Default for Overheard<E> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<E> Overheard<E> {
    fn keep(&self, error: E) -> StoreError {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        StoreError::NotRun
    }

    fn take(&self) -> Option<E> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Tx<'_> {
    /// Tells every instance, once this is committed, that the company changed.
    pub fn ring(&mut self) -> Result<(), StoreError> {
        self.sql.ring()
    }
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl std::fmt::Debug for ControlTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ControlTx")
    }
}

/// Tells listeners of one process which companies changed.
#[derive(Debug, Clone)]
pub struct Bell(broadcast::Sender<Changed>);

impl Default for Bell {
    fn default() -> Self {
        Self(broadcast::Sender::new(CHANGE_BACKLOG))
    }
}

impl Bell {
    /// Tells that a company changed. Nobody listening is no failure.
    pub fn ring(&self, company: CompanyId) {
        drop(self.0.send(Changed::Company(company)));
    }

    /// Tells that anything may have changed.
    pub fn ring_all(&self) {
        drop(self.0.send(Changed::Anything));
    }

    /// Hears from now on.
    pub fn listen(&self) -> broadcast::Receiver<Changed> {
        self.0.subscribe()
    }
}
