//! Fields that two sides wrote without knowing of each other.

use axum::extract::State;
use axum::response::Response;
use shared_model::document::DocKind;
use shared_model::ids::CommandId;
use shared_model::wire::menu::{CatalogConflictList, ResolveConflict};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::edit::edit;
use super::extract::{Keyed, Path};
use super::problem::Problem;
use super::who::Admin;
use crate::boxes;
use crate::cloud::Cloud;
use crate::tenant::conflicts;

/// The routes under `/catalog/conflicts`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new().routes(routes!(list_conflicts)).routes(routes!(resolve_conflict))
}

/// Both values of each field, with the branch that wrote it, the newest first.
#[utoipa::path(get, path = "/catalog/conflicts", tag = "menu", operation_id = "list_conflicts",
    responses((status = 200, body = CatalogConflictList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_conflicts(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<CatalogConflictList>, Problem> {
    let writers = boxes::writers(&cloud, member.company_id).await?;
    let listed = cloud.read(member.company_id, move |tx| conflicts::list(tx, &writers)).await?;
    Ok(axum::Json(listed))
}

/// Writes one of the values, which settles the conflict everywhere.
#[utoipa::path(post, path = "/catalog/conflicts/{doc_kind}/{doc_id}/resolve", tag = "menu", operation_id = "resolve_conflict", request_body = ResolveConflict,
    params(("doc_kind" = String, Path), ("doc_id" = String, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = ResolveConflict), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn resolve_conflict(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path((kind, doc)): Path<(String, String)>,
    Keyed { tap, body }: Keyed<ResolveConflict>,
) -> Result<Response, Problem> {
    let kind = DocKind::parse(&kind).ok_or_else(Problem::not_found)?;
    let doc = Uuid::try_parse(&doc).map_err(|_| Problem::not_found())?;
    edit(&cloud, &member, tap, move |work| conflicts::resolve(work, kind, doc, &body)).await
}
