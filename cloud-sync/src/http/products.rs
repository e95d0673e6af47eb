//! Products: what is sold, at what price, and what it uses up.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use shared_model::ids::{CategoryId, CommandId, ProductId};
use shared_model::menu::Product;
use shared_model::wire::menu::{ProductPage, Recipe, SetAvailability};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edit::edit;
use super::extract::{IfMatch, Keyed, Path, Query, Tapped};
use super::problem::Problem;
use super::who::{Anyone, PaidAdmin};
use super::{answer, page};
use crate::cloud::Cloud;
use crate::store::table::register;
use crate::tenant::catalog;

/// The routes under `/products`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_products, create_product))
        .routes(routes!(get_product, update_product, delete_product))
        .routes(routes!(set_availability))
        .routes(routes!(get_recipe, set_recipe))
}

/// Which products to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProductQuery {
    category_id: Option<CategoryId>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Products by position and name.
#[utoipa::path(get, path = "/products", tag = "menu", operation_id = "list_products", params(ProductQuery),
    responses((status = 200, body = ProductPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_products(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Query(query): Query<ProductQuery>,
) -> Result<axum::Json<ProductPage>, Problem> {
    let after: Option<(u32, String, ProductId)> = page::position(query.cursor.as_deref())?;
    let limit = usize::try_from(page::limit(query.limit)?).unwrap_or(usize::MAX);
    let catalog = cloud.read(member.company_id, register::catalog).await?;
    let products = catalog.menu.products.into_values();
    let mut items: Vec<Product> = products
        .filter(|product| query.category_id.is_none_or(|category| product.category_id == category))
        .filter(|product| after.as_ref().is_none_or(|after| place(product) > *after))
        .collect();
    items.sort_by_key(place);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|last| page::cursor(&place(last)));
    Ok(axum::Json(ProductPage { items, next_cursor }))
}

/// Adds a product, if the plan allows one more.
#[utoipa::path(post, path = "/products", tag = "menu", operation_id = "create_product", request_body = Product,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_product(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<Product>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::create_product(work, &body)).await
}

/// One product, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/products/{product_id}", tag = "menu", operation_id = "get_product", params(("product_id" = ProductId, Path)),
    responses((status = 200, body = Product, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_product(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(product_id): Path<ProductId>,
) -> Result<Response, Problem> {
    let (product, version) = find(&cloud, member.company_id, product_id).await?;
    Ok(answer::versioned(version, product))
}

/// Changes a product; only with the version it had when it was read.
#[utoipa::path(put, path = "/products/{product_id}", tag = "menu", operation_id = "update_product", request_body = Product,
    params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_product(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(product_id): Path<ProductId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Product>,
) -> Result<Response, Problem> {
    let product = Product { product_id, ..body };
    edit(&cloud, &member, tap, move |work| catalog::update_product(work, &product, expected)).await
}

/// Switches a product off.
#[utoipa::path(delete, path = "/products/{product_id}", tag = "menu", operation_id = "delete_product",
    params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn delete_product(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(product_id): Path<ProductId>,
    Tapped(tap): Tapped,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::delete_product(work, product_id)).await
}

/// Marks a product sold out at every branch, or available again.
#[utoipa::path(post, path = "/products/{product_id}/availability", tag = "menu", operation_id = "set_availability", request_body = SetAvailability,
    params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_availability(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(product_id): Path<ProductId>,
    Keyed { tap, body }: Keyed<SetAvailability>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::set_availability(work, product_id, body.sold_out)).await
}

/// What one of a product uses up.
#[utoipa::path(get, path = "/products/{product_id}/recipe", tag = "menu", operation_id = "get_recipe", params(("product_id" = ProductId, Path)),
    responses((status = 200, body = Recipe, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_recipe(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    Path(product_id): Path<ProductId>,
) -> Result<Response, Problem> {
    let (product, version) = find(&cloud, member.company_id, product_id).await?;
    Ok(answer::versioned(version, catalog::recipe_of(&product)))
}

/// Replaces what one of a product uses up.
#[utoipa::path(post, path = "/products/{product_id}/recipe", tag = "menu", operation_id = "set_recipe", request_body = Recipe,
    params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Recipe), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_recipe(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(product_id): Path<ProductId>,
    Keyed { tap, body }: Keyed<Recipe>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| catalog::set_recipe(work, product_id, body)).await
}

async fn find(
    cloud: &Cloud,
    company: shared_model::ids::CompanyId,
    id: ProductId,
) -> Result<(Product, i64), Problem> {
    let found = cloud.read(company, move |tx| register::find::<Product>(tx, id.uuid())).await?;
    found.ok_or_else(Problem::not_found)
}

/// Where a product stands in the list.
fn place(product: &Product) -> (u32, String, ProductId) {
    (product.position, product.name.clone(), product.product_id)
}
