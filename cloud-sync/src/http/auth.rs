//! Signing in and out, and getting back in.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared_model::ids::CommandId;
use shared_model::wire::account::{
    BranchName, CloudSession, CompanyView, ForgotPassword, Me, Register, ResetPassword, SwitchBranch,
};
use shared_model::wire::auth::{Login, StaffView};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies;
use super::extract::{Json, Keyed};
use super::problem::Problem;
use super::who::{Anyone, Door};
use crate::auth::{SignedIn, token};
use crate::cloud::Cloud;

/// The routes under `/auth`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(login))
        .routes(routes!(refresh_session))
        .routes(routes!(get_me))
        .routes(routes!(switch_branch))
        .routes(routes!(logout))
        .routes(routes!(forgot_password))
        .routes(routes!(reset_password))
}

/// Starts a business: company, main branch, owner and trial, all or nothing. A retry with the same key is signed in again.
#[utoipa::path(post, path = "/auth/register", tag = "auth", operation_id = "register", request_body = Register, security(()),
    params(("Idempotency-Key" = CommandId, Header, description = "New for each tap, the same for its retries")),
    responses((status = 201, body = CloudSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn register(
    State(cloud): State<Cloud>,
    Door(client): Door,
    Keyed { tap, body }: Keyed<Register>,
) -> Result<Response, Problem> {
    let registered = cloud.register(tap.command_id, body, client).await?;
    Ok(session(&cloud, StatusCode::CREATED, registered))
}

/// Signs in with a password. The refresh token comes as an `HttpOnly` cookie.
#[utoipa::path(post, path = "/auth/login", tag = "auth", operation_id = "login", request_body = Login, security(()),
    responses((status = 200, body = CloudSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn login(
    State(cloud): State<Cloud>,
    Door(client): Door,
    Json(body): Json<Login>,
) -> Result<Response, Problem> {
    let signed_in = cloud.login(body, client).await?;
    Ok(session(&cloud, StatusCode::OK, signed_in))
}

/// Exchanges the refresh cookie for a new access token.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", operation_id = "refresh_session", security(()),
    responses((status = 200, body = CloudSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn refresh_session(
    State(cloud): State<Cloud>,
    _: Door,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let signed_in = cloud.refresh(cookies::refresh(&headers)).await?;
    Ok(session(&cloud, StatusCode::OK, signed_in))
}

/// Who am I?
#[utoipa::path(get, path = "/auth/me", tag = "auth", operation_id = "get_me",
    responses((status = 200, body = Me), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_me(State(cloud): State<Cloud>, Anyone(member): Anyone) -> Result<axum::Json<Me>, Problem> {
    let known = cloud.who_is(&member).await?;
    Ok(axum::Json(me(known)))
}

/// Puts another branch in front of me: admins any of their company, others those they work at.
#[utoipa::path(post, path = "/auth/switch-branch", tag = "auth", operation_id = "switch_branch", request_body = SwitchBranch,
    responses((status = 200, body = CloudSession), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn switch_branch(
    State(cloud): State<Cloud>,
    Anyone(member): Anyone,
    _: Door,
    Json(body): Json<SwitchBranch>,
) -> Result<Response, Problem> {
    let signed_in = cloud.switch_branch(member, body.branch_id).await?;
    Ok(session(&cloud, StatusCode::OK, signed_in))
}

/// Ends the session of this browser.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", operation_id = "logout", security(()),
    responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn logout(State(cloud): State<Cloud>, _: Door, headers: HeaderMap) -> Result<Response, Problem> {
    cloud.logout(cookies::refresh(&headers)).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookies::forget(&cloud))]).into_response())
}

/// Sends a link to a new password. The answer is the same whether or not there is such a person.
#[utoipa::path(post, path = "/auth/forgot-password", tag = "auth", operation_id = "forgot_password", request_body = ForgotPassword,
    security(()), responses((status = 202), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn forgot_password(
    State(cloud): State<Cloud>,
    Door(client): Door,
    Json(body): Json<ForgotPassword>,
) -> Result<StatusCode, Problem> {
    cloud.forgot_password(body, client).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Sets a new password by the link from the letter. Every session of the person ends.
#[utoipa::path(post, path = "/auth/reset-password", tag = "auth", operation_id = "reset_password", request_body = ResetPassword,
    security(()), responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn reset_password(
    State(cloud): State<Cloud>,
    _: Door,
    Json(body): Json<ResetPassword>,
) -> Result<StatusCode, Problem> {
    cloud.reset_password(body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The answer to somebody who signed in.
pub fn session(cloud: &Cloud, status: StatusCode, signed_in: SignedIn) -> Response {
    let kept = signed_in.refresh.iter().map(|refresh| (header::SET_COOKIE, cookies::keep(cloud, refresh)));
    let kept = AppendHeaders(kept.collect::<Vec<_>>());
    let body = CloudSession {
        access_token: signed_in.access_token.clone(),
        token_type: "bearer".to_owned(),
        expires_in: token::LIFETIME_S,
        me: me(signed_in.known),
    };
    (status, kept, axum::Json(body)).into_response()
}

fn me(known: crate::auth::Known) -> Me {
    let crate::auth::Known { staff, company, branch, branches } = known;
    let named =
        |branch: shared_model::branch::Branch| BranchName { branch_id: branch.branch_id, name: branch.name };
    Me {
        staff: StaffView {
            staff_id: staff.staff_id,
            name: staff.name,
            username: staff.username,
            roles: staff.roles,
        },
        company: CompanyView { company_id: company.company_id, slug: company.slug, name: company.name },
        branch,
        branches: branches.into_iter().map(named).collect(),
    }
}
