//! How a printer takes its next sheet: one indexed statement that also weeds out what came too late.

use rusqlite::{Connection, OptionalExtension, Row, Statement, Transaction, named_params};
use shared_model::ids::{OrderId, PrintJobId, PrinterId, StationId};
use shared_model::time::Timestamp;

use super::super::error::{During, StoreError};
use super::{Kind, parsed, parsed_if_any};

/// Sheets looked at in one [`sweep`].
const SWEEP_LIMIT: u32 = 200;

/// What people need to know to find a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The sheet.
    pub id: PrintJobId,
    /// What it is for.
    pub kind: Kind,
    /// Where it should come out.
    pub printer: PrinterId,
    /// The station it is for.
    pub station: Option<StationId>,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// What people call the order.
    pub order_label: String,
}

/// A sheet that its printer has taken; it may be on paper from now on.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Which sheet.
    pub brief: Brief,
    /// When the first sheet was asked for.
    pub created_at: Timestamp,
    /// Whether an earlier try may be on paper.
    pub maybe_printed: bool,
    /// The stored ticket, see [`shared_model::receipt::ticket::Ticket::from_bytes`].
    pub ticket: Vec<u8>,
}

/// What came next.
#[derive(Debug, Clone)]
pub enum Next {
    /// A sheet to print.
    Job(Box<Claimed>),
    /// A sheet that came too late and has ended; there may be more.
    Expired(Brief),
    /// Nothing waits.
    Nothing,
}

/// The sheet that a printer would take next, not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which sheet.
    pub id: PrintJobId,
    /// What it is for.
    pub kind: Kind,
}

/// What a look over the waiting sheets of a printer in trouble found.
#[derive(Debug, Clone, Default)]
pub struct Swept {
    /// Came too late and have ended.
    pub expired: Vec<Brief>,
    /// Have waited too long; a screen has to show them. Each is listed once only.
    pub fallback: Vec<Brief>,
    /// When to look again, if anything waits.
    pub next: Option<Timestamp>,
}

/// Takes the next sheet: from this commit on it may be on paper. `process_id` is what the printer will echo.
pub fn claim_next(
    tx: &Transaction<'_>,
    printer: PrinterId,
    process_id: &str,
    now: Timestamp,
) -> Result<Next, StoreError> {
    let mut claim = tx
        .prepare_cached(
            "UPDATE print_job
             SET state = CASE WHEN not_after_ms <= :now THEN 'expired' ELSE 'sending' END,
                 reason = CASE WHEN not_after_ms <= :now THEN 'too_late' END,
                 ended_at_ms = CASE WHEN not_after_ms <= :now THEN :now END,
                 process_id = :process, attempts = attempts + 1, bytes_sent = 0, retry_at_ms = NULL
             WHERE rowid = (SELECT rowid FROM print_job
                            WHERE printer_id = :printer AND state IN ('queued', 'retry_wait', 'blocked')
                            ORDER BY priority, created_at_ms, maybe_printed DESC, rowid LIMIT 1)
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label,
                       state, created_at_ms, maybe_printed, ticket",
        )
        .during("prepare to take a sheet")?;
    let params = named_params! { ":now": now.ms(), ":process": process_id, ":printer": printer.to_string() };
    let next = claim.query_row(params, |row| {
        let brief = brief(row)?;
        if row.get_ref(6)?.as_str()? == "expired" {
            return Ok(Next::Expired(brief));
        }
        Ok(Next::Job(Box::new(Claimed {
            brief,
            created_at: Timestamp::from_ms(row.get(7)?),
            maybe_printed: row.get(8)?,
            ticket: row.get(9)?,
        })))
    });
    Ok(next.optional().during("take a sheet")?.unwrap_or(Next::Nothing))
}

/// Looks at the next sheet without taking it.
pub fn head(conn: &Connection, printer: PrinterId) -> Result<Option<Due>, StoreError> {
    let mut next = conn
        .prepare_cached(
            "SELECT print_job_id, kind FROM print_job
             WHERE printer_id = :printer AND state IN ('queued', 'retry_wait', 'blocked')
             ORDER BY priority, created_at_ms, maybe_printed DESC, rowid LIMIT 1",
        )
        .during("prepare to look at the next sheet")?;
    next.query_row(named_params! { ":printer": printer.to_string() }, |row| {
        Ok(Due { id: parsed(row, 0)?, kind: row.get(1)? })
    })
    .optional()
    .during("look at the next sheet")
}

/// Ends what came too late and names, once, what has waited `fallback_after_ms`; for printers in trouble only,
/// because behind a long queue waiting is normal.
pub fn sweep(
    tx: &Transaction<'_>,
    printer: PrinterId,
    now: Timestamp,
    fallback_after_ms: i64,
) -> Result<Swept, StoreError> {
    let printer = printer.to_string();
    let mut expire = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'expired', reason = 'too_late', ended_at_ms = :now
             WHERE rowid IN (SELECT rowid FROM print_job
                             WHERE printer_id = :printer AND state IN ('queued', 'retry_wait', 'blocked')
                               AND not_after_ms <= :now LIMIT :limit)
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare to expire sheets")?;
    let params = named_params! { ":now": now.ms(), ":printer": printer, ":limit": SWEEP_LIMIT };
    let expired = briefs(&mut expire, params).during("expire sheets")?;
    let mut flag = tx
        .prepare_cached(
            "UPDATE print_job SET fallback_at_ms = :now
             WHERE rowid IN (SELECT rowid FROM print_job
                             WHERE printer_id = :printer AND state IN ('queued', 'retry_wait', 'blocked')
                               AND fallback_at_ms IS NULL AND created_at_ms <= :now - :after LIMIT :limit)
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare to name waiting sheets")?;
    let params = named_params! { ":now": now.ms(), ":printer": printer, ":after": fallback_after_ms, ":limit": SWEEP_LIMIT };
    let fallback = briefs(&mut flag, params).during("name waiting sheets")?;
    let mut deadline = tx
        .prepare_cached(
            "SELECT min(CASE WHEN fallback_at_ms IS NULL THEN min(not_after_ms, created_at_ms + :after)
                             ELSE not_after_ms END)
             FROM print_job WHERE printer_id = :printer AND state IN ('queued', 'retry_wait', 'blocked')",
        )
        .during("prepare to find the next deadline")?;
    let params = named_params! { ":printer": printer, ":after": fallback_after_ms };
    let next: Option<i64> = deadline.query_row(params, |row| row.get(0)).during("find the next deadline")?;
    Ok(Swept { expired, fallback, next: next.map(Timestamp::from_ms) })
}

/// The first six columns of a `RETURNING` or `SELECT`: id, kind, printer, station, order, label.
pub(super) fn brief(row: &Row<'_>) -> rusqlite::Result<Brief> {
    Ok(Brief {
        id: parsed(row, 0)?,
        kind: row.get(1)?,
        printer: parsed(row, 2)?,
        station: parsed_if_any(row, 3)?,
        order: parsed_if_any(row, 4)?,
        order_label: row.get(5)?,
    })
}

pub(super) fn briefs(
    statement: &mut Statement<'_>,
    params: &[(&str, &dyn rusqlite::ToSql)],
) -> rusqlite::Result<Vec<Brief>> {
    statement.query_map(params, brief)?.collect()
}
