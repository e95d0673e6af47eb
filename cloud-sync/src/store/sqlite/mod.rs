//! SQLite: one file per company and one for control. The embedded default, for one instance on one machine.

mod file;
mod session;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use shared_model::ids::CompanyId;
use tokio::sync::broadcast;

use super::error::StoreError;
use super::migrate;
use super::{Bell, Changed, Database, Job, Mode};
use file::File;

/// Companies whose files stay open; each costs three file handles and about 200 kB.
const OPEN_MAX: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not zero");

/// A folder of databases.
#[derive(Debug)]
pub struct Sqlite {
    folder: PathBuf,
    control: Arc<File>,
    open: Mutex<Open>,
    bell: Bell,
}

/// Files that are open: those used lately, and those still in use that fell out of them.
#[derive(Debug)]
struct Open {
    recent: LruCache<CompanyId, Arc<File>>,
    /// A file must never be open twice: two writers would not know of each other's lock.
    in_use: BTreeMap<CompanyId, std::sync::Weak<File>>,
}

impl Sqlite {
    /// Opens (creating and migrating) the databases in a folder.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let tenants = folder.join("companies");
        std::fs::create_dir_all(&tenants).map_err(|source| StoreError::Sql {
            during: format!("create {}", tenants.display()),
            source: source.into(),
        })?;
        let control = Arc::new(File::create(&folder.join("control.db"), migrate::CONTROL)?);
        let open = Mutex::new(Open { recent: LruCache::new(OPEN_MAX), in_use: BTreeMap::new() });
        Ok(Self { folder: tenants, control, open, bell: Bell::default() })
    }

    fn path(&self, company: CompanyId) -> PathBuf {
        self.folder.join(format!("{company}.db"))
    }

    /// The file of a company, which must exist unless it is to be made.
    fn file(&self, company: CompanyId, make: bool) -> Result<Arc<File>, StoreError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.recent.get(&company) {
            return Ok(Arc::clone(file));
        }
        let known = open.in_use.get(&company).and_then(std::sync::Weak::upgrade);
        let file = match known {
            Some(file) => file,
            None if make || self.path(company).exists() => {
                Arc::new(File::create(&self.path(company), migrate::TENANT)?)
            }
            None => return Err(StoreError::NoSuchCompany),
        };
        open.in_use.retain(|_, file| file.strong_count() > 0);
        open.in_use.insert(company, Arc::downgrade(&file));
        open.recent.put(company, Arc::clone(&file));
        Ok(file)
    }
}

impl Database for Sqlite {
    fn tenant(&self, company: CompanyId, mode: Mode, job: Job<'_>) -> Result<(), StoreError> {
        if self.file(company, false)?.run(mode, job)? {
            self.bell.ring(company);
        }
        Ok(())
    }

    fn control(&self, mode: Mode, job: Job<'_>) -> Result<(), StoreError> {
        self.control.run(mode, job).map(drop)
    }

    fn create(&self, company: CompanyId) -> Result<(), StoreError> {
        self.file(company, true).map(drop)
    }

    fn changes(&self) -> broadcast::Receiver<Changed> {
        self.bell.listen()
    }
}
