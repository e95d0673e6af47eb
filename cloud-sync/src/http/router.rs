//! All routes of the cloud: the API, its documentation, health, the screens, and what `sync` and `live` bring.

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use shared_model::wire::problem::ProblemCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use super::extract::BODY_MAX;
use super::openapi::Description;
use super::problem::Problem;
use super::{
    admin, admin_session, auth, boxes, branches, conflicts, dashboard, health, menu, parts, products,
    reports, request_id, spa, staff, subscriptions,
};
use crate::cloud::Cloud;

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The API with its description.
fn api() -> OpenApiRouter<Cloud> {
    let v1 = OpenApiRouter::new()
        .merge(auth::routes())
        .merge(menu::routes())
        .merge(products::routes())
        .merge(parts::routes())
        .merge(conflicts::routes())
        .merge(staff::routes())
        .merge(branches::routes())
        .merge(boxes::routes())
        .merge(reports::routes())
        .merge(dashboard::routes())
        .merge(subscriptions::routes())
        .merge(admin_session::routes())
        .merge(admin::routes());
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", v1)
}

/// The API's whole description.
pub fn document() -> utoipa::openapi::OpenApi {
    api().split_for_parts().1
}

/// Everything the cloud answers. `more` are routes that are no part of the described API: sockets and the like.
pub fn router(cloud: Cloud, more: Router<Cloud>) -> Router {
    let (api, description) = api().split_for_parts();
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let https = cloud.config().public_url.starts_with("https://");
    let router = api
        .merge(more)
        .method_not_allowed_fallback(method_not_allowed)
        .route("/api/{*unknown}", any(async || Problem::not_found()))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(cloud)
        .merge(SwaggerUi::new("/docs").url("/docs/openapi.json", description))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| panicked(&*panic)))
        // A fallback *service*: axum would apply the layers around it, the sockets' too, anew for every request to a boxed one.
        .fallback_service(get(spa::serve))
        .layer(axum::middleware::from_fn(request_id::layer))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY));
    if !https {
        return router;
    }
    router.layer(header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"))
}

async fn method_not_allowed() -> Problem {
    let detail = "Esta dirección no admite ese método.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::MethodNotAllowed, detail)
}

fn panicked(panic: &(dyn Any + Send)) -> axum::response::Response {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text, "a handler panicked");
    let detail = "Algo falló. Intenta de nuevo.";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal, detail).into_response()
}
