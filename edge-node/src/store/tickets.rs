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

/// Where a paper goes: to the printer of this branch that names the station, else to the one that the station names for
/// all branches; none when the branch has no printer for it.
pub fn route(catalog: &Catalog, destination: Destination) -> Option<(Kind, Option<StationId>, PrinterId)> {
    let of_station = |station: StationId| {
        let named = catalog.printers.values().find(|printer| printer.station_ids.contains(&station));
        named
            .map(|printer| printer.printer_id)
            .or_else(|| catalog.menu.stations.get(&station).map(|known| known.printer_id))
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::branch::{Printer, PrinterModel};
    use shared_model::menu::Station;

    fn printer(id: u128, station_ids: Vec<StationId>) -> Printer {
        Printer {
            printer_id: PrinterId::new(Uuid::from_u128(id)),
            name: "Parrilla".to_owned(),
            address: "127.0.0.1:9101".to_owned(),
            width_mm: 80,
            model: PrinterModel::Epson,
            role: PrinterRole::Station,
            station_ids,
        }
    }

    #[test]
    fn a_printer_of_the_branch_that_names_the_station_goes_first() {
        let station_id = StationId::new(Uuid::from_u128(1));
        let station = Station {
            station_id,
            name: "Parrilla".to_owned(),
            position: 1,
            printer_id: PrinterId::new(Uuid::from_u128(7)),
        };
        let mut catalog = Catalog::default();
        let goes_to = |catalog: &Catalog| {
            route(catalog, Destination::Station(station_id)).map(|(_, _, printer)| printer.uuid().as_u128())
        };
        assert_eq!(goes_to(&catalog), None);
        catalog.set(station, 1);
        assert_eq!(goes_to(&catalog), Some(7), "as before: the station's own");
        catalog.set(printer(7, vec![]), 2);
        catalog.set(printer(8, vec![]), 3);
        assert_eq!(goes_to(&catalog), Some(7));
        catalog.set(printer(8, vec![station_id]), 4);
        assert_eq!(goes_to(&catalog), Some(8));
        let voided = route(&catalog, Destination::StationVoid(station_id)).map(|(_, _, printer)| printer);
        assert_eq!(voided, Some(PrinterId::new(Uuid::from_u128(8))));
    }
}
