//! How a try ended, and the one automatic copy that a kitchen gets when nobody knows.

use rusqlite::{OptionalExtension, Transaction, named_params};
use shared_model::ids::{PrintJobId, PrinterId};
use shared_model::time::Timestamp;

use super::super::error::{During, StoreError};
use super::{Brief, Confirm, Reason, State, take};

/// How one try of a taken sheet ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is out.
    Printed {
        /// How we know.
        confirm: Confirm,
        /// Its size in bytes.
        bytes_total: u32,
    },
    /// Not one byte went out; it keeps its place.
    Retry {
        /// Why.
        reason: Reason,
        /// When the printer is tried again.
        at: Timestamp,
    },
    /// Bytes went out and nobody said that the sheet is out.
    Uncertain {
        /// Why.
        reason: Reason,
        /// Its size in bytes.
        bytes_total: u32,
        /// How much of it went out.
        bytes_sent: u32,
        /// The id of the marked copy, if the kitchen gets one.
        copy: PrintJobId,
    },
    /// It can never be printed.
    Failed {
        /// Why.
        reason: Reason,
    },
}

/// Records how a taken sheet ended. Returns the marked copy that was queued in its place, if one was.
pub fn settle(
    tx: &Transaction<'_>,
    job: PrintJobId,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Option<Brief>, StoreError> {
    match outcome {
        Outcome::Printed { confirm, bytes_total } => {
            let mut update = tx
                .prepare_cached(
                    "UPDATE print_job SET state = 'printed', reason = NULL, confirm_level = :confirm,
                            bytes_total = :total, bytes_sent = :total, ended_at_ms = :now
                     WHERE print_job_id = :id AND state = 'sending'",
                )
                .during("prepare to record a printed sheet")?;
            let params = named_params! { ":id": job.to_string(), ":confirm": confirm, ":total": bytes_total, ":now": now.ms() };
            update.execute(params).during("record a printed sheet")?;
            Ok(None)
        }
        Outcome::Retry { reason, at } => {
            let end =
                End { state: State::RetryWait, reason, bytes_total: 0, bytes_sent: 0, retry_at: Some(at) };
            end_try(tx, job, &end, now).map(|_| None)
        }
        Outcome::Failed { reason } => {
            let end = End { state: State::Failed, reason, bytes_total: 0, bytes_sent: 0, retry_at: None };
            end_try(tx, job, &end, now).map(|_| None)
        }
        Outcome::Uncertain { reason, bytes_total, bytes_sent, copy } => {
            let end = End { state: State::Uncertain, reason, bytes_total, bytes_sent, retry_at: None };
            if !end_try(tx, job, &end, now)? {
                return Ok(None);
            }
            automatic_copy(tx, job, copy, now)
        }
    }
}

/// Lets the next sheet of a printer wait because the printer cannot take it: nothing of it was sent.
/// Asking again with the same reason records no further try.
pub fn hold(
    tx: &Transaction<'_>,
    job: PrintJobId,
    state: State,
    reason: Reason,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut update = tx
        .prepare_cached(
            "UPDATE print_job SET state = :state, reason = :reason, retry_at_ms = :retry_at, attempts = attempts + 1
             WHERE print_job_id = :id AND state IN ('queued', 'retry_wait', 'blocked')
               AND (state <> :state OR reason IS NOT :reason OR :state = 'retry_wait')",
        )
        .during("prepare to hold a sheet")?;
    let params = named_params! { ":id": job.to_string(), ":state": state, ":reason": reason, ":retry_at": retry_at.map(Timestamp::ms) };
    if update.execute(params).during("hold a sheet")? > 0 {
        record_try(tx, job, state, reason, 0, now)?;
    }
    Ok(())
}

struct End {
    state: State,
    reason: Reason,
    bytes_total: u32,
    bytes_sent: u32,
    retry_at: Option<Timestamp>,
}

/// Whether the sheet was still under way.
fn end_try(tx: &Transaction<'_>, job: PrintJobId, end: &End, now: Timestamp) -> Result<bool, StoreError> {
    let ended = (end.state == State::Failed).then_some(now.ms());
    let mut update = tx
        .prepare_cached(
            "UPDATE print_job SET state = :state, reason = :reason, bytes_total = :total, bytes_sent = :sent,
                    retry_at_ms = :retry_at, ended_at_ms = :ended
             WHERE print_job_id = :id AND state = 'sending'",
        )
        .during("prepare to record a try")?;
    let changed = update
        .execute(named_params! {
            ":id": job.to_string(),
            ":state": end.state,
            ":reason": end.reason,
            ":total": end.bytes_total,
            ":sent": end.bytes_sent,
            ":retry_at": end.retry_at.map(Timestamp::ms),
            ":ended": ended,
        })
        .during("record a try")?;
    if changed > 0 {
        record_try(tx, job, end.state, end.reason, end.bytes_sent, now)?;
    }
    Ok(changed > 0)
}

fn record_try(
    tx: &Transaction<'_>,
    job: PrintJobId,
    outcome: State,
    reason: Reason,
    bytes_sent: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut insert = tx
        .prepare_cached(
            "INSERT INTO print_attempt (print_job_id, attempt_no, at_ms, outcome, reason, bytes_sent)
             SELECT print_job_id, attempts, :now, :outcome, :reason, :sent FROM print_job WHERE print_job_id = :id
             ON CONFLICT DO NOTHING",
        )
        .during("prepare to note a try")?;
    let params = named_params! { ":id": job.to_string(), ":now": now.ms(), ":outcome": outcome, ":reason": reason, ":sent": bytes_sent };
    insert.execute(params).during("note a try").map(drop)
}

/// A lost order costs more than a marked copy: the kitchen gets one without asking. Only one, and only while fresh;
/// whoever pays is asked instead, and a drawer is never opened twice.
fn automatic_copy(
    tx: &Transaction<'_>,
    job: PrintJobId,
    copy: PrintJobId,
    now: Timestamp,
) -> Result<Option<Brief>, StoreError> {
    let mut insert = tx
        .prepare_cached(
            "INSERT INTO print_job (print_job_id, idem_key, kind, priority, station_id, printer_id, order_id,
                                    order_label, copy_no, supersedes, maybe_printed, state, length_mm,
                                    created_at_ms, not_after_ms, ticket)
             SELECT :copy, idem_key || '|duplicate', kind, priority, station_id, printer_id, order_id,
                    order_label, copy_no + 1, print_job_id, 1, 'queued', length_mm,
                    created_at_ms, not_after_ms, ticket
             FROM print_job
             WHERE print_job_id = :id AND kind IN ('kitchen', 'void') AND maybe_printed = 0 AND not_after_ms > :now
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare a marked copy")?;
    let params = named_params! { ":id": job.to_string(), ":copy": copy.to_string(), ":now": now.ms() };
    let brief = insert.query_row(params, take::brief).optional().during("queue a marked copy")?;
    if brief.is_some() {
        super::ask::supersede(tx, job, now)?;
    }
    Ok(brief)
}

/// Ends the waiting sheets of printers that do not exist, so that they do not wait in silence. At most 200 at once.
pub fn fail_without_printer(
    tx: &Transaction<'_>,
    printers: &[PrinterId],
    now: Timestamp,
) -> Result<Vec<Brief>, StoreError> {
    let known: Vec<String> = printers.iter().map(PrinterId::to_string).collect();
    let known = serde_json::to_string(&known).map_err(super::super::error::unreadable("list of printers"))?;
    let mut update = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'failed', reason = 'no_printer', ended_at_ms = :now
             WHERE rowid IN (SELECT rowid FROM print_job
                             WHERE state IN ('queued', 'retry_wait', 'blocked')
                               AND printer_id NOT IN (SELECT value FROM json_each(:known)) LIMIT 200)
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare to fail sheets without a printer")?;
    take::briefs(&mut update, named_params! { ":now": now.ms(), ":known": known })
        .during("fail sheets without a printer")
}
