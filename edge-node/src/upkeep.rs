//! Housekeeping while the box runs: what was kept only for a while goes, a little at a time.

use std::time::Duration;

use crate::branch::Branch;
use crate::store::{Durability, StoreError, Work, answered, event, print_job, sign_in};

/// Between two rounds.
const PAUSE: Duration = Duration::from_mins(5);
/// Answers and events are kept this long, in milliseconds: a week.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// Print jobs are kept this long, in milliseconds: four weeks.
const PAPER_MS: i64 = 4 * WEEK_MS;
/// Rows of a table that go in one transaction at most, so that nobody waits for it.
const ROWS_MAX: u32 = 500;

/// Keeps house until the box stops.
pub async fn run(branch: Branch) {
    let mut pause = tokio::time::interval(PAUSE);
    loop {
        pause.tick().await;
        loop {
            match round(&branch).await {
                Ok(0) => break,
                Ok(rows) => tracing::debug!(rows, "old rows went"),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "housekeeping failed");
                    break;
                }
            }
        }
    }
}

/// One transaction's worth; answers how many rows went.
async fn round(branch: &Branch) -> Result<usize, StoreError> {
    let now = branch.clock().now();
    let work = move |work: &mut Work<'_>| {
        let answers = answered::prune(work.tx, now.plus_ms(-WEEK_MS), ROWS_MAX)?;
        let events = event::prune(work.tx, now.plus_ms(-WEEK_MS), ROWS_MAX)?;
        let sessions = sign_in::prune(work.tx, now)?;
        let sheets = print_job::prune(work.tx, now.plus_ms(-PAPER_MS), ROWS_MAX)?;
        Ok(answers + events + sessions + sheets)
    };
    branch.store().writer.run(Durability::Relaxed, work).await
}
