//! A transaction as one company, or as none: opened in one round trip that sets role and company for exactly as long as the
//! transaction lasts. A connection whose transaction did not end cleanly is closed, never given to the next.

use std::time::Duration;

use deadpool_postgres::{Client, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use shared_model::ids::CompanyId;
use tokio::runtime::Handle;
use tokio_postgres::{NoTls, SimpleQueryMessage};

use super::config::Config;
use super::session::Session;
use crate::store::Mode;
use crate::store::error::{During, StoreError};

/// How long work may wait for a free connection.
const WAIT: Duration = Duration::from_secs(5);
/// How often a transaction is opened anew when the connection turns out to be dead; nothing was run on it yet.
const TRIES: usize = 3;

/// The pool of the login role's connections; none is opened yet.
pub fn pool(config: &Config) -> Result<Pool, StoreError> {
    let manager = Manager::from_config(
        config.serving(),
        NoTls,
        ManagerConfig { recycling_method: RecyclingMethod::Fast },
    );
    Pool::builder(manager)
        .max_size(config.connections())
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(WAIT))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|source| StoreError::Sql { during: "build the pool".to_owned(), source: source.into() })
}

/// How a transaction begins.
#[derive(Debug)]
pub struct Opening {
    sql: String,
    /// The last answer says whether the company exists.
    asks: bool,
}

impl Opening {
    /// A company's transaction. The company must have been created.
    pub fn tenant(company: CompanyId, mode: Mode) -> Self {
        let sql = format!("{}; SELECT EXISTS (SELECT FROM registry)", as_tenant(company, mode));
        Self { sql, asks: true }
    }

    /// The transaction that creates a company.
    pub fn new_tenant(company: CompanyId) -> Self {
        Self { sql: as_tenant(company, Mode::Write), asks: false }
    }

    /// A transaction over the control tables. Writers take turns as in SQLite: what they read stays true until they commit.
    pub fn control(mode: Mode) -> Self {
        let lock = lock(mode, "fastops control");
        let sql = format!(
            "{}; SET LOCAL ROLE fastops_control; SELECT set_config('app.company_id', '', true){lock}",
            begin(mode)
        );
        Self { sql, asks: false }
    }
}

fn as_tenant(company: CompanyId, mode: Mode) -> String {
    // A UUID has no character that could end the literal.
    let company = company.uuid().hyphenated().to_string();
    let lock = lock(mode, &company);
    format!(
        "{}; SET LOCAL ROLE fastops_tenant; SELECT set_config('app.company_id', '{company}', true){lock}",
        begin(mode)
    )
}

fn begin(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        // Each statement sees what was committed before it: after the lock, all that earlier writers did.
        Mode::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    }
}

/// One writer at a time for each key, on whichever instance, until the transaction ends.
fn lock(mode: Mode, key: &str) -> String {
    match mode {
        Mode::Read => String::new(),
        Mode::Write => format!("; SELECT pg_advisory_xact_lock(hashtextextended('{key}', 0))"),
    }
}

/// An open transaction. Dropping it, also by a panic, closes the connection, and the server undoes what was done on it.
pub struct Transaction<'a> {
    handle: &'a Handle,
    client: Option<Client>,
}

impl<'a> Transaction<'a> {
    /// Takes a connection and opens a transaction on it.
    pub fn begin(handle: &'a Handle, pool: &Pool, opening: &Opening) -> Result<Self, StoreError> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let client = handle.block_on(pool.get()).during("take a connection")?;
            let transaction = Self { handle, client: Some(client) };
            match handle.block_on(transaction.client().simple_query(&opening.sql)).during("begin") {
                Err(StoreError::Unavailable(_)) if tries > 0 => {}
                Err(error) => return Err(error),
                Ok(answers) if opening.asks && !exists(&answers) => {
                    transaction.roll_back();
                    return Err(StoreError::NoSuchCompany);
                }
                Ok(_) => return Ok(transaction),
            }
        }
    }

    /// Statements run in this transaction.
    pub fn session(&self) -> Session<'_> {
        Session::new(self.handle, self.client())
    }

    /// Makes it last.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.handle.block_on(self.client().batch_execute("COMMIT")).during("commit")?;
        self.client = None;
        Ok(())
    }

    /// Undoes it and keeps the connection, if that still works.
    pub fn roll_back(mut self) {
        if self.handle.block_on(self.client().batch_execute("ROLLBACK")).is_ok() {
            self.client = None;
        }
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("taken only by commit, roll_back and drop, which end it")
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

fn exists(answers: &[SimpleQueryMessage]) -> bool {
    let rows = answers
        .iter()
        .rev()
        .filter_map(|answer| if let SimpleQueryMessage::Row(row) = answer { Some(row) } else { None });
    rows.take(1).any(|row| row.get(0) == Some("t"))
}
