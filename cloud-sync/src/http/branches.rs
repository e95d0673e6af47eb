//! The branches of a company.

use axum::extract::State;
use axum::response::Response;
use shared_model::branch::Branch;
use shared_model::ids::{BranchId, CommandId};
use shared_model::wire::branches::{BranchEdit, BranchList, BranchStats};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer;
use super::edit::edit;
use super::extract::{IfMatch, Keyed, Path, Tapped};
use super::problem::Problem;
use super::who::{Admin, Anyone, PaidAdmin};
use crate::auth::Member;
use crate::boxes;
use crate::cloud::Cloud;
use crate::store::table::register;
use crate::tenant::branches;

/// The routes under `/branches`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_branches, create_branch))
        .routes(routes!(get_branch, update_branch, delete_branch))
        .routes(routes!(get_branch_stats))
}

/// The branches a person may see, the main one first.
#[utoipa::path(get, path = "/branches", tag = "branches", operation_id = "list_branches",
    responses((status = 200, body = BranchList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_branches(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
) -> Result<axum::Json<BranchList>, Problem> {
    let mut listed = cloud.read(member.company_id, branches::list).await?;
    listed.items.retain(|branch| member.sees(branch.branch_id));
    Ok(axum::Json(listed))
}

/// Adds a branch, if the plan allows one more. What is left out is as at the main branch.
#[utoipa::path(post, path = "/branches", tag = "branches", operation_id = "create_branch", request_body = BranchEdit,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Branch), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_branch(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<BranchEdit>,
) -> Result<Response, Problem> {
    let id = body.branch_id.unwrap_or_else(|| BranchId::new(Uuid::now_v7()));
    edit(&cloud, &member, tap, move |work| branches::create(work, id, &body)).await
}

/// One branch, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/branches/{branch_id}", tag = "branches", operation_id = "get_branch", params(("branch_id" = BranchId, Path)),
    responses((status = 200, body = Branch, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_branch(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(branch_id): Path<BranchId>,
) -> Result<Response, Problem> {
    let (branch, version) = find(&cloud, &member, branch_id).await?;
    Ok(answer::versioned(version, branch))
}

/// Changes a branch; only with the version it had when it was read.
#[utoipa::path(put, path = "/branches/{branch_id}", tag = "branches", operation_id = "update_branch", request_body = BranchEdit,
    params(("branch_id" = BranchId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Branch), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_branch(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(branch_id): Path<BranchId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<BranchEdit>,
) -> Result<Response, Problem> {
    let sells = boxes::sells(&cloud, member.company_id, branch_id).await?;
    edit(&cloud, &member, tap, move |work| branches::update(work, branch_id, &body, expected, sells)).await
}

/// Switches a branch off: not the last one, and not while a box sells there.
#[utoipa::path(delete, path = "/branches/{branch_id}", tag = "branches", operation_id = "delete_branch",
    params(("branch_id" = BranchId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Branch), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn delete_branch(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(branch_id): Path<BranchId>,
    Tapped(tap): Tapped,
) -> Result<Response, Problem> {
    let sells = boxes::sells(&cloud, member.company_id, branch_id).await?;
    edit(&cloud, &member, tap, move |work| branches::deactivate(work, branch_id, sells)).await
}

/// How a branch does today, as far as its box told.
#[utoipa::path(get, path = "/branches/{branch_id}/stats", tag = "branches", operation_id = "get_branch_stats", params(("branch_id" = BranchId, Path)),
    responses((status = 200, body = BranchStats), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_branch_stats(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(branch_id): Path<BranchId>,
) -> Result<axum::Json<BranchStats>, Problem> {
    let (branch, _) = find(&cloud, &member, branch_id).await?;
    let now = cloud.now();
    let stats = cloud.read(member.company_id, move |tx| branches::stats(tx, &branch, now)).await?;
    Ok(axum::Json(stats))
}

/// A branch of the member's own company that they may see.
async fn find(cloud: &Cloud, member: &Member, id: BranchId) -> Result<(Branch, i64), Problem> {
    let found = cloud.read(member.company_id, move |tx| register::find::<Branch>(tx, id.uuid())).await?;
    found.filter(|_| member.sees(id)).ok_or_else(Problem::not_found)
}
