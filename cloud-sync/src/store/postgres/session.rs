//! Statements of an open PostgreSQL transaction. Those for many rows are all sent before the first answer is waited for, so
//! that they cost about one round trip.

use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::Client;
use futures_util::future::{MaybeDone, maybe_done};
use futures_util::{TryStreamExt, future};
use tokio::runtime::Handle;
use tokio_postgres::Statement;

use super::schema::DIALECT;
use crate::store::error::{During, StoreError};
use crate::store::sql::{Row, Sql, Value};

/// Statements on their way at once.
const PIPELINE: usize = 256;

/// Channel of [`super::listen`].
pub const CHANNEL: &str = "fastops";

/// An open transaction.
pub struct Session<'a> {
    handle: &'a Handle,
    client: &'a Client,
    failed: bool,
}

impl<'a> Session<'a> {
    /// The transaction that is open on a connection.
    pub fn new(handle: &'a Handle, client: &'a Client) -> Self {
        Self { handle, client, failed: false }
    }

    /// Fails when a statement failed and nobody said so: the server would answer COMMIT with a silent rollback.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.failed { Err(StoreError::failed_before()) } else { Ok(()) }
    }

    fn run<T>(
        &mut self,
        sql: &str,
        work: impl AsyncFnOnce(&Client, Statement) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let client = self.client;
        let done = self.handle.block_on(async {
            let statement = client.prepare_cached(&DIALECT.translate(sql)).await?;
            work(client, statement).await
        });
        self.failed |= done.is_err();
        done.during(sql)
    }
}

impl Sql for Session<'_> {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.run(sql, async |client, statement| client.execute_raw(&statement, values).await)
    }

    fn execute_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.run(sql, async |client, statement| {
            for rows in rows.chunks(PIPELINE) {
                let sent = rows.iter().map(|values| client.execute_raw(&statement, values));
                in_sequence(sent).await.into_iter().try_for_each(|done| done.map(drop))?;
            }
            Ok(())
        })
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let rows = self.run(sql, async |client, statement| ask(client, &statement, values).await)?;
        read(&rows)
    }

    fn query_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self.run(sql, async |client, statement| {
            let mut answers = Vec::with_capacity(rows.len());
            for rows in rows.chunks(PIPELINE) {
                let sent = rows.iter().map(|values| ask(client, &statement, values));
                for answer in in_sequence(sent).await {
                    answers.push(answer?);
                }
            }
            Ok(answers)
        })?;
        answers.iter().map(|rows| read(rows)).collect()
    }

    fn ring(&mut self) -> Result<(), StoreError> {
        // The policy's own setting says which company: what rings is what was written.
        let sql = "SELECT pg_notify($1, current_setting('app.company_id'))";
        self.query(sql, &[Value::from(CHANNEL)]).map(drop)
    }
}

async fn ask(
    client: &Client,
    statement: &Statement,
    values: &[Value],
) -> Result<Vec<tokio_postgres::Row>, tokio_postgres::Error> {
    client.query_raw(statement, values).await?.try_collect().await
}

fn read(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, StoreError> {
    let column = |row: &tokio_postgres::Row, at| {
        let value = row.try_get::<_, Value>(at);
        value.map_err(|source| StoreError::Stored { what: "column", source: source.into() })
    };
    rows.iter()
        .map(|row| (0..row.len()).map(|at| column(row, at)).collect::<Result<_, _>>().map(Row))
        .collect()
}

/// Starts all, in sequence, before it waits for the first; a statement is sent when its future is first polled.
async fn in_sequence<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<Pin<Box<MaybeDone<F>>>> =
        futures.map(|future| Box::pin(maybe_done(future))).collect();
    future::poll_fn(|context| {
        for future in &mut waiting {
            // Whether it is done already is asked below.
            let _ = future.as_mut().poll(context);
        }
        Poll::Ready(())
    })
    .await;
    let mut done = Vec::with_capacity(waiting.len());
    for mut future in waiting {
        future.as_mut().await;
        done.extend(future.as_mut().take_output());
    }
    done
}
