//! A database of one test, seen from two instances.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cloud_sync::store::postgres::{Config, Postgres};
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::{ControlTx, Database, Job, Mode, Row, Sql, Store, StoreError, Tx, Value};
use fastops_tests::postgres;
use shared_model::ids::CompanyId;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// One database and two instances over it. With SQLite they are one: it is for one instance.
pub struct World {
    pub runtime: Runtime,
    pub here: Arc<dyn Database>,
    pub there: Arc<dyn Database>,
    _folder: tempfile::TempDir,
}

impl World {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here: Arc<dyn Database> = Arc::new(Sqlite::open(folder.path()).unwrap());
        Self { runtime: runtime(), there: Arc::clone(&here), here, _folder: folder }
    }

    pub fn postgres() -> Self {
        Self::over(&postgres::database())
    }

    pub fn over(database: &postgres::Database) -> Self {
        let runtime = runtime();
        let open = || Arc::new(Postgres::open(&config(database), runtime.handle().clone()).unwrap());
        let (here, there) = (open(), open());
        Self { here, there, runtime, _folder: tempfile::tempdir().unwrap() }
    }

    /// A company that has room here.
    pub fn company(&self) -> CompanyId {
        let company = nobody();
        self.here.create(company).unwrap();
        company
    }

    /// Runs work of the tables on either instance.
    pub fn tables<T: Send + 'static>(
        &self,
        company: CompanyId,
        mode: Mode,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.runtime.block_on(Store::new(Arc::clone(&self.here)).tenant(company, mode, work))
    }

    /// Runs work of the control tables.
    pub fn control<T: Send + 'static>(
        &self,
        mode: Mode,
        work: impl FnOnce(&mut ControlTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.runtime.block_on(Store::new(Arc::clone(&self.here)).control(mode, work))
    }

    /// One statement in a transaction of its own.
    pub fn execute(&self, company: CompanyId, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let mut touched = 0;
        self.write(company, &mut |tx| {
            touched = tx.execute(sql, values)?;
            Ok(())
        })?;
        Ok(touched)
    }

    /// One question in a transaction of its own.
    pub fn query(&self, company: CompanyId, sql: &str) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.here.tenant(company, Mode::Read, &mut |tx| {
            rows = tx.query(sql, &[])?;
            Ok(())
        })?;
        Ok(rows)
    }

    pub fn number(&self, company: CompanyId, sql: &str) -> i64 {
        self.query(company, sql).unwrap()[0].get(0).unwrap()
    }

    pub fn write(&self, company: CompanyId, job: Job<'_>) -> Result<(), StoreError> {
        self.here.tenant(company, Mode::Write, job)
    }
}

/// Both roles' credentials.
pub fn config(database: &postgres::Database) -> Config {
    Config::parse(&database.app()).unwrap().with_owner(&database.owner()).unwrap()
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A company nobody made room for.
pub fn nobody() -> CompanyId {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    CompanyId::new(Uuid::from_u64_pair(0x0198_0000_0000_7000, COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// Writes a row into a table that is only numbers and bytes.
pub fn answer(tx: &mut dyn Sql, id: u8, status: i64) -> Result<u64, StoreError> {
    let sql = "INSERT INTO answered (command_id, fingerprint, status, version, body, at_ms)
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, &cloud_sync::values![[id], [0_u8; 4], status, 0_i64, [1_u8, 2], 7_i64])
}

/// How many of those there are.
pub const ANSWERS: &str = "SELECT count(*) FROM answered";
