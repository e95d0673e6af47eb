//! Why the store could not do what was asked; the shell turns each into its own answer.

/// A failure of the database or of what it holds. Nothing of the failed work is stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The writer has more work waiting than it may keep. Try again in a moment.
    #[error("the writer queue is full")]
    Busy,
    /// The disk has no room for the change.
    #[error("the disk is full")]
    DiskFull,
    /// The disk does not accept writes.
    #[error("the disk is read-only")]
    ReadOnly,
    /// The disk refused a sync; what is on it is unknown until the process starts anew.
    #[error("the disk failed; writes are refused until restart")]
    DiskFailed,
    /// The writer thread is gone: the process is stopping.
    #[error("the store is closed")]
    Closed,
    /// The work itself panicked; it was undone.
    #[error("the work panicked: {0}")]
    Panicked(String),
    /// The group this work was part of could not be committed, for a reason of its own.
    #[error("the group was not committed: {0}")]
    NotCommitted(String),
    /// A document that this program cannot read.
    #[error("document {key} cannot be read")]
    Document {
        /// Which document.
        key: String,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stored value that this program cannot read.
    #[error("stored {what} cannot be read")]
    Stored {
        /// What was being read.
        what: &'static str,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Any other answer of SQLite.
    #[error("{during}")]
    Sql {
        /// What was being done.
        during: &'static str,
        /// SQLite's answer.
        #[source]
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The same failure for another piece of work of the same group.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::DiskFull => Self::DiskFull,
            Self::ReadOnly => Self::ReadOnly,
            Self::DiskFailed => Self::DiskFailed,
            Self::Closed => Self::Closed,
            Self::Panicked(_)
            | Self::NotCommitted(_)
            | Self::Document { .. }
            | Self::Stored { .. }
            | Self::Sql { .. } => Self::NotCommitted(self.to_string()),
        }
    }
}

/// Adds what was being done to SQLite's answer, and names the answers people can act on.
pub trait During<T> {
    /// `.during("insert the order")?`
    fn during(self, during: &'static str) -> Result<T, StoreError>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, during: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| classify(during, source))
    }
}

fn classify(during: &'static str, source: rusqlite::Error) -> StoreError {
    use rusqlite::ffi::{SQLITE_IOERR_DIR_FSYNC, SQLITE_IOERR_FSYNC};
    let Some(error) = source.sqlite_error() else { return StoreError::Sql { during, source } };
    if matches!(error.extended_code, SQLITE_IOERR_FSYNC | SQLITE_IOERR_DIR_FSYNC) {
        return StoreError::DiskFailed;
    }
    if error.code == rusqlite::ErrorCode::DiskFull {
        return StoreError::DiskFull;
    }
    if error.code == rusqlite::ErrorCode::ReadOnly {
        return StoreError::ReadOnly;
    }
    StoreError::Sql { during, source }
}

/// Wraps a value's own complaint as [`StoreError::Stored`].
pub fn unreadable<E>(what: &'static str) -> impl FnOnce(E) -> StoreError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| StoreError::Stored { what, source: source.into() }
}
