//! The page that shows the printers of a demo at work, and the routes behind it, which also break and repair them.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Faults};
use crate::item::{Pulse, Unknown};
use crate::printer::VirtualPrinter;
use crate::status::Status;
use crate::tape::{End, Ticket};

/// Tickets in one answer at most; the newest are sent.
const PAGE: usize = 60;

type Printers = Arc<Vec<VirtualPrinter>>;

/// One printer, for the page.
#[derive(Debug, Serialize)]
struct PrinterView {
    name: String,
    address: String,
    printed: u64,
    pulses: usize,
    waiting_bytes: usize,
    online: bool,
    status: Status,
    faults: Faults,
    /// The newest finished ticket, or 0.
    last_seq: u64,
    /// The ticket that hangs from the printer, if anything is on it.
    open: Option<TicketView>,
}

/// One ticket without its bytes.
#[derive(Debug, Serialize)]
struct TicketView {
    seq: u64,
    finished_at_ms: u64,
    end: Option<End>,
    bytes: usize,
    text: String,
    pulses: Vec<Pulse>,
    qr: Vec<String>,
    unknown: Vec<Unknown>,
}

#[derive(Debug, Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

/// All routes over these printers.
pub fn router(printers: Vec<VirtualPrinter>) -> Router {
    Router::new()
        .route("/", get(|| async { Html(include_str!("web/index.html")) }))
        .route(
            "/style.css",
            get(|| async { typed("text/css; charset=utf-8", include_str!("web/style.css")) }),
        )
        .route(
            "/page.js",
            get(|| async { typed("text/javascript; charset=utf-8", include_str!("web/page.js")) }),
        )
        .route("/printers", get(list_printers))
        .route("/printers/{name}/tickets", get(list_tickets))
        .route("/printers/{name}/tickets/{file}", get(ticket_file))
        .route("/printers/{name}/fault", post(set_fault))
        .route("/printers/{name}/heal", post(heal))
        .with_state(Arc::new(printers))
}

async fn list_printers(State(printers): State<Printers>) -> Json<Vec<PrinterView>> {
    Json(printers.iter().map(PrinterView::of).collect())
}

async fn list_tickets(
    State(printers): State<Printers>,
    Path(name): Path<String>,
    Query(After { after }): Query<After>,
) -> Result<Json<Vec<TicketView>>, StatusCode> {
    let tickets = find(&printers, &name)?.tickets_since(after);
    let newest = tickets.iter().skip(tickets.len().saturating_sub(PAGE));
    Ok(Json(newest.map(|ticket| TicketView::of(ticket)).collect()))
}

async fn ticket_file(
    State(printers): State<Printers>,
    Path((name, file)): Path<(String, String)>,
) -> Result<Response, StatusCode> {
    let (seq, extension) = file.split_once('.').ok_or(StatusCode::NOT_FOUND)?;
    let seq = seq.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    let ticket = find(&printers, &name)?.ticket(seq).ok_or(StatusCode::NOT_FOUND)?;
    match extension {
        "txt" => Ok(typed("text/plain; charset=utf-8", ticket.text.clone())),
        "bin" => Ok(typed("application/octet-stream", ticket.raw.clone())),
        "png" => {
            let drawn = tokio::task::spawn_blocking(move || ticket.png()).await;
            Ok(typed("image/png", drawn.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?))
        }
        _ => Err(StatusCode::NOT_FOUND),
    }
}

async fn set_fault(
    State(printers): State<Printers>,
    Path(name): Path<String>,
    Json(fault): Json<Fault>,
) -> Result<Json<PrinterView>, StatusCode> {
    let printer = find(&printers, &name)?;
    printer.set(fault).await;
    Ok(Json(PrinterView::of(printer)))
}

async fn heal(
    State(printers): State<Printers>,
    Path(name): Path<String>,
) -> Result<Json<PrinterView>, StatusCode> {
    let printer = find(&printers, &name)?;
    printer.heal().await;
    Ok(Json(PrinterView::of(printer)))
}

fn find<'a>(printers: &'a [VirtualPrinter], name: &str) -> Result<&'a VirtualPrinter, StatusCode> {
    printers.iter().find(|printer| printer.name() == name).ok_or(StatusCode::NOT_FOUND)
}

fn typed(kind: &'static str, body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}

impl PrinterView {
    fn of(printer: &VirtualPrinter) -> Self {
        let faults = printer.faults();
        let open = printer.open_ticket().filter(|ticket| !ticket.is_blank());
        let (tickets, pulses, last_seq) = printer.read(|tape| {
            (tape.printed(), tape.pulses().len(), tape.tickets().next_back().map_or(0, |ticket| ticket.seq))
        });
        Self {
            name: printer.name().to_owned(),
            address: printer.addr().to_string(),
            printed: tickets,
            pulses,
            waiting_bytes: printer.waiting_bytes(),
            online: printer.status().online() && !faults.unreachable(),
            status: printer.status(),
            faults,
            last_seq,
            open: open.as_ref().map(TicketView::of),
        }
    }
}

impl TicketView {
    fn of(ticket: &Ticket) -> Self {
        Self {
            seq: ticket.seq,
            finished_at_ms: ticket.finished_at_ms,
            end: ticket.end,
            bytes: ticket.raw.len(),
            text: ticket.text.clone(),
            pulses: ticket.pulses.clone(),
            qr: ticket.qr.clone(),
            unknown: ticket.unknown.clone(),
        }
    }
}
