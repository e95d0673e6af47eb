//! People and paper: printing an order again, and answering "¿salió el tiquete?".

use shared_model::ids::{OrderId, PrintJobId};
use shared_model::staff::Actor;
use shared_model::time::Timestamp;
use shared_model::wire::printing::{PrintJob as PrintJobView, PrintJobPage, ReprintKind};
use uuid::Uuid;

use super::answered::Answer;
use super::catalog::Catalog;
use super::error::unreadable;
use super::intent::{Carried, Refusal};
use super::order_command;
use super::print_job::{self, Brief, Kind, PrintJob, Reprint};
use super::writer::Work;

/// Owes copies of an order's sheets, each under REIMPRESIÓN: every first sheet of every round and station.
pub fn reprint(
    work: &mut Work<'_>,
    order: OrderId,
    wanted: ReprintKind,
    actor: &Actor,
    now: Timestamp,
) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    let fits = |job: &&PrintJob| match wanted {
        ReprintKind::Kitchen => job.kind == Kind::Kitchen,
        ReprintKind::Receipt => job.kind == Kind::Receipt,
    };
    let known = print_job::by_order(work.tx, order)?;
    let originals: Vec<&PrintJob> = known.iter().filter(fits).filter(|job| job.copy_no == 0).collect();
    let hour = catalog.day_rule().map(|rule| rule.wall(now).clock()).unwrap_or_default();
    let mut copies = Vec::new();
    for original in originals {
        let copy = PrintJobId::new(Uuid::now_v7());
        let wanted = Reprint {
            job: original.id,
            copy,
            idem_key: format!("{}|copy|{copy}", original.id),
            by: actor.staff_id,
            by_name: actor.name.clone(),
            hour: hour.clone(),
        };
        if print_job::reprint(work.tx, &wanted, now)?.is_some() {
            work.working.wake(original.printer);
            copies.push(copy);
        }
    }
    if copies.is_empty() {
        let exists = !known.is_empty() || order_command::read(work.tx, order)?.is_some();
        return Ok(Err(if exists { Refusal::NothingToPrint } else { Refusal::NotFound }));
    }
    let found =
        copies.into_iter().map(|copy| print_job::find(work.tx, copy)).collect::<Result<Vec<_>, _>>()?;
    let items = found.into_iter().flatten().map(|job| view(&catalog, job)).collect();
    answer(&PrintJobPage { items, next_cursor: None })
}

/// Settles an uncertain sheet: it came out, or it is printed again under POSIBLE DUPLICADO.
pub fn answer_print(
    work: &mut Work<'_>,
    job: PrintJobId,
    printed: bool,
    actor: &Actor,
    now: Timestamp,
) -> Carried {
    let Some(asked) = print_job::find(work.tx, job)? else { return Ok(Err(Refusal::NotFound)) };
    let copy = PrintJobId::new(Uuid::now_v7());
    let settled = if printed {
        print_job::answer_came_out(work.tx, job, now)?.then_some(job)
    } else {
        let queued: Option<Brief> = print_job::answer_reprint(work.tx, job, copy, actor.staff_id, now)?;
        queued.map(|_| copy)
    };
    let Some(shown) = settled else { return Ok(Err(Refusal::NotAnswerable)) };
    work.working.wake(asked.printer);
    let catalog = work.working.catalog(work.tx)?;
    let found = print_job::find(work.tx, shown)?.unwrap_or(asked);
    answer(&view(&catalog, found))
}

/// A stored sheet as screens see it.
pub fn view(catalog: &Catalog, job: PrintJob) -> PrintJobView {
    let printer_name =
        catalog.printers.get(&job.printer).map_or_else(String::new, |printer| printer.name.clone());
    PrintJobView {
        print_job_id: job.id,
        order_id: job.order,
        order_number: Some(job.order_label).filter(|label| !label.is_empty()),
        kind: job.kind.as_str().to_owned(),
        printer_id: job.printer,
        printer_name,
        state: job.state.as_str().to_owned(),
        copy_no: job.copy_no + 1,
        reason: job.reason,
        created_at_ms: job.created_at,
        finished_at_ms: job.ended_at,
    }
}

fn answer<T: serde::Serialize>(body: &T) -> Carried {
    let body = serde_json::to_vec(body).map_err(unreadable("print jobs"))?;
    Ok(Ok(Answer { status: 200, version: 0, body }))
}
