//! All routes of the box: the API, its documentation, health, sockets, and the screens.

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use shared_model::wire::problem::ProblemCode;
use socketioxide::layer::SocketIoLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use super::extract::BODY_MAX;
use super::openapi::Description;
use super::problem::Problem;
use super::{auth, events, health, kitchen, menu, orders, printing, reports, request_id, spa, sync};
use crate::branch::Branch;

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The API with its description.
fn api() -> OpenApiRouter<Branch> {
    let v1 = OpenApiRouter::new()
        .merge(auth::routes())
        .merge(menu::routes())
        .merge(orders::routes())
        .merge(kitchen::routes())
        .merge(printing::routes())
        .merge(reports::routes())
        .merge(events::routes())
        .merge(sync::routes())
        .merge(health::routes());
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", v1)
}

/// The API's whole description.
pub fn document() -> utoipa::openapi::OpenApi {
    api().split_for_parts().1
}

/// Everything the box answers.
pub fn router(branch: Branch, sockets: SocketIoLayer) -> Router {
    let (api, description) = api().split_for_parts();
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let api = api
        .method_not_allowed_fallback(method_not_allowed)
        .route("/api/{*unknown}", any(async || Problem::not_found()))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(branch)
        .merge(SwaggerUi::new("/docs").url("/docs/openapi.json", description))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| panicked(&*panic)))
        .layer(axum::middleware::from_fn(request_id::layer));
    // The screens must be a fallback *service*: axum would apply the socket layer to a boxed fallback anew for every
    // request, each with an empty session map.
    api.fallback_service(get(spa::serve))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(sockets)
}

async fn method_not_allowed() -> Problem {
    let detail = "Esta dirección no admite ese método.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::MethodNotAllowed, detail)
}

fn panicked(panic: &(dyn Any + Send)) -> axum::response::Response {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text, "a handler panicked");
    let detail = "Algo falló en la caja. Intenta de nuevo.";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal, detail).into_response()
}
