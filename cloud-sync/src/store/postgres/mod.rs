//! PostgreSQL: one database for all companies, kept apart by row-level security; for several instances side by side.
//! Why it is built so, and what it costs: docs/adr/0007-tenancy.md.
//!
//! Reading order: `config` (where the database is and who we are to it), `schema` (roles, tables, policies), `connection`
//! (a transaction as one company), `session` (statements in it), `listen` (what other instances committed).
//!
//! - Statements are sent as the login role's member `fastops_tenant` or `fastops_control`, never as the tables' owner.
//! - Nothing is run twice here: [`StoreError::Conflict`] goes to whoever knows whether the work may be repeated. One writer at
//!   a time for each company makes conflicts rare: what is left is a lock that was not free in time.
//! - A connection lost during COMMIT is [`StoreError::Unavailable`] although the work may be stored; commands carry an id, so
//!   asking again is safe.
//! - TLS is not built in: run the database on the same host, on a private network, or behind a local TLS proxy. A URL with
//!   `sslmode=require` is refused rather than obeyed in plain text.
//! - Proxies that pool by transaction do not work: statements are prepared, and a listener needs its session.

mod config;
mod connection;
mod error;
mod listen;
mod schema;
mod session;
mod value;

use deadpool_postgres::Pool;
use shared_model::ids::CompanyId;
use tokio::runtime::Handle;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

pub use config::Config;

use super::error::StoreError;
use super::{Bell, Changed, Database, Job, Mode};
use connection::{Opening, Transaction};

/// A database that several instances share.
#[derive(Debug)]
pub struct Postgres {
    handle: Handle,
    pool: Pool,
    bell: Bell,
    listener: AbortHandle,
}

impl Postgres {
    /// Opens a database, migrating it first when the configuration knows its owner. Blocks: never call it on a thread of
    /// the runtime behind `handle`, which must be a running one.
    ///
    /// # Errors
    /// When it cannot be reached, is older than this program, or gives the login role more than it may have.
    pub fn open(config: &Config, handle: Handle) -> Result<Self, StoreError> {
        if config.owner().is_some() {
            handle.block_on(schema::migrate(config))?;
        }
        let pool = connection::pool(config)?;
        handle.block_on(schema::check(&pool))?;
        let bell = Bell::default();
        let listener = listen::start(config, bell.clone(), &handle)?;
        Ok(Self { handle, pool, bell, listener })
    }

    /// Creates or updates roles, tables and policies with the owner's credentials, and nothing else. Blocks.
    pub fn migrate(config: &Config, handle: &Handle) -> Result<(), StoreError> {
        handle.block_on(schema::migrate(config))
    }

    fn run(&self, opening: &Opening, job: Job<'_>) -> Result<(), StoreError> {
        let transaction = Transaction::begin(&self.handle, &self.pool, opening)?;
        let mut session = transaction.session();
        match job(&mut session).and_then(|()| session.check()) {
            Ok(()) => transaction.commit(),
            Err(error) => {
                transaction.roll_back();
                Err(error)
            }
        }
    }
}

impl Database for Postgres {
    fn tenant(&self, company: CompanyId, mode: Mode, job: Job<'_>) -> Result<(), StoreError> {
        self.run(&Opening::tenant(company, mode), job)
    }

    fn control(&self, mode: Mode, job: Job<'_>) -> Result<(), StoreError> {
        self.run(&Opening::control(mode), job)
    }

    fn create(&self, company: CompanyId) -> Result<(), StoreError> {
        // The row's company is the column's default, as everywhere.
        let sql = "INSERT INTO registry DEFAULT VALUES ON CONFLICT (company_id) DO NOTHING";
        self.run(&Opening::new_tenant(company), &mut |session| session.execute(sql, &[]).map(drop))
    }

    fn changes(&self) -> broadcast::Receiver<Changed> {
        self.bell.listen()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
        self.pool.close();
    }
}
