//! The tables `print_job`, `print_attempt` and `print_boot`: sheets of paper that somebody is owed.
//!
//! `enqueue` belongs into the transaction of whatever the sheet is about; the printer's actor does the rest (`take`,
//! `outcome`), people answer what only they can know (`ask`), screens look (`look`).
//! Invariants: an `idem_key` is one sheet; a sheet that may be on paper is never printed again without its banner.

mod ask;
mod look;
mod outcome;
mod recover;
mod take;

pub use ask::{Reprint, answer_came_out, answer_reprint, cancel, reprint};
pub use look::{
    Page, PrintJob, QueueStatus, by_order, find, queue_status, recent, ticket, uncertain, waiting,
};
pub use outcome::{Outcome, fail_without_printer, hold, settle};
pub use recover::{Recovered, abandon, recover};
pub use take::{Brief, Claimed, Due, Next, Swept, claim_next, head, sweep};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};
use shared_model::ids::{OrderId, PrintJobId, PrinterId, StaffId, StationId};
use shared_model::receipt::ticket::Ticket;
use shared_model::time::Timestamp;

use super::error::{During, StoreError};

/// Declares a closed set that is text in the database.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// As it stands in the database and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.as_str()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    };
}

text_enum! {
    /// What a sheet is for.
    Kind {
        /// What a station has to make.
        Kitchen => "kitchen",
        /// What a station must not make any more.
        Void => "void",
        /// What the customer gets.
        Receipt => "receipt",
        /// No paper: opens the cash drawer.
        Drawer => "drawer",
        /// A sample somebody asked for while setting a printer up.
        Test => "test",
    }
}

text_enum! {
    /// Where a sheet stands.
    State {
        /// Waits for its turn.
        Queued => "queued",
        /// Waits for the printer to answer again; nothing of it was sent.
        RetryWait => "retry_wait",
        /// Waits for a person to feed paper or close the cover; nothing of it was sent.
        Blocked => "blocked",
        /// Goes to the printer; may be on paper from here on.
        Sending => "sending",
        /// Nobody knows whether it came out.
        Uncertain => "uncertain",
        /// It came out.
        Printed => "printed",
        /// A marked copy took its place.
        Superseded => "superseded",
        /// Too late to be of use.
        Expired => "expired",
        /// Not wanted any more.
        Cancelled => "cancelled",
        /// Cannot be printed at all.
        Failed => "failed",
    }
}

text_enum! {
    /// How we know that a sheet came out.
    Confirm {
        /// The printer echoed the sheet's process id after the cut (`GS ( H` function 48).
        Echo => "echo",
        /// The printer answered a status request queued behind the cut (`GS r 1`).
        Status => "status",
        /// A person saw it.
        Human => "human",
    }
}

text_enum! {
    /// Why a sheet is not simply printed.
    Reason {
        /// Nothing accepts connections there.
        Unreachable => "unreachable",
        /// Connected, but it answers no status request.
        NoReply => "no_reply",
        /// The connection broke.
        Reset => "reset",
        /// It takes no more bytes.
        Stalled => "stalled",
        /// All was sent and it never said that the sheet is out.
        NoEcho => "no_echo",
        /// No paper.
        PaperOut => "paper_out",
        /// The cover is open.
        CoverOpen => "cover_open",
        /// Cutter jam, overheating, or switched off line.
        Faulty => "faulty",
        /// Our process ended while it was under way.
        Stopped => "stopped",
        /// The machine restarted; whether it was under way is lost.
        PowerCut => "power_cut",
        /// Its time was over.
        TooLate => "too_late",
        /// Its content cannot be read.
        Unreadable => "unreadable",
        /// Its printer does not exist any more.
        NoPrinter => "no_printer",
        /// A person decided.
        Person => "person",
    }
}

impl Kind {
    /// 0 goes first: money, then what must not be cooked, then what must.
    const fn priority(self) -> u8 {
        match self {
            Self::Drawer => 0,
            Self::Void => 1,
            Self::Kitchen => 2,
            Self::Receipt => 3,
            Self::Test => 4,
        }
    }

    /// How long after it was asked for a sheet is still of use, in milliseconds.
    pub const fn useful_for_ms(self) -> i64 {
        match self {
            Self::Kitchen | Self::Void => 10 * 60_000,
            Self::Receipt => 15 * 60_000,
            Self::Drawer => 5_000,
            Self::Test => 30_000,
        }
    }
}

/// A sheet to be owed from now on.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Minted by the caller.
    pub id: PrintJobId,
    /// What makes it this sheet and no other: `order|send|station|kind|copy`.
    pub idem_key: String,
    /// What it is for.
    pub kind: Kind,
    /// Which station it is for.
    pub station: Option<StationId>,
    /// Where it comes out.
    pub printer: PrinterId,
    /// Which order it is about.
    pub order: Option<OrderId>,
    /// What people call that order: `M-047`.
    pub order_label: String,
    /// 0 for the first sheet.
    pub copy_no: u32,
    /// The sheet this one stands for.
    pub supersedes: Option<PrintJobId>,
    /// Who asked for a copy.
    pub requested_by: Option<StaffId>,
    /// What it says.
    pub ticket: Ticket,
    /// When the first sheet was asked for.
    pub created_at: Timestamp,
    /// When it is of no more use; see [`Kind::useful_for_ms`].
    pub not_after: Timestamp,
}

