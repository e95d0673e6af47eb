//! The menu: what screens sell, and its tabs.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared_model::ids::{CategoryId, CommandId};
use shared_model::menu::Category;
use shared_model::view;
use shared_model::wire::menu::{CategoryList, MenuView};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::edit::edit;
use super::extract::{IfMatch, Keyed, Path, Tapped};
use super::problem::Problem;
use super::who::{Anyone, PaidAdmin};
use crate::cloud::Cloud;
use crate::store::table::register;
use crate::tenant::catalog;

/// The routes under `/menu` and `/categories`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(get_menu))
        .routes(routes!(list_categories, create_category))
        .routes(routes!(update_category, delete_category))
}

/// Everything a selling screen needs, with an `ETag` for asking again cheaply.
#[utoipa::path(get, path = "/menu", tag = "menu", operation_id = "get_menu",
    params(("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = MenuView, headers(("ETag" = String))), (status = 304), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_menu(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    let current = format!("\"{}\"", catalog.version);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == current.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    Ok(answer::versioned(catalog.version, view::menu(&catalog.menu, catalog.version)))
}

/// The tabs of the menu.
#[utoipa::path(get, path = "/categories", tag = "menu", operation_id = "list_categories",
    responses((status = 200, body = CategoryList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_categories(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
) -> Result<axum::Json<CategoryList>, Problem> {
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    Ok(axum::Json(CategoryList { items: view::menu(&catalog.menu, 0).categories }))
}

/// Adds a tab.
#[utoipa::path(post, path = "/categories", tag = "menu", operation_id = "create_category", request_body = Category,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Category), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_category(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<Category>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::create_category(work, &body)).await
}

/// Changes a tab; only with the version it had when it was read.
#[utoipa::path(put, path = "/categories/{category_id}", tag = "menu", operation_id = "update_category", request_body = Category,
    params(("category_id" = CategoryId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Category), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_category(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(category_id): Path<CategoryId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Category>,
) -> Result<Response, Problem> {
    let category = Category { category_id, ..body };
    edit(&cloud, &member, tap, move |work| catalog::update_category(work, &category, expected)).await
}

/// Switches a tab off.
#[utoipa::path(delete, path = "/categories/{category_id}", tag = "menu", operation_id = "delete_category",
    params(("category_id" = CategoryId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Category), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn delete_category(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(category_id): Path<CategoryId>,
    Tapped(tap): Tapped,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::delete_category(work, category_id)).await
}
