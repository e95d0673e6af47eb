//! Owing the paper of a change, in the transaction of the change itself.

use serde_json::json;
use shared_model::ids::{PrintJobId, PrinterId, StationId};
use shared_model::order::{Event, Order};
use shared_model::receipt::dispatch::{self, Destination, Paper, Shop};
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::catalog::Catalog;
use super::error::StoreError;
use super::event::{Audience, NewEvent};
use super::print_job::{self, Enqueue, Kind, NewJob};
use super::writer::Work;
use shared_model::branch::PrinterRole;

/// Writes the print jobs that facts just added to an order owe, and tells the tills how long they will take.
pub fn enqueue(
    work: &mut Work<'_>,
    catalog: &Catalog,
    order: &Order,
    facts: &[Event],
    now: Timestamp,
) -> Result<(), StoreError> {
    let (Some(branch), Some(day_rule)) = (catalog.home(), catalog.day_rule()) else { return Ok(()) };
    let papers = dispatch::papers(Shop { menu: &catalog.menu, branch, day_rule, now }, order, facts);
    let mut position = 0;
    for paper in papers {
        let Some((kind, station, printer)) = route(catalog, paper.destination) else { continue };
        position = position.max(print_job::waiting(work.tx, printer)? + 1);
        if let Enqueue::Added = print_job::enqueue(work.tx, &job(order, paper, kind, station, printer, now))?
        {
            work.working.wake(printer);
        }
    }
    if position == 0 {
        return Ok(());
    }
    let data = json!({"order_id": order.order_id, "position": position, "estimated_time": position});
    work.working.tell(work.tx, NewEvent { kind: "print:queued", audience: Audience::Cashier, data }, now)
}

/// Where a paper goes; none when the branch has no printer for it.
pub fn route(catalog: &Catalog, destination: Destination) -> Option<(Kind, Option<StationId>, PrinterId)> {
    let of_station = |station: StationId| catalog.menu.stations.get(&station).map(|known| known.printer_id);
    match destination {
        Destination::Station(station) => Some((Kind::Kitchen, Some(station), of_station(station)?)),
        Destination::StationVoid(station) => Some((Kind::Void, Some(station), of_station(station)?)),
        Destination::Receipt => {
            let till = catalog.printers.values().find(|printer| printer.role == PrinterRole::Receipt)?;
            Some((Kind::Receipt, None, till.printer_id))
        }
    }
}

fn job(
    order: &Order,
    paper: Paper,
    kind: Kind,
    station: Option<StationId>,
    printer: PrinterId,
    now: Timestamp,
) -> NewJob {
    let place = station.map_or_else(|| "till".to_owned(), |station| station.to_string());
    NewJob {
        id: PrintJobId::new(Uuid::now_v7()),
        idem_key: format!("{}|{}|{}|{place}", order.order_id, paper.cause, kind.as_str()),
        kind,
        station,
        printer,
        order: Some(order.order_id),
        order_label: order.number().to_string(),
        copy_no: 0,
        supersedes: None,
        requested_by: None,
        ticket: paper.ticket,
        created_at: now,
        not_after: now.plus_ms(kind.useful_for_ms()),
    }
}
