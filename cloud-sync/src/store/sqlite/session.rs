//! Statements of an open SQLite transaction.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql, params_from_iter};

use super::file::DIALECT;
use crate::store::error::{During, StoreError};
use crate::store::sql::{Row, Sql, Value};

/// An open transaction.
pub struct Session<'a> {
    conn: &'a Connection,
    rang: bool,
    failed: bool,
}

impl<'a> Session<'a> {
    /// The transaction that is open on a connection.
    pub fn new(conn: &'a Connection) -> Self {
        Self { conn, rang: false, failed: false }
    }

    /// Whether listeners are to be told.
    pub fn rang(&self) -> bool {
        self.rang
    }

    /// Fails when a statement failed and nobody said so, as PostgreSQL does.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.failed { Err(StoreError::failed_before()) } else { Ok(()) }
    }

    fn noting<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        self.failed |= done.is_err();
        done
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'a>, StoreError> {
        // `$1` is a name to SQLite and `?1` a number.
        self.conn.prepare_cached(&DIALECT.translate(sql).replace('$', "?")).during(sql)
    }
}

impl Sql for Session<'_> {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let done = self
            .prepare(sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)).during(sql));
        self.noting(done).map(|touched| u64::try_from(touched).unwrap_or(u64::MAX))
    }

    fn execute_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let done = self.prepare(sql).and_then(|mut statement| {
            rows.iter()
                .try_for_each(|values| statement.execute(params_from_iter(values)).during(sql).map(drop))
        });
        self.noting(done)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let done = self.prepare(sql).and_then(|mut statement| ask(&mut statement, sql, values));
        self.noting(done)
    }

    fn query_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let done = self.prepare(sql).and_then(|mut statement| {
            rows.iter().map(|values| ask(&mut statement, sql, values)).collect::<Result<_, _>>()
        });
        self.noting(done)
    }

    fn ring(&mut self) -> Result<(), StoreError> {
        self.rang = true;
        Ok(())
    }
}

fn ask(statement: &mut CachedStatement<'_>, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(values)).during(sql)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during(sql)? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(read(row.get_ref(column).during(sql)?)?);
        }
        found.push(Row(values));
    }
    Ok(found)
}

fn read(value: ValueRef<'_>) -> Result<Value, StoreError> {
    let strange = |what: &str| StoreError::Stored { what: "column", source: what.to_owned().into() };
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(bytes) => {
            Value::Text(String::from_utf8(bytes.to_vec()).map_err(|_| strange("text that is no UTF-8"))?)
        }
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Real(_) => return Err(strange("a fraction")),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
