//! What screens show about paper: the sheets of an order, the newest ones, the queues.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use shared_model::ids::{OrderId, PrintJobId, PrinterId, StaffId, StationId};
use shared_model::receipt::ticket::Ticket;
use shared_model::time::Timestamp;

use super::super::error::{During, StoreError};
use super::{Confirm, Kind, State, ask, parsed, parsed_if_any};

/// Sheets on one page of [`recent`] at most.
const PAGE_LIMIT: u32 = 200;
/// Paper speed assumed for estimates, in millimetres a second, and the time to cut, in milliseconds (printing.md 8).
const MM_PER_S: i64 = 150;
const CUT_MS: i64 = 400;

/// A sheet, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// Its identity.
    pub id: PrintJobId,
    /// What it is for.
    pub kind: Kind,
    /// The station it is for.
    pub station: Option<StationId>,
    /// Where it comes out.
    pub printer: PrinterId,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// What people call that order.
    pub order_label: String,
    /// 0 for the first sheet.
    pub copy_no: u32,
    /// The sheet this one stands for.
    pub supersedes: Option<PrintJobId>,
    /// Who asked for a copy.
    pub requested_by: Option<StaffId>,
    /// Whether it carries POSIBLE DUPLICADO.
    pub maybe_printed: bool,
    /// Where it stands.
    pub state: State,
    /// Why it is not simply printed; see [`super::Reason`]. Text, because older programs wrote other ones.
    pub reason: Option<String>,
    /// How we know that it came out.
    pub confirm: Option<Confirm>,
    /// Tries so far.
    pub attempts: u32,
    /// Bytes that went out in the last try.
    pub bytes_sent: u32,
    /// When the first sheet was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// Some sheets, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sheets.
    pub jobs: Vec<PrintJob>,
    /// Where the next page begins, when there is one.
    pub next: Option<i64>,
}

/// The queue of one printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueStatus {
    /// Which printer.
    pub printer: PrinterId,
    /// Sheets that wait.
    pub waiting: u32,
    /// Sheets that somebody has to be asked about.
    pub uncertain: u32,
    /// How long the oldest has waited, in milliseconds.
    pub oldest_ms: i64,
    /// How long a healthy printer needs for them, in seconds.
    pub estimate_s: i64,
}

/// One sheet.
pub fn find(conn: &Connection, job: PrintJobId) -> Result<Option<PrintJob>, StoreError> {
    let mut select = conn
        .prepare_cached(
            "SELECT rowid, print_job_id, kind, station_id, printer_id, order_id, order_label, copy_no, supersedes,
                    requested_by, maybe_printed, state, reason, confirm_level, attempts, bytes_sent, created_at_ms,
                    ended_at_ms
             FROM print_job WHERE print_job_id = :id",
        )
        .during("prepare to find a sheet")?;
    select.query_row(named_params! { ":id": job.to_string() }, print_job).optional().during("find a sheet")
}

/// What a sheet says.
pub fn ticket(conn: &Connection, job: PrintJobId) -> Result<Option<Ticket>, StoreError> {
    let bytes: Option<Vec<u8>> = conn
        .prepare_cached("SELECT ticket FROM print_job WHERE print_job_id = :id")
        .and_then(|mut select| {
            select.query_row(named_params! { ":id": job.to_string() }, |row| row.get(0)).optional()
        })
        .during("read a ticket")?;
    bytes.map(|bytes| ask::read_ticket(&bytes)).transpose()
}

/// All sheets of an order, oldest first.
pub fn by_order(conn: &Connection, order: OrderId) -> Result<Vec<PrintJob>, StoreError> {
    let mut select = conn
        .prepare_cached(
            "SELECT rowid, print_job_id, kind, station_id, printer_id, order_id, order_label, copy_no, supersedes,
                    requested_by, maybe_printed, state, reason, confirm_level, attempts, bytes_sent, created_at_ms,
                    ended_at_ms
             FROM print_job WHERE order_id = :order ORDER BY rowid",
        )
        .during("prepare to list the sheets of an order")?;
    let rows = select
        .query_map(named_params! { ":order": order.to_string() }, print_job)
        .during("list the sheets of an order")?;
    rows.collect::<rusqlite::Result<_>>().during("list the sheets of an order")
}

