//! Running the platform: companies and the fleet. For super admins only; a company's own people do not exist here.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared_model::ids::{CommandId, CompanyId};
use shared_model::wire::platform::{
    Companies, CompanyDetail, CompanyStats, CreateCompany, Fleet, UpdateCompany,
};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{respond, versioned};
use super::extract::{IfMatch, Keyed, Path, Query};
use super::page;
use super::problem::Problem;
use super::who::SuperAdmin;
use crate::cloud::Cloud;
use crate::company::view::detail;
use crate::store::control::{boxes, company};
use crate::store::table::answered::Answer;

/// The routes under `/admin` for which one must be signed in.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_companies))
        .routes(routes!(create_company))
        .routes(routes!(get_company))
        .routes(routes!(update_company))
        .routes(routes!(deactivate_company))
        .routes(routes!(activate_company))
        .routes(routes!(get_company_stats))
        .routes(routes!(get_fleet))
}

/// Which companies, and where a page of them starts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CompanyQuery {
    /// Part of the name, the short name or the owner's e-mail.
    #[param(max_length = 100)]
    search: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Companies, from the newest on.
#[utoipa::path(get, path = "/admin/companies", tag = "admin", operation_id = "list_companies", params(CompanyQuery),
    responses((status = 200, body = Companies), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_companies(
    State(cloud): State<Cloud>,
    _: SuperAdmin,
    Query(query): Query<CompanyQuery>,
) -> Result<axum::Json<Companies>, Problem> {
    let limit = page::limit(query.limit)?;
    let (before, search) = (page::position(query.cursor.as_deref())?, query.search);
    let listed = cloud.ask(move |tx| company::list(tx, search.as_deref(), before, limit + 1));
    let (mut found, now) = (listed.await?, cloud.now());
    let next_cursor = page::cut(&mut found, limit, |company| (company.created_at, company.company_id));
    let items = found.into_iter().map(|company| detail(company, now)).collect();
    Ok(axum::Json(Companies { items, next_cursor }))
}

/// Makes a company by hand. Its owner gets a letter with a link to choose a password.
#[utoipa::path(post, path = "/admin/companies", tag = "admin", operation_id = "create_company", request_body = CreateCompany,
    params(("Idempotency-Key" = CommandId, Header, description = "New for each tap, the same for its retries")),
    responses((status = 201, body = CompanyDetail), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_company(
    State(cloud): State<Cloud>,
    SuperAdmin(operator): SuperAdmin,
    Keyed { tap, body }: Keyed<CreateCompany>,
) -> Result<Response, Problem> {
    Ok(respond(cloud.found_by_hand(tap, body, operator.name).await?))
}

/// One company.
#[utoipa::path(get, path = "/admin/companies/{company_id}", tag = "admin", operation_id = "get_company",
    params(("company_id" = CompanyId, Path)),
    responses((status = 200, body = CompanyDetail), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_company(
    State(cloud): State<Cloud>,
    _: SuperAdmin,
    Path(id): Path<CompanyId>,
) -> Result<Response, Problem> {
    let found = cloud.ask(move |tx| company::find(tx, id)).await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(found.version, detail(found, cloud.now())))
}

/// Writes over a company. A later `paid_until_ms` records a payment and settles what is due; a new plan goes to the boxes.
#[utoipa::path(put, path = "/admin/companies/{company_id}", tag = "admin", operation_id = "update_company", request_body = UpdateCompany,
    params(("company_id" = CompanyId, Path), ("If-Match" = String, Header, description = "The version that was read"),
        ("Idempotency-Key" = CommandId, Header, description = "New for each tap, the same for its retries")),
    responses((status = 200, body = CompanyDetail), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_company(
    State(cloud): State<Cloud>,
    SuperAdmin(operator): SuperAdmin,
    Path(id): Path<CompanyId>,
    IfMatch(version): IfMatch,
    Keyed { tap, body }: Keyed<UpdateCompany>,
) -> Result<Response, Problem> {
    let change = async {
        let company = cloud.update_company(id, version, body, operator.name).await?;
        Ok(Answer::json(200, company.version, &detail(company, cloud.now())))
    };
    Ok(respond(cloud.once_across(id, tap, change).await?))
}

/// Lets nobody of a company sign in any more. Its boxes go on selling and syncing.
#[utoipa::path(delete, path = "/admin/companies/{company_id}", tag = "admin", operation_id = "deactivate_company",
    params(("company_id" = CompanyId, Path)),
    responses((status = 200, body = CompanyDetail), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn deactivate_company(
    State(cloud): State<Cloud>,
    SuperAdmin(operator): SuperAdmin,
    Path(id): Path<CompanyId>,
) -> Result<Response, Problem> {
    let company = cloud.set_active(id, false, operator.name).await?;
    Ok(versioned(company.version, detail(company, cloud.now())))
}

/// Lets a company's people sign in again.
#[utoipa::path(post, path = "/admin/companies/{company_id}/activate", tag = "admin", operation_id = "activate_company",
    params(("company_id" = CompanyId, Path)),
    responses((status = 200, body = CompanyDetail), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn activate_company(
    State(cloud): State<Cloud>,
    SuperAdmin(operator): SuperAdmin,
    Path(id): Path<CompanyId>,
) -> Result<Response, Problem> {
    let company = cloud.set_active(id, true, operator.name).await?;
    Ok(versioned(company.version, detail(company, cloud.now())))
}

/// How much there is of a company.
#[utoipa::path(get, path = "/admin/companies/{company_id}/stats", tag = "admin", operation_id = "get_company_stats",
    params(("company_id" = CompanyId, Path)),
    responses((status = 200, body = CompanyStats), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_company_stats(
    State(cloud): State<Cloud>,
    _: SuperAdmin,
    Path(id): Path<CompanyId>,
) -> Result<axum::Json<CompanyStats>, Problem> {
    Ok(axum::Json(cloud.company_stats(id).await?))
}

/// Where a page of the fleet starts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FleetQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Boxes of all companies, with their status and when each was last heard of.
#[utoipa::path(get, path = "/admin/fleet", tag = "admin", operation_id = "get_fleet", params(FleetQuery),
    responses((status = 200, body = Fleet), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_fleet(
    State(cloud): State<Cloud>,
    _: SuperAdmin,
    Query(query): Query<FleetQuery>,
) -> Result<Response, Problem> {
    let limit = page::limit(query.limit)?;
    let after = page::position(query.cursor.as_deref())?;
    let mut listed = cloud.ask(move |tx| boxes::list(tx, after, limit + 1)).await?;
    let next_cursor = page::cut(&mut listed, limit, |listed| (listed.company_id, listed.box_id));
    Ok(axum::Json(cloud.fleet(listed, next_cursor).await?).into_response())
}
