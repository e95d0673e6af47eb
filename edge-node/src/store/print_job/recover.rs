//! What a restart has to settle before the first sheet is taken. The reasons are in docs/adr/0005-print-durability.md.

use rusqlite::{OptionalExtension, Transaction, named_params};
use shared_model::ids::{PrintJobId, PrinterId};
use shared_model::time::Timestamp;

use super::super::error::{During, StoreError};
use super::take::briefs;
use super::{Brief, Outcome, Reason, settle};

/// What a restart found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// The machine itself restarted (or the database came from another one), so claims may be lost.
    pub machine_restarted: bool,
    /// Nobody knows whether these came out.
    pub uncertain: Vec<Brief>,
    /// Marked copies queued in place of some of them.
    pub copies: Vec<Brief>,
    /// Drawers that stay shut.
    pub cancelled: Vec<Brief>,
    /// Waiting sheets that carry POSIBLE DUPLICADO from now on, because a claim of them may be lost.
    pub marked: usize,
}

/// Settles what an earlier run left under way. `boot_id` names the run of the machine
/// (`/proc/sys/kernel/random/boot_id`); `mint` makes ids for marked copies.
pub fn recover(
    tx: &Transaction<'_>,
    boot_id: &str,
    now: Timestamp,
    mut mint: impl FnMut() -> PrintJobId,
) -> Result<Recovered, StoreError> {
    let before: Option<String> = tx
        .query_row("SELECT boot_id FROM print_boot WHERE one = 1", [], |row| row.get(0))
        .optional()
        .during("read the last boot id")?;
    let machine_restarted = before.as_deref() != Some(boot_id);
    let mut recovered = Recovered { machine_restarted, ..Recovered::default() };
    if machine_restarted {
        mark_waiting(tx, now, &mut recovered)?;
        tx.execute(
            "INSERT INTO print_boot (one, boot_id) VALUES (1, :boot)
             ON CONFLICT (one) DO UPDATE SET boot_id = excluded.boot_id",
            named_params! { ":boot": boot_id },
        )
        .during("record the boot id")?;
    }
    let reason = if machine_restarted { Reason::PowerCut } else { Reason::Stopped };
    let abandoned = settle_under_way(tx, None, reason, now, &mut mint)?;
    recovered.uncertain.extend(abandoned.uncertain);
    recovered.copies.extend(abandoned.copies);
    Ok(recovered)
}

/// Settles what one printer's actor left under way when it ended before its time.
pub fn abandon(
    tx: &Transaction<'_>,
    printer: PrinterId,
    now: Timestamp,
    mut mint: impl FnMut() -> PrintJobId,
) -> Result<Recovered, StoreError> {
    settle_under_way(tx, Some(printer), Reason::Stopped, now, &mut mint)
}

fn settle_under_way(
    tx: &Transaction<'_>,
    printer: Option<PrinterId>,
    reason: Reason,
    now: Timestamp,
    mint: &mut dyn FnMut() -> PrintJobId,
) -> Result<Recovered, StoreError> {
    let mut under_way = tx
        .prepare_cached(
            "SELECT print_job_id, kind, printer_id, station_id, order_id, order_label
             FROM print_job WHERE state IN ('sending', 'uncertain') AND state = 'sending'
               AND (:printer IS NULL OR printer_id = :printer) ORDER BY rowid",
        )
        .during("prepare to find sheets under way")?;
    let params = named_params! { ":printer": printer.map(|id| id.to_string()) };
    let mut settled = Recovered::default();
    for brief in briefs(&mut under_way, params).during("find sheets under way")? {
        let outcome = Outcome::Uncertain { reason, bytes_total: 0, bytes_sent: 0, copy: mint() };
        settled.copies.extend(settle(tx, brief.id, outcome, now)?);
        settled.uncertain.push(brief);
    }
    Ok(settled)
}

/// A waiting sheet may be on paper when the claim that preceded it is lost: kitchens get it marked, whoever pays is
/// asked, drawers stay shut.
fn mark_waiting(tx: &Transaction<'_>, now: Timestamp, recovered: &mut Recovered) -> Result<(), StoreError> {
    let params = named_params! { ":now": now.ms() };
    let mut ask = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'uncertain', reason = 'power_cut'
             WHERE state IN ('queued', 'retry_wait', 'blocked') AND kind = 'receipt'
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare to ask about receipts")?;
    recovered.uncertain = briefs(&mut ask, &[]).during("ask about receipts")?;
    let mut shut = tx
        .prepare_cached(
            "UPDATE print_job SET state = 'cancelled', reason = 'power_cut', ended_at_ms = :now
             WHERE state IN ('queued', 'retry_wait', 'blocked') AND kind = 'drawer'
             RETURNING print_job_id, kind, printer_id, station_id, order_id, order_label",
        )
        .during("prepare to leave drawers shut")?;
    recovered.cancelled = briefs(&mut shut, params).during("leave drawers shut")?;
    recovered.marked = tx
        .execute(
            "UPDATE print_job SET maybe_printed = 1 WHERE state IN ('queued', 'retry_wait', 'blocked')",
            [],
        )
        .during("mark waiting sheets")?;
    Ok(())
}