impl NewJob {
    /// What people need to know to find it.
    pub fn brief(&self) -> Brief {
        Brief {
            id: self.id,
            kind: self.kind,
            printer: self.printer,
            station: self.station,
            order: self.order,
            order_label: self.order_label.clone(),
        }
    }
}

/// What became of [`enqueue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueue {
    /// It is owed now. After the commit, wake its printer.
    Added,
    /// The same sheet was asked for before.
    AlreadyThere(PrintJobId),
}

/// A void goes ahead of what others have to cook, but never ahead of the ticket that it takes back: read in that
/// sequence, the dish would be cooked.
fn priority(tx: &Transaction<'_>, job: &NewJob) -> Result<u8, StoreError> {
    if job.kind != Kind::Void {
        return Ok(job.kind.priority());
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM print_job WHERE order_id = :order AND printer_id = :printer
               AND kind = 'kitchen' AND state IN ('queued', 'retry_wait', 'blocked', 'sending'))";
    let values = named_params! {
        ":order": job.order.map(|id| id.to_string()), ":printer": job.printer.to_string(),
    };
    let mut query = tx.prepare_cached(sql).during("prepare to look for the ticket")?;
    let owed: bool = query.query_row(values, |row| row.get(0)).during("look for the ticket")?;
    Ok(if owed { Kind::Kitchen.priority() } else { Kind::Void.priority() })
}

/// Owes a sheet. Runs in the transaction of what the sheet is about, so that both are on disk or neither.
pub fn enqueue(tx: &Transaction<'_>, job: &NewJob) -> Result<Enqueue, StoreError> {
    let mut insert = tx
        .prepare_cached(
            "INSERT INTO print_job (print_job_id, idem_key, kind, priority, station_id, printer_id, order_id,
                                    order_label, copy_no, supersedes, requested_by, state, length_mm,
                                    created_at_ms, not_after_ms, ticket)
             VALUES (:id, :key, :kind, :priority, :station, :printer, :order, :label, :copy, :supersedes, :by,
                     'queued', :length, :created, :not_after, :ticket)
             ON CONFLICT (idem_key) DO NOTHING",
        )
        .during("prepare to owe a sheet")?;
    let added = insert
        .execute(named_params! {
            ":id": job.id.to_string(),
            ":key": job.idem_key,
            ":kind": job.kind,
            ":priority": priority(tx, job)?,
            ":station": job.station.map(|id| id.to_string()),
            ":printer": job.printer.to_string(),
            ":order": job.order.map(|id| id.to_string()),
            ":label": job.order_label,
            ":copy": job.copy_no,
            ":supersedes": job.supersedes.map(|id| id.to_string()),
            ":by": job.requested_by.map(|id| id.to_string()),
            ":length": job.ticket.estimate_mm(),
            ":created": job.created_at.ms(),
            ":not_after": job.not_after.ms(),
            ":ticket": job.ticket.to_bytes(),
        })
        .during("owe a sheet")?;
    if added > 0 {
        return Ok(Enqueue::Added);
    }
    let mut same = tx
        .prepare_cached("SELECT print_job_id FROM print_job WHERE idem_key = :key")
        .during("prepare to find the same sheet")?;
    same.query_row(named_params! { ":key": job.idem_key }, |row| parsed(row, 0))
        .optional()
        .during("find the same sheet")?
        .map(Enqueue::AlreadyThere)
        .ok_or(StoreError::Sql {
            during: "find the same sheet",
            source: rusqlite::Error::QueryReturnedNoRows,
        })
}

/// Forgets sheets that ended before `before`, oldest first, at most `limit` at once. Returns how many went.
pub fn prune(tx: &Transaction<'_>, before: Timestamp, limit: u32) -> Result<usize, StoreError> {
    let params = named_params! { ":before": before.ms(), ":limit": limit };
    tx.prepare_cached(
        "DELETE FROM print_attempt WHERE print_job_id IN (
             SELECT print_job_id FROM print_job WHERE ended_at_ms < :before ORDER BY rowid LIMIT :limit)",
    )
    .and_then(|mut delete| delete.execute(params))
    .during("forget old tries")?;
    tx.prepare_cached(
        "DELETE FROM print_job WHERE rowid IN (
             SELECT rowid FROM print_job WHERE ended_at_ms < :before ORDER BY rowid LIMIT :limit)",
    )
    .and_then(|mut delete| delete.execute(params))
    .during("forget old sheets")
}

/// A column that holds an id.
fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A column that holds an id or nothing.
fn parsed_if_any<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    if matches!(row.get_ref(column)?, ValueRef::Null) { Ok(None) } else { parsed(row, column).map(Some) }
}

#[cfg(test)]
mod tests;
