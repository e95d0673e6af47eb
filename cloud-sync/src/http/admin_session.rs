//! Super admins signing in and out. Their cookie has a name and a path of its own.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared_model::wire::account::{PlatformAdmin, PlatformLogin, PlatformSession};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies;
use super::extract::Json;
use super::problem::Problem;
use super::who::{Door, SuperAdmin};
use crate::auth::{PlatformSignedIn, token};
use crate::cloud::Cloud;

/// The routes by which super admins come and go.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(platform_login))
        .routes(routes!(platform_refresh))
        .routes(routes!(platform_logout))
        .routes(routes!(get_platform_me))
}

/// Signs a super admin in.
#[utoipa::path(post, path = "/admin/login", tag = "admin", operation_id = "platform_login", request_body = PlatformLogin, security(()),
    responses((status = 200, body = PlatformSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn platform_login(
    State(cloud): State<Cloud>,
    Door(client): Door,
    Json(body): Json<PlatformLogin>,
) -> Result<Response, Problem> {
    let signed_in = cloud.platform_login(body, client).await?;
    Ok(session(&cloud, signed_in))
}

/// Exchanges the super admin's refresh cookie for a new access token.
#[utoipa::path(post, path = "/admin/session/refresh", tag = "admin", operation_id = "platform_refresh", security(()),
    responses((status = 200, body = PlatformSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn platform_refresh(
    State(cloud): State<Cloud>,
    _: Door,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let signed_in = cloud.platform_refresh(cookies::platform(&headers)).await?;
    Ok(session(&cloud, signed_in))
}

/// Ends the super admin's session of this browser.
#[utoipa::path(post, path = "/admin/session/logout", tag = "admin", operation_id = "platform_logout", security(()),
    responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn platform_logout(
    State(cloud): State<Cloud>,
    _: Door,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    cloud.logout(cookies::platform(&headers)).await?;
    let forget = [(header::SET_COOKIE, cookies::forget_platform(&cloud))];
    Ok((StatusCode::NO_CONTENT, forget).into_response())
}

/// Which super admin am I?
#[utoipa::path(get, path = "/admin/me", tag = "admin", operation_id = "get_platform_me",
    responses((status = 200, body = PlatformAdmin), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_platform_me(SuperAdmin(operator): SuperAdmin) -> axum::Json<PlatformAdmin> {
    axum::Json(PlatformAdmin { admin_id: operator.admin_id, name: operator.name })
}

fn session(cloud: &Cloud, signed_in: PlatformSignedIn) -> Response {
    let PlatformSignedIn { access_token, refresh, admin } = signed_in;
    let kept = [(header::SET_COOKIE, cookies::keep_platform(cloud, &refresh))];
    let body = PlatformSession {
        access_token,
        token_type: "bearer".to_owned(),
        expires_in: token::LIFETIME_S,
        admin: PlatformAdmin { admin_id: admin.admin_id, name: admin.name },
    };
    (kept, axum::Json(body)).into_response()
}
