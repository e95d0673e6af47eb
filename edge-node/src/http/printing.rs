//! Paper: what is owed, how it looks, printing it again, and saying whether it came out.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared_model::ids::{CommandId, OrderId, PrintJobId};
use shared_model::receipt::layout::lay_out;
use shared_model::receipt::plain;
use shared_model::wire::printing::{
    PrintAnswer, PrintJob, PrintJobPage, PrinterList, PrinterStatus, Reprint,
};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::extract::{Anyone, Cashier, Keyed, Path, Query};
use super::page;
use super::problem::Problem;
use crate::branch::Branch;
use crate::printing::escpos::ProfileName;
use crate::printing::preview::{html, png};
use crate::store::intent::Intent;
use crate::store::paper::view;
use crate::store::{print_job, read_order};

/// The routes of paper.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(list_order_tickets))
        .routes(routes!(reprint_order))
        .routes(routes!(list_print_jobs))
        .routes(routes!(preview_print_job))
        .routes(routes!(answer_print_job))
        .routes(routes!(list_printers))
}

/// The papers of one order, oldest first.
#[utoipa::path(get, path = "/orders/{order_id}/tickets", tag = "printing", operation_id = "list_order_tickets",
    params(("order_id" = OrderId, Path)),
    responses((status = 200, body = PrintJobPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_order_tickets(
    State(branch): State<Branch>,
    _: Anyone,
    Path(order_id): Path<OrderId>,
) -> Result<axum::Json<PrintJobPage>, Problem> {
    let found = branch.read(move |conn| {
        let jobs = print_job::by_order(conn, order_id)?;
        let known = !jobs.is_empty() || read_order(conn, order_id)?.is_some();
        Ok(known.then_some(jobs))
    });
    let jobs = found.await?.ok_or_else(Problem::not_found)?;
    let catalog = branch.catalog();
    let items = jobs.into_iter().map(|job| view(&catalog, job)).collect();
    Ok(axum::Json(PrintJobPage { items, next_cursor: None }))
}

/// Prints an order's paper again, marked REIMPRESIÓN.
#[utoipa::path(post, path = "/orders/{order_id}/reprint", tag = "printing", operation_id = "reprint_order", request_body = Reprint,
    params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = PrintJobPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn reprint_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<Reprint>,
) -> Result<Response, Problem> {
    answer::run(&branch, tap, actor, Intent::Reprint { order_id, kind: body.kind }).await
}

/// Which papers to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Only those that wait for an answer (`uncertain`).
    #[serde(default)]
    uncertain: bool,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Papers, newest first.
#[utoipa::path(get, path = "/print/jobs", tag = "printing", operation_id = "list_print_jobs", params(JobQuery),
    responses((status = 200, body = PrintJobPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_print_jobs(
    State(branch): State<Branch>,
    _: Anyone,
    Query(query): Query<JobQuery>,
) -> Result<axum::Json<PrintJobPage>, Problem> {
    let (before, limit) = (page::position(query.cursor.as_deref())?, page::limit(query.limit)?);
    let page = branch.read(move |conn| {
        if query.uncertain {
            print_job::uncertain(conn, limit).map(|jobs| print_job::Page { jobs, next: None })
        } else {
            print_job::recent(conn, before, limit)
        }
    });
    let page = page.await?;
    let catalog = branch.catalog();
    let items = page.jobs.into_iter().map(|job| view(&catalog, job)).collect();
    Ok(axum::Json(PrintJobPage { items, next_cursor: page.next.map(|next| page::cursor(&next)) }))
}

/// A paper as it looks: `preview.png`, `preview.txt` or `preview.html`.
#[utoipa::path(get, path = "/print/jobs/{print_job_id}/{preview}", tag = "printing", operation_id = "preview_print_job",
    params(("print_job_id" = PrintJobId, Path), ("preview" = String, Path, pattern = "^preview\\.(png|txt|html)$")),
    responses((status = 200, content((Vec<u8> = "image/png"), (String = "text/plain"), (String = "text/html"))),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn preview_print_job(
    State(branch): State<Branch>,
    _: Anyone,
    Path((id, preview)): Path<(PrintJobId, String)>,
) -> Result<Response, Problem> {
    let found =
        branch.read(move |conn| Ok((print_job::find(conn, id)?, print_job::ticket(conn, id)?))).await?;
    let (Some(job), Some(ticket)) = found else { return Err(Problem::not_found()) };
    let narrow = branch.catalog().printers.get(&job.printer).is_some_and(|printer| printer.width_mm == 58);
    let paper = if narrow { ProfileName::Epson58 } else { ProfileName::Epson80 }.profile().paper;
    let lines = lay_out(&ticket, paper);
    let (kind, body) = match preview.as_str() {
        "preview.png" => ("image/png", png::png(&lines, paper.columns).map_err(|_| Problem::not_found())?),
        "preview.txt" => ("text/plain; charset=utf-8", plain::text(&lines).into_bytes()),
        "preview.html" => ("text/html; charset=utf-8", html::html(&lines, paper.columns).into_bytes()),
        _ => return Err(Problem::not_found()),
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response())
}

/// "¿Salió el tiquete?" Yes settles it; no prints it again, marked POSIBLE DUPLICADO.
#[utoipa::path(post, path = "/print/jobs/{print_job_id}/answer", tag = "printing", operation_id = "answer_print_job",
    request_body = PrintAnswer, params(("print_job_id" = PrintJobId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = PrintJob), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn answer_print_job(
    State(branch): State<Branch>,
    Anyone(actor): Anyone,
    Path(print_job_id): Path<PrintJobId>,
    Keyed { tap, body }: Keyed<PrintAnswer>,
) -> Result<Response, Problem> {
    answer::run(&branch, tap, actor, Intent::AnswerPrint { print_job_id, printed: body.printed }).await
}

/// How each printer is doing.
#[utoipa::path(get, path = "/print/printers", tag = "printing", operation_id = "list_printers",
    responses((status = 200, body = PrinterList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_printers(State(branch): State<Branch>, _: Anyone) -> Result<axum::Json<PrinterList>, Problem> {
    let now = branch.clock().now();
    let queues = branch.read(move |conn| print_job::queue_status(conn, now)).await?;
    let catalog = branch.catalog();
    let items = catalog.printers.values().map(|printer| {
        let queue = queues.iter().find(|queue| queue.printer == printer.printer_id);
        PrinterStatus {
            printer_id: printer.printer_id,
            name: printer.name.clone(),
            state: branch.trouble(printer.printer_id).unwrap_or_else(|| "ok".to_owned()),
            queued: queue.map_or(0, |queue| queue.waiting),
            oldest_at_ms: queue.filter(|queue| queue.waiting > 0).map(|queue| now.plus_ms(-queue.oldest_ms)),
            estimate_s: queue.and_then(|queue| u32::try_from(queue.estimate_s).ok()).unwrap_or(0),
        }
    });
    Ok(axum::Json(PrinterList { items: items.collect() }))
}
