//! PostgreSQL's answers, as those people can act on.

use tokio_postgres::error::SqlState;

use crate::store::error::{During, StoreError};

impl<T> During<T> for Result<T, tokio_postgres::Error> {
    fn during(self, during: &str) -> Result<T, StoreError> {
        self.map_err(|source| match source.code() {
            Some(code) if conflict(code) => StoreError::Conflict,
            Some(&SqlState::UNIQUE_VIOLATION) => StoreError::Exists,
            Some(&SqlState::DISK_FULL) => StoreError::DiskFull,
            Some(code) if unavailable(code) => StoreError::Unavailable(source.into()),
            // No code, no answer: the connection failed, unless the client itself could not make sense of something.
            None if lost(&source) => StoreError::Unavailable(source.into()),
            _ => StoreError::Sql { during: during.to_owned(), source: source.into() },
        })
    }
}

fn conflict(code: &SqlState) -> bool {
    [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::LOCK_NOT_AVAILABLE]
        .contains(code)
}

/// Shutting down, starting up, full, or too slow: classes 08 (connection), 53 (resources) and 57 (operator).
fn unavailable(code: &SqlState) -> bool {
    ["08", "53", "57"].iter().any(|class| code.code().starts_with(class))
        || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
}

fn lost(error: &tokio_postgres::Error) -> bool {
    let io = std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    // Which kind it is has no accessor; the words are the crate's own.
    error.is_closed() || io || error.to_string().starts_with("error connecting")
}

impl<T> During<T> for Result<T, deadpool_postgres::PoolError> {
    fn during(self, during: &str) -> Result<T, StoreError> {
        use deadpool_postgres::PoolError;
        self.map_err(|error| match error {
            PoolError::Backend(source) => match Err::<(), _>(source).during(during) {
                Err(error) => error,
                Ok(()) => StoreError::Closed,
            },
            PoolError::Closed => StoreError::Closed,
            error
            @ (PoolError::Timeout(_) | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_)) => {
                StoreError::Unavailable(error.into())
            }
        })
    }
}
