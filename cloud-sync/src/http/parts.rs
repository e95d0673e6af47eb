//! What products are made of: questions, ingredients, stations.

use axum::extract::State;
use axum::response::Response;
use shared_model::ids::{CommandId, IngredientId, ModifierGroupId, StationId};
use shared_model::menu::{Ingredient, ModifierGroup, Station};
use shared_model::wire::menu::{IngredientList, ModifierGroupList, StationList};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::edit::edit;
use super::extract::{IfMatch, Keyed, Path};
use super::problem::Problem;
use super::who::{Anyone, PaidAdmin};
use crate::cloud::Cloud;
use crate::store::table::register;
use crate::tenant::parts;

/// The routes under `/modifier-groups`, `/ingredients` and `/stations`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_modifier_groups, create_modifier_group))
        .routes(routes!(get_modifier_group, update_modifier_group))
        .routes(routes!(list_ingredients, create_ingredient))
        .routes(routes!(get_ingredient, update_ingredient))
        .routes(routes!(list_stations, create_station))
        .routes(routes!(get_station, update_station))
}

/// All of them.
#[utoipa::path(get, path = "/modifier-groups", tag = "menu", operation_id = "list_modifier_groups",
    responses((status = 200, body = ModifierGroupList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_modifier_groups(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
) -> Result<axum::Json<ModifierGroupList>, Problem> {
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    Ok(axum::Json(ModifierGroupList { items: catalog.menu.modifier_groups.into_values().collect() }))
}

/// Adds a question.
#[utoipa::path(post, path = "/modifier-groups", tag = "menu", operation_id = "create_modifier_group", request_body = ModifierGroup,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = ModifierGroup), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_modifier_group(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<ModifierGroup>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| parts::create(work, &body)).await
}

/// One, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/modifier-groups/{modifier_group_id}", tag = "menu", operation_id = "get_modifier_group", params(("modifier_group_id" = ModifierGroupId, Path)),
    responses((status = 200, body = ModifierGroup, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_modifier_group(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(id): Path<ModifierGroupId>,
) -> Result<Response, Problem> {
    let found =
        cloud.read(member.company_id, move |tx| register::find::<ModifierGroup>(tx, id.uuid())).await?;
    let (part, version) = found.ok_or_else(Problem::not_found)?;
    Ok(answer::versioned(version, part))
}

/// Changes a question; only with the version it had when it was read.
#[utoipa::path(put, path = "/modifier-groups/{modifier_group_id}", tag = "menu", operation_id = "update_modifier_group", request_body = ModifierGroup,
    params(("modifier_group_id" = ModifierGroupId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = ModifierGroup), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_modifier_group(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(modifier_group_id): Path<ModifierGroupId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<ModifierGroup>,
) -> Result<Response, Problem> {
    let part = ModifierGroup { modifier_group_id, ..body };
    edit(&cloud, &member, tap, move |work| parts::update(work, &part, expected)).await
}

/// All of them.
#[utoipa::path(get, path = "/ingredients", tag = "menu", operation_id = "list_ingredients",
    responses((status = 200, body = IngredientList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_ingredients(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
) -> Result<axum::Json<IngredientList>, Problem> {
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    Ok(axum::Json(IngredientList { items: catalog.menu.ingredients.into_values().collect() }))
}

/// Adds an ingredient.
#[utoipa::path(post, path = "/ingredients", tag = "menu", operation_id = "create_ingredient", request_body = Ingredient,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Ingredient), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_ingredient(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<Ingredient>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| parts::create(work, &body)).await
}

/// One, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/ingredients/{ingredient_id}", tag = "menu", operation_id = "get_ingredient", params(("ingredient_id" = IngredientId, Path)),
    responses((status = 200, body = Ingredient, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_ingredient(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(id): Path<IngredientId>,
) -> Result<Response, Problem> {
    let found = cloud.read(member.company_id, move |tx| register::find::<Ingredient>(tx, id.uuid())).await?;
    let (part, version) = found.ok_or_else(Problem::not_found)?;
    Ok(answer::versioned(version, part))
}

/// Changes an ingredient; only with the version it had when it was read.
#[utoipa::path(put, path = "/ingredients/{ingredient_id}", tag = "menu", operation_id = "update_ingredient", request_body = Ingredient,
    params(("ingredient_id" = IngredientId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Ingredient), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_ingredient(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(ingredient_id): Path<IngredientId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Ingredient>,
) -> Result<Response, Problem> {
    let part = Ingredient { ingredient_id, ..body };
    edit(&cloud, &member, tap, move |work| parts::update(work, &part, expected)).await
}

/// All of them.
#[utoipa::path(get, path = "/stations", tag = "menu", operation_id = "list_stations",
    responses((status = 200, body = StationList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_stations(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
) -> Result<axum::Json<StationList>, Problem> {
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    Ok(axum::Json(StationList { items: catalog.menu.stations.into_values().collect() }))
}

/// Adds a station.
#[utoipa::path(post, path = "/stations", tag = "menu", operation_id = "create_station", request_body = Station,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Station), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_station(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<Station>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| parts::create(work, &body)).await
}

/// One, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/stations/{station_id}", tag = "menu", operation_id = "get_station", params(("station_id" = StationId, Path)),
    responses((status = 200, body = Station, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_station(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(id): Path<StationId>,
) -> Result<Response, Problem> {
    let found = cloud.read(member.company_id, move |tx| register::find::<Station>(tx, id.uuid())).await?;
    let (part, version) = found.ok_or_else(Problem::not_found)?;
    Ok(answer::versioned(version, part))
}

/// Changes a station; only with the version it had when it was read.
#[utoipa::path(put, path = "/stations/{station_id}", tag = "menu", operation_id = "update_station", request_body = Station,
    params(("station_id" = StationId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Station), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_station(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(station_id): Path<StationId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Station>,
) -> Result<Response, Problem> {
    let part = Station { station_id, ..body };
    edit(&cloud, &member, tap, move |work| parts::update(work, &part, expected)).await
}
