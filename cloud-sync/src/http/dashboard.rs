//! The first page of an owner, and how syncing goes. Both stay free when a subscription lapses: who does not see how today
//! goes, or that a box is gone, does not renew either.

use axum::extract::State;
use serde::Deserialize;
use shared_model::wire::boxes::{DeadLetterPage, SyncStatus};
use shared_model::wire::dashboard::Dashboard;
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Query;
use super::page;
use super::problem::Problem;
use super::who::Admin;
use crate::boxes;
use crate::cloud::Cloud;
use crate::refusal::Refusal;
use crate::store::Mode;
use crate::tenant::{dashboard, syncing};

/// The routes under `/dashboard` and `/sync`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(get_dashboard))
        .routes(routes!(get_sync_status))
        .routes(routes!(list_dead_letters))
}

/// A page of changes that were not taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LetterQuery {
    /// Where the page before ended.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// How all branches do right now: sales beside those of the same weekday a week ago, boxes, and what waits for a decision.
#[utoipa::path(get, path = "/dashboard/today", tag = "dashboard", operation_id = "get_dashboard",
    responses((status = 200, body = Dashboard), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_dashboard(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<Dashboard>, Problem> {
    let (known, now) = (boxes::known(&cloud, member.company_id).await?, cloud.now());
    let read = cloud.store().attempt(member.company_id, Mode::Read, move |tx| {
        dashboard::today(tx, &member.branch_ids, &known, now)
    });
    Ok(axum::Json(read.await.map_err(|refusal: Refusal| Problem::from(refusal))?))
}

/// How far each box and the cloud have each other's changes.
#[utoipa::path(get, path = "/sync/status", tag = "sync", operation_id = "get_sync_status",
    responses((status = 200, body = SyncStatus), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_sync_status(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<SyncStatus>, Problem> {
    let (known, now) = (boxes::known(&cloud, member.company_id).await?, cloud.now());
    let read = cloud.read(member.company_id, move |tx| syncing::status(tx, &member.branch_ids, &known, now));
    Ok(axum::Json(read.await?))
}

/// Changes that were not taken and why, the newest first; never what they say.
#[utoipa::path(get, path = "/sync/dead-letters", tag = "sync", operation_id = "list_dead_letters", params(LetterQuery),
    responses((status = 200, body = DeadLetterPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_dead_letters(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Query(query): Query<LetterQuery>,
) -> Result<axum::Json<DeadLetterPage>, Problem> {
    let (limit, before) = (page::limit(query.limit)?, page::position(query.cursor.as_deref())?);
    let known = boxes::known(&cloud, member.company_id).await?;
    let read = cloud.read(member.company_id, move |tx| {
        syncing::letters(tx, &member.branch_ids, &known, before, limit + 1)
    });
    let mut letters = read.await?;
    let next_cursor = page::cut(&mut letters, limit, |(position, _)| *position);
    let items = letters.into_iter().map(|(_, letter)| letter).collect();
    Ok(axum::Json(DeadLetterPage { items, next_cursor }))
}
