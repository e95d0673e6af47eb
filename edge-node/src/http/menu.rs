//! The menu: what screens sell, and editing it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared_model::ids::{CategoryId, CommandId, ProductId};
use shared_model::menu::{Category, Product};
use shared_model::view;
use shared_model::wire::menu::{CategoryList, MenuView, ProductPage, SetAvailability};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{self, tag};
use super::extract::{Admin, Anyone, IfMatch, Keyed, Path, Query};
use super::page;
use super::problem::Problem;
use crate::branch::Branch;
use crate::store::intent::Intent;

/// The routes under `/menu`, `/categories` and `/products`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(get_menu))
        .routes(routes!(list_categories, create_category))
        .routes(routes!(update_category))
        .routes(routes!(list_products, create_product))
        .routes(routes!(get_product, update_product))
        .routes(routes!(set_availability))
}

/// Everything a selling screen needs, with an `ETag` for asking again cheaply.
#[utoipa::path(get, path = "/menu", tag = "menu", operation_id = "get_menu",
    params(("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = MenuView, headers(("ETag" = String))), (status = 304),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_menu(State(branch): State<Branch>, _: Anyone, headers: HeaderMap) -> Response {
    let catalog = branch.catalog();
    let current = tag(catalog.version);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == current.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    tagged(catalog.version, &view::menu(&catalog.menu, catalog.version))
}

/// The tabs of the menu.
#[utoipa::path(get, path = "/categories", tag = "menu", operation_id = "list_categories",
    responses((status = 200, body = CategoryList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_categories(State(branch): State<Branch>, _: Anyone) -> axum::Json<CategoryList> {
    axum::Json(CategoryList { items: view::menu(&branch.catalog().menu, 0).categories })
}

/// Adds a tab.
#[utoipa::path(post, path = "/categories", tag = "menu", operation_id = "create_category", request_body = Category,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Category), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_category(
    State(branch): State<Branch>,
    Admin(actor): Admin,
    Keyed { tap, body }: Keyed<Category>,
) -> Result<Response, Problem> {
    answer::run(&branch, tap, actor, Intent::CreateCategory(body)).await
}

/// Changes a tab.
#[utoipa::path(put, path = "/categories/{category_id}", tag = "menu", operation_id = "update_category", request_body = Category,
    params(("category_id" = CategoryId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Category), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_category(
    State(branch): State<Branch>,
    Admin(actor): Admin,
    Path(category_id): Path<CategoryId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Category>,
) -> Result<Response, Problem> {
    let category = Category { category_id, ..body };
    answer::run(&branch, tap, actor, Intent::UpdateCategory { category, expected }).await
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
    State(branch): State<Branch>,
    _: Anyone,
    Query(query): Query<ProductQuery>,
) -> Result<axum::Json<ProductPage>, Problem> {
    let after: Option<(u32, String, ProductId)> = page::position(query.cursor.as_deref())?;
    let place = |product: &Product| (product.position, product.name.clone(), product.product_id);
    let limit = usize::try_from(page::limit(query.limit)?).unwrap_or(usize::MAX);
    let wanted = |product: &Product| {
        query.category_id.is_none_or(|category| product.category_id == category)
            && after.as_ref().is_none_or(|after| place(product) > *after)
    };
    let mut items: Vec<Product> =
        branch.catalog().menu.products.values().filter(|p| wanted(p)).cloned().collect();
    items.sort_by_key(place);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|last| page::cursor(&place(last)));
    Ok(axum::Json(ProductPage { items, next_cursor }))
}

/// Adds a product.
#[utoipa::path(post, path = "/products", tag = "menu", operation_id = "create_product", request_body = Product,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_product(
    State(branch): State<Branch>,
    Admin(actor): Admin,
    Keyed { tap, body }: Keyed<Product>,
) -> Result<Response, Problem> {
    answer::run(&branch, tap, actor, Intent::CreateProduct(body)).await
}

/// One product, with the `ETag` that changing it needs.
#[utoipa::path(get, path = "/products/{product_id}", tag = "menu", operation_id = "get_product",
    params(("product_id" = ProductId, Path)),
    responses((status = 200, body = Product, headers(("ETag" = String))),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_product(
    State(branch): State<Branch>,
    _: Anyone,
    Path(product_id): Path<ProductId>,
) -> Result<Response, Problem> {
    let catalog = branch.catalog();
    let product = catalog.menu.products.get(&product_id).ok_or_else(Problem::not_found)?;
    Ok(tagged(catalog.version_of(product_id.uuid()), product))
}

/// Changes a product; only with the version it had when it was read.
#[utoipa::path(put, path = "/products/{product_id}", tag = "menu", operation_id = "update_product", request_body = Product,
    params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_product(
    State(branch): State<Branch>,
    Admin(actor): Admin,
    Path(product_id): Path<ProductId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<Product>,
) -> Result<Response, Problem> {
    let product = Product { product_id, ..body };
    answer::run(&branch, tap, actor, Intent::UpdateProduct { product, expected }).await
}

/// Marks a product sold out, or available again; every screen hears it at once.
#[utoipa::path(post, path = "/products/{product_id}/availability", tag = "menu", operation_id = "set_availability",
    request_body = SetAvailability, params(("product_id" = ProductId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = Product), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_availability(
    State(branch): State<Branch>,
    Admin(actor): Admin,
    Path(product_id): Path<ProductId>,
    Keyed { tap, body }: Keyed<SetAvailability>,
) -> Result<Response, Problem> {
    answer::run(&branch, tap, actor, Intent::SetAvailability { product_id, sold_out: body.sold_out }).await
}

fn tagged<T: serde::Serialize>(version: i64, body: &T) -> Response {
    let mut response = axum::Json(body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&tag(version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
