//! Why a database could not do what was asked.

/// A failure of the database or of what it holds. Nothing of the failed work is stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or has no connection free; it may again in a moment.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Two transactions were in each other's way; running the work again will do.
    #[error("the transaction must be run again")]
    Conflict,
    /// There is no such company in this database.
    #[error("there is no such company here")]
    NoSuchCompany,
    /// The disk has no room.
    #[error("the disk is full")]
    DiskFull,
    /// The process is stopping.
    #[error("the store is closed")]
    Closed,
    /// The work itself panicked; it was undone.
    #[error("the work panicked: {0}")]
    Panicked(String),
    /// The database did not run the work it was given.
    #[error("the work was not run")]
    NotRun,
    /// A value that must be unique is there already.
    #[error("that is there already")]
    Exists,
    /// A stored value that this program cannot read.
    #[error("stored {what} cannot be read")]
    Stored {
        /// What was being read.
        what: &'static str,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Any other answer of the database.
    #[error("{during}")]
    Sql {
        /// What was being done.
        during: String,
        /// The database's answer.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// A statement failed, the work went on, and now wants to be committed.
    pub(super) fn failed_before() -> Self {
        let why = "a statement failed before and nobody said so; ask with ON CONFLICT, or give the work up";
        Self::Sql { during: "commit".to_owned(), source: why.into() }
    }
}

/// Adds what was being done to a database's answer, and names the answers people can act on.
pub trait During<T> {
    /// `.during("open the file")?`
    fn during(self, during: &str) -> Result<T, StoreError>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, during: &str) -> Result<T, StoreError> {
        self.map_err(|source| {
            use rusqlite::ErrorCode;
            match source.sqlite_error().map(|error| (error.code, error.extended_code)) {
                Some((ErrorCode::DiskFull, _)) => StoreError::DiskFull,
                Some((ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _)) => StoreError::Conflict,
                Some((
                    ErrorCode::ConstraintViolation,
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
                )) => StoreError::Exists,
                _ => StoreError::Sql { during: during.to_owned(), source: source.into() },
            }
        })
    }
}

/// Wraps a value's own complaint as [`StoreError::Stored`].
pub fn unreadable<E>(what: &'static str) -> impl FnOnce(E) -> StoreError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| StoreError::Stored { what, source: source.into() }
}
