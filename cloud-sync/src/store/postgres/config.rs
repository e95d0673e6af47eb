//! Where the database is, and who we are to it: the login role that serves, and the owner that migrates.

use std::time::Duration;

use crate::store::error::StoreError;

/// How to reach a database.
#[derive(Debug, Clone)]
pub struct Config {
    app: tokio_postgres::Config,
    owner: Option<tokio_postgres::Config>,
    connections: usize,
    statement_timeout: Duration,
    lock_timeout: Duration,
}

impl Config {
    /// Reads a URL with the login role's credentials: `postgres://fastops_app:…@host:5432/fastops`, or with a socket's
    /// folder, `postgres://fastops_app@%2Frun%2Fpostgresql/fastops`.
    ///
    /// # Errors
    /// When it is no such URL, or names neither host nor user.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            app: read(url)?,
            owner: None,
            connections: 16,
            statement_timeout: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(5),
        })
    }

    /// Adds the credentials that may create roles and tables: opening the database then migrates it first. The login role
    /// is created with the password of its own URL. A process that only serves need not know them.
    ///
    /// # Errors
    /// As for [`Config::parse`], and when it is the login role itself: who owns a table can switch its policies off.
    pub fn with_owner(mut self, url: &str) -> Result<Self, StoreError> {
        let owner = read(url)?;
        if owner.get_user() == self.app.get_user() {
            return Err(wrong("the owner of the tables must not be the role that serves".to_owned()));
        }
        self.owner = Some(owner);
        Ok(self)
    }

    /// Connections at once at most, beside the one that listens. More pieces of work wait their turn.
    pub fn with_connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(1);
        self
    }

    /// How long a statement may run, and how long it may wait for a lock.
    pub fn with_timeouts(mut self, statement: Duration, lock: Duration) -> Self {
        (self.statement_timeout, self.lock_timeout) = (statement, lock);
        self
    }

    pub(super) fn connections(&self) -> usize {
        self.connections
    }

    pub(super) fn owner(&self) -> Option<&tokio_postgres::Config> {
        self.owner.as_ref()
    }

    /// The login role's name and password.
    pub(super) fn login(&self) -> (&str, Option<&[u8]>) {
        (self.app.get_user().unwrap_or_default(), self.app.get_password())
    }

    /// The login role's connections, with their limits.
    pub(super) fn serving(&self) -> tokio_postgres::Config {
        let mut app = self.app.clone();
        let given = app.get_options().unwrap_or_default().to_owned();
        app.options(format!(
            "{given} -c search_path=tenant,control -c jit=off -c statement_timeout={} -c lock_timeout={} \
             -c idle_in_transaction_session_timeout={}",
            self.statement_timeout.as_millis(),
            self.lock_timeout.as_millis(),
            // Between two statements there is only our own computing.
            self.statement_timeout.as_millis() * 2,
        ));
        app.application_name("fastops");
        app.connect_timeout(Duration::from_secs(5)).keepalives_idle(Duration::from_secs(30));
        app
    }
}

fn read(url: &str) -> Result<tokio_postgres::Config, StoreError> {
    // The URL holds a password: it is never part of the message.
    let config: tokio_postgres::Config = url.parse().map_err(|error: tokio_postgres::Error| {
        let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        wrong(why)
    })?;
    if config.get_hosts().is_empty() || config.get_user().is_none() {
        return Err(wrong("it names no host or no user".to_owned()));
    }
    Ok(config)
}

fn wrong(why: String) -> StoreError {
    StoreError::Sql { during: "read the database's URL".to_owned(), source: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_needs_host_and_user() {
        let config = Config::parse("postgres://fastops_app:secret@db.internal:5433/fastops").unwrap();
        assert_eq!(config.login(), ("fastops_app", Some(&b"secret"[..])));
        for bad in ["postgres://db/fastops", "postgres:///fastops", "mysql://a@b/c", ""] {
            assert!(Config::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_owner_is_somebody_else() {
        let config = Config::parse("postgres://fastops_app@db/fastops").unwrap();
        assert!(config.clone().with_owner("postgres://fastops_app@db/fastops").is_err());
        assert!(config.with_owner("postgres://fastops_owner@db/fastops").unwrap().owner().is_some());
    }

    #[test]
    fn a_password_is_not_printed() {
        let config = Config::parse("postgres://fastops_app:hunter2@db/fastops").unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
        let error = Config::parse("postgres://a:hunter2@db:port/x").unwrap_err();
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
