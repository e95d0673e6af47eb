//! What only a person can say: whether a sheet came out, that another one is wanted, that none is wanted any more.

use rusqlite::{OptionalExtension, Transaction, named_params};
use shared_model::ids::{PrintJobId, StaffId};
use shared_model::receipt::banner::Banner;
use shared_model::receipt::ticket::Ticket;
use shared_model::time::Timestamp;

use super::super::error::{During, StoreError, unreadable};
use super::take::brief;
use super::{Brief, Enqueue, Kind, NewJob, enqueue, find};

/// A person wants a sheet once more.
#[derive(Debug, Clone)]
pub struct Reprint {
    /// The sheet.
    pub job: PrintJobId,
    /// The id of the copy, minted by the caller.
    pub copy: PrintJobId,
    /// The request, so that asking twice is one copy.
    pub idem_key: String,
    /// Who asked.
    pub by: StaffId,
    /// Who asked, by name, for the banner.
    pub by_name: String,
    /// Local time as people say it, for the banner.
    pub hour: String,
}

/// "¿Salió el tiquete?" "Sí." Returns whether the question was still open.
pub fn answer_came_out(tx: &Transaction<'_>, job: PrintJobId, now: Timestamp) -> Result<bool, StoreError> {
    let mut update = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'printed', confirm_level = 'human', ended_at_ms = :now
             WHERE print_job_id = :id AND state = 'uncertain'",
        )
        .during("prepare to record an answer")?;
    let params = named_params! { ":id": job.to_string(), ":now": now.ms() };
    Ok(update.execute(params).during("record an answer")? > 0)
}

/// "¿Salió el tiquete?" "No." Queues a copy that says POSIBLE DUPLICADO; people err. Nothing when the question was not
/// open, or was about a drawer. After the commit, wake the printer of the copy.
pub fn answer_reprint(
    tx: &Transaction<'_>,
    job: PrintJobId,
    copy: PrintJobId,
    by: StaffId,
    now: Timestamp,
) -> Result<Option<Brief>, StoreError> {
    let Some(asked) = find(tx, job)? else { return Ok(None) };
    let mut insert = tx
        .prepare_cached(
            "INSERT INTO print_job (print_job_id, idem_key, kind, priority, station_id, printer_id, order_id,
                                    order_label, copy_no, supersedes, requested_by, maybe_printed, state, length_mm,
                                    created_at_ms, not_after_ms, ticket)
             SELECT :copy, idem_key || '|answer', kind, priority, station_id, printer_id, order_id,
                    order_label, copy_no + 1, print_job_id, :by, 1, 'queued', length_mm,
                    created_at_ms, :not_after, ticket
             FROM print_job WHERE print_job_id = :id AND state = 'uncertain' AND kind <> 'drawer'
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare the copy that was asked for")?;
    let params = named_params! {
        ":id": job.to_string(),
        ":copy": copy.to_string(),
        ":by": by.to_string(),
        ":not_after": now.plus_ms(asked.kind.useful_for_ms()).ms(),
    };
    let queued = insert.query_row(params, brief).optional().during("queue the copy that was asked for")?;
    if queued.is_some() {
        supersede(tx, job, now)?;
    }
    Ok(queued)
}

/// Queues another copy of a sheet, whatever became of it, under REIMPRESIÓN. Nothing when there is no such sheet, or it
/// is a drawer. After the commit, wake its printer.
pub fn reprint(
    tx: &Transaction<'_>,
    wanted: &Reprint,
    now: Timestamp,
) -> Result<Option<Enqueue>, StoreError> {
    let Some(job) = find(tx, wanted.job)?.filter(|job| job.kind != Kind::Drawer) else { return Ok(None) };
    let Some(ticket) = super::ticket(tx, wanted.job)? else { return Ok(None) };
    let copies: Option<u32> = tx
        .prepare_cached(
            "SELECT max(copy_no) FROM print_job
             WHERE order_id = :order AND kind = :kind AND station_id IS :station AND requested_by IS NOT NULL",
        )
        .and_then(|mut max| {
            let order = job.order.map(|id| id.to_string());
            let station = job.station.map(|id| id.to_string());
            let params = named_params! { ":order": order, ":kind": job.kind, ":station": station };
            max.query_row(params, |row| row.get(0))
        })
        .during("count the copies")?;
    let copy_no = copies.unwrap_or(0).max(job.copy_no) + 1;
    let ticket: Ticket = ticket.marked(Banner::reprint(copy_no, &wanted.by_name, &wanted.hour));
    let copy = NewJob {
        id: wanted.copy,
        idem_key: wanted.idem_key.clone(),
        kind: job.kind,
        station: job.station,
        printer: job.printer,
        order: job.order,
        order_label: job.order_label,
        copy_no,
        supersedes: Some(job.id),
        requested_by: Some(wanted.by),
        ticket,
        created_at: now,
        not_after: now.plus_ms(job.kind.useful_for_ms()),
    };
    enqueue(tx, &copy).map(Some)
}

/// Gives up a sheet that waits. Returns whether it still waited.
pub fn cancel(tx: &Transaction<'_>, job: PrintJobId, now: Timestamp) -> Result<bool, StoreError> {
    let mut update = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'cancelled', reason = 'person', ended_at_ms = :now
             WHERE print_job_id = :id AND state IN ('queued', 'retry_wait', 'blocked')",
        )
        .during("prepare to cancel a sheet")?;
    let params = named_params! { ":id": job.to_string(), ":now": now.ms() };
    Ok(update.execute(params).during("cancel a sheet")? > 0)
}

/// Ends a question because a marked copy answers it.
pub(super) fn supersede(tx: &Transaction<'_>, job: PrintJobId, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE print_job SET state = 'superseded', ended_at_ms = :now
         WHERE print_job_id = :id AND state = 'uncertain'",
    )
    .and_then(|mut update| update.execute(named_params! { ":id": job.to_string(), ":now": now.ms() }))
    .during("end a question")
    .map(drop)
}

/// Reads the ticket of a sheet.
pub(super) fn read_ticket(bytes: &[u8]) -> Result<Ticket, StoreError> {
    Ticket::from_bytes(bytes).map_err(unreadable("ticket"))
}