/// The newest sheets, from `before` (the `next` of an earlier page) back.
pub fn recent(conn: &Connection, before: Option<i64>, limit: u32) -> Result<Page, StoreError> {
    let limit = limit.clamp(1, PAGE_LIMIT);
    let mut select = conn
        .prepare_cached(
            "SELECT rowid, print_job_id, kind, station_id, printer_id, order_id, order_label, copy_no, supersedes,
                    requested_by, maybe_printed, state, reason, confirm_level, attempts, bytes_sent, created_at_ms,
                    ended_at_ms
             FROM print_job WHERE rowid < :before ORDER BY rowid DESC LIMIT :limit",
        )
        .during("prepare to list sheets")?;
    let params = named_params! { ":before": before.unwrap_or(i64::MAX), ":limit": limit };
    let rows = select
        .query_map(params, |row| Ok((row.get::<_, i64>(0)?, print_job(row)?)))
        .during("list sheets")?
        .collect::<rusqlite::Result<Vec<_>>>()
        .during("list sheets")?;
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().map(|(rowid, _)| *rowid).filter(|_| full);
    Ok(Page { jobs: rows.into_iter().map(|(_, job)| job).collect(), next })
}

/// Sheets that somebody has to be asked about, oldest first.
pub fn uncertain(conn: &Connection, limit: u32) -> Result<Vec<PrintJob>, StoreError> {
    let mut select = conn
        .prepare_cached(
            "SELECT rowid, print_job_id, kind, station_id, printer_id, order_id, order_label, copy_no, supersedes,
                    requested_by, maybe_printed, state, reason, confirm_level, attempts, bytes_sent, created_at_ms,
                    ended_at_ms
             FROM print_job WHERE state IN ('sending', 'uncertain') AND state = 'uncertain' ORDER BY rowid LIMIT :limit",
        )
        .during("prepare to list what is uncertain")?;
    let rows = select
        .query_map(named_params! { ":limit": limit.clamp(1, PAGE_LIMIT) }, print_job)
        .during("list what is uncertain")?;
    rows.collect::<rusqlite::Result<_>>().during("list what is uncertain")
}

/// The queues of all printers that have one.
pub fn queue_status(conn: &Connection, now: Timestamp) -> Result<Vec<QueueStatus>, StoreError> {
    let mut select = conn
        .prepare_cached(
            "SELECT printer_id, sum(waiting), sum(uncertain), min(oldest), sum(mm) FROM (
                 SELECT printer_id, count(*) AS waiting, 0 AS uncertain, min(created_at_ms) AS oldest, sum(length_mm) AS mm
                 FROM print_job WHERE state IN ('queued', 'retry_wait', 'blocked') GROUP BY printer_id
                 UNION ALL
                 SELECT printer_id, 0, count(*), NULL, 0
                 FROM print_job WHERE state IN ('sending', 'uncertain') AND state = 'uncertain' GROUP BY printer_id)
             GROUP BY printer_id ORDER BY printer_id",
        )
        .during("prepare to count the queues")?;
    let rows = select.query_map([], |row| {
        let (waiting, mm): (u32, i64) = (row.get(1)?, row.get(4)?);
        let oldest: Option<i64> = row.get(3)?;
        let busy_ms = mm.saturating_mul(1000) / MM_PER_S + CUT_MS * i64::from(waiting);
        Ok(QueueStatus {
            printer: parsed(row, 0)?,
            waiting,
            uncertain: row.get(2)?,
            oldest_ms: oldest.map_or(0, |oldest| now.since(Timestamp::from_ms(oldest)).max(0)),
            estimate_s: (busy_ms + 999) / 1000,
        })
    });
    rows.during("count the queues")?.collect::<rusqlite::Result<_>>().during("count the queues")
}

fn print_job(row: &Row<'_>) -> rusqlite::Result<PrintJob> {
    Ok(PrintJob {
        id: parsed(row, 1)?,
        kind: row.get(2)?,
        station: parsed_if_any(row, 3)?,
        printer: parsed(row, 4)?,
        order: parsed_if_any(row, 5)?,
        order_label: row.get(6)?,
        copy_no: row.get(7)?,
        supersedes: parsed_if_any(row, 8)?,
        requested_by: parsed_if_any(row, 9)?,
        maybe_printed: row.get(10)?,
        state: row.get(11)?,
        reason: row.get(12)?,
        confirm: row.get(13)?,
        attempts: row.get(14)?,
        bytes_sent: row.get(15)?,
        created_at: Timestamp::from_ms(row.get(16)?),
        ended_at: row.get::<_, Option<i64>>(17)?.map(Timestamp::from_ms),
    })
}

/// Sheets that wait for a printer, counted no further than a hundred: more is "more than a hundred" to a person.
pub fn waiting(conn: &Connection, printer: PrinterId) -> Result<u32, StoreError> {
    let mut count = conn
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM print_job WHERE printer_id = :printer
                                   AND state IN ('queued', 'retry_wait', 'blocked') LIMIT 100)",
        )
        .during("prepare to count what waits")?;
    count
        .query_row(named_params! { ":printer": printer.to_string() }, |row| row.get(0))
        .during("count what waits")
}
