//! Signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared_model::wire::auth::{Login, People, PersonWithPin, PinLogin, Session, StaffView};
use shared_model::wire::problem::{Problem as ProblemBody, ProblemCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies;
use super::extract::{Anyone, Json};
use super::problem::Problem;
use crate::auth::{SignedIn, token};
use crate::branch::Branch;

/// The routes under `/auth`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(login_with_pin))
        .routes(routes!(list_people))
        .routes(routes!(refresh_session))
        .routes(routes!(get_me))
        .routes(routes!(logout))
}

/// Signs in with a password. The refresh token and the device come as `HttpOnly` cookies.
#[utoipa::path(post, path = "/auth/login", tag = "auth", operation_id = "login", request_body = Login, security(()),
    responses((status = 200, body = Session), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn login(
    State(branch): State<Branch>,
    headers: HeaderMap,
    Json(body): Json<Login>,
) -> Result<Response, Problem> {
    same_origin(&headers)?;
    let signed_in = branch.auth().login(body, cookies::device(&headers)).await?;
    Ok(session(&branch, &signed_in))
}

/// Switches to another person by PIN, on a device somebody signed in on.
#[utoipa::path(post, path = "/auth/pin", tag = "auth", operation_id = "login_with_pin", request_body = PinLogin, security(()),
    responses((status = 200, body = Session), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn login_with_pin(
    State(branch): State<Branch>,
    headers: HeaderMap,
    Json(body): Json<PinLogin>,
) -> Result<Response, Problem> {
    same_origin(&headers)?;
    let signed_in = branch.auth().pin(body.staff_id, body.pin, cookies::device(&headers)).await?;
    Ok(session(&branch, &signed_in))
}

/// Who may switch by PIN on this device.
#[utoipa::path(get, path = "/auth/people", tag = "auth", operation_id = "list_people", security(()),
    responses((status = 200, body = People), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_people(
    State(branch): State<Branch>,
    headers: HeaderMap,
) -> Result<axum::Json<People>, Problem> {
    let people = branch.auth().people(cookies::device(&headers)).await?;
    let person = |staff: shared_model::staff::Staff| PersonWithPin {
        staff_id: staff.staff_id,
        name: staff.name,
        roles: staff.roles,
    };
    Ok(axum::Json(People { items: people.into_iter().map(person).collect() }))
}

/// Exchanges the refresh cookie for a new access token.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", operation_id = "refresh_session", security(()),
    responses((status = 200, body = Session), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn refresh_session(State(branch): State<Branch>, headers: HeaderMap) -> Result<Response, Problem> {
    same_origin(&headers)?;
    let signed_in = branch.auth().refresh(cookies::refresh(&headers), cookies::device(&headers)).await?;
    Ok(session(&branch, &signed_in))
}

/// Who am I?
#[utoipa::path(get, path = "/auth/me", tag = "auth", operation_id = "get_me",
    responses((status = 200, body = StaffView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_me(
    State(branch): State<Branch>,
    Anyone(actor): Anyone,
) -> Result<axum::Json<StaffView>, Problem> {
    let catalog = branch.catalog();
    let staff = catalog.staff.get(&actor.staff_id).ok_or_else(Problem::not_found)?;
    Ok(axum::Json(view(staff)))
}

/// Ends the session of this browser.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", operation_id = "logout", security(()),
    responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn logout(State(branch): State<Branch>, headers: HeaderMap) -> Result<Response, Problem> {
    same_origin(&headers)?;
    branch.auth().logout(cookies::refresh(&headers)).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookies::forget())]).into_response())
}

fn session(branch: &Branch, signed_in: &SignedIn) -> Response {
    let catalog = branch.catalog();
    let Some(home) = catalog.home() else { return Problem::not_found().into_response() };
    let body = Session {
        access_token: signed_in.access_token.clone(),
        token_type: "bearer".to_owned(),
        expires_in: token::LIFETIME_S,
        staff: view(&signed_in.staff),
        branch: home.clone(),
    };
    let kept = cookies::keep(signed_in).map(|cookie| (header::SET_COOKIE, cookie));
    let headers = [(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"))];
    (AppendHeaders(kept), headers, axum::Json(body)).into_response()
}

fn view(staff: &shared_model::staff::Staff) -> StaffView {
    StaffView {
        staff_id: staff.staff_id,
        name: staff.name.clone(),
        username: staff.username.clone(),
        roles: staff.roles.clone(),
    }
}

/// Cookies work here, so a page of another origin must not: where a browser names its origin, it must be ours.
fn same_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_some() && host == text(header::HOST) {
        return Ok(());
    }
    let detail = "La solicitud viene de otra página.";
    Err(Problem::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail))
}
