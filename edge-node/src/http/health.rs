//! Whether the box works.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shared_model::time::Timestamp;
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Anyone;
use super::problem::Problem;
use crate::branch::Branch;
use crate::store::{Durability, meta, print_job};

/// The routes under `/monitoring`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new().routes(routes!(get_health))
}

/// How the box is doing.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `ok`, or `warning` when a person should look.
    status: &'static str,
    version: &'static str,
    /// False: "hora no confiable".
    clock_trusted: bool,
    server_time_ms: Timestamp,
    printers_down: u32,
    /// Papers that somebody has to say something about.
    uncertain_jobs: u32,
}

/// How the box is doing, for people who are signed in.
#[utoipa::path(get, path = "/monitoring/health", tag = "monitoring", operation_id = "get_health",
    responses((status = 200, body = Health), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_health(State(branch): State<Branch>, _: Anyone) -> Result<axum::Json<Health>, Problem> {
    let now = branch.clock().now();
    let queues = branch.read(move |conn| print_job::queue_status(conn, now)).await?;
    let printers = branch.catalog().printers.keys().filter(|id| branch.trouble(**id).is_some()).count();
    let printers_down = u32::try_from(printers).unwrap_or(u32::MAX);
    let uncertain_jobs = queues.iter().map(|queue| queue.uncertain).sum();
    let clock_trusted = branch.clock().is_trusted();
    let fine = printers_down == 0 && uncertain_jobs == 0 && clock_trusted;
    Ok(axum::Json(Health {
        status: if fine { "ok" } else { "warning" },
        version: env!("CARGO_PKG_VERSION"),
        clock_trusted,
        server_time_ms: now,
        printers_down,
        uncertain_jobs,
    }))
}

/// The process answers.
pub async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The box can take orders: it has a branch, and its disk takes a write.
pub async fn ready(State(branch): State<Branch>) -> Result<StatusCode, Problem> {
    let now = branch.clock().now();
    branch.store().writer.run(Durability::Relaxed, move |work| meta::probe(work.tx, now)).await?;
    match branch.catalog().home() {
        Some(_) => Ok(StatusCode::NO_CONTENT),
        None => Err(crate::store::intent::Refusal::NotSetUp.into()),
    }
}
