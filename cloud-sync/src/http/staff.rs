//! The people of a company. Their verifiers come in and never go out.

use axum::extract::State;
use axum::response::Response;
use shared_model::ids::{CommandId, StaffId};
use shared_model::staff::Staff;
use shared_model::wire::problem::Problem as ProblemBody;
use shared_model::wire::staff::{NewStaff, SetPassword, SetPin, StaffEdit, StaffList, StaffMember};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::edit::edit;
use super::extract::{IfMatch, Keyed, Path, Tapped};
use super::problem::Problem;
use super::who::{Admin, PaidAdmin};
use crate::cloud::Cloud;
use crate::store::table::register;
use crate::tenant::staff;

/// The routes under `/staff`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_staff, create_staff))
        .routes(routes!(get_staff, update_staff, delete_staff))
        .routes(routes!(set_staff_password))
        .routes(routes!(set_staff_pin))
        .routes(routes!(sign_out_staff))
}

/// Everybody, by name.
#[utoipa::path(get, path = "/staff", tag = "staff", operation_id = "list_staff",
    responses((status = 200, body = StaffList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_staff(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<StaffList>, Problem> {
    Ok(axum::Json(cloud.read(member.company_id, staff::list).await?))
}

/// Adds a person, if the plan allows one more.
#[utoipa::path(post, path = "/staff", tag = "staff", operation_id = "create_staff", request_body = NewStaff,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_staff(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Keyed { tap, body }: Keyed<NewStaff>,
) -> Result<Response, Problem> {
    let verifiers = cloud.verifiers(member.company_id, body.password.clone(), body.pin.clone()).await?;
    edit(&cloud, &member, tap, move |work| staff::create(work, &body, verifiers)).await
}

/// One person, with the `ETag` that changing them needs.
#[utoipa::path(get, path = "/staff/{staff_id}", tag = "staff", operation_id = "get_staff", params(("staff_id" = StaffId, Path)),
    responses((status = 200, body = StaffMember, headers(("ETag" = String))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_staff(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
) -> Result<Response, Problem> {
    let found = cloud.read(member.company_id, move |tx| register::find::<Staff>(tx, staff_id.uuid())).await?;
    let (person, version) = found.ok_or_else(Problem::not_found)?;
    Ok(answer::versioned(version, StaffMember::from(&person)))
}

/// Changes a person; only with the version they had when they were read.
#[utoipa::path(put, path = "/staff/{staff_id}", tag = "staff", operation_id = "update_staff", request_body = StaffEdit,
    params(("staff_id" = StaffId, Path), ("Idempotency-Key" = CommandId, Header), ("If-Match" = String, Header)),
    responses((status = 200, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn update_staff(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
    IfMatch(expected): IfMatch,
    Keyed { tap, body }: Keyed<StaffEdit>,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| staff::update(work, staff_id, &body, expected)).await
}

/// Lets a person go and ends their sessions.
#[utoipa::path(delete, path = "/staff/{staff_id}", tag = "staff", operation_id = "delete_staff",
    params(("staff_id" = StaffId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn delete_staff(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
    Tapped(tap): Tapped,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| staff::deactivate(work, staff_id)).await
}

/// Gives a person another password and ends their sessions.
#[utoipa::path(post, path = "/staff/{staff_id}/password", tag = "staff", operation_id = "set_staff_password", request_body = SetPassword,
    params(("staff_id" = StaffId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_staff_password(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
    Keyed { tap, body }: Keyed<SetPassword>,
) -> Result<Response, Problem> {
    let verifiers = cloud.verifiers(member.company_id, Some(body.password), None).await?;
    edit(&cloud, &member, tap, move |work| staff::set_password(work, staff_id, verifiers.password)).await
}

/// Gives a person another PIN for the tablets, or takes it away.
#[utoipa::path(post, path = "/staff/{staff_id}/pin", tag = "staff", operation_id = "set_staff_pin", request_body = SetPin,
    params(("staff_id" = StaffId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_staff_pin(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
    Keyed { tap, body }: Keyed<SetPin>,
) -> Result<Response, Problem> {
    let verifiers = cloud.verifiers(member.company_id, None, body.pin).await?;
    edit(&cloud, &member, tap, move |work| staff::set_pin(work, staff_id, verifiers.pin)).await
}

/// Ends every session of a person, here and at the boxes.
#[utoipa::path(post, path = "/staff/{staff_id}/sign-out", tag = "staff", operation_id = "sign_out_staff",
    params(("staff_id" = StaffId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = StaffMember), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn sign_out_staff(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(staff_id): Path<StaffId>,
    Tapped(tap): Tapped,
) -> Result<Response, Problem> {
    edit(&cloud, &member, tap, move |work| staff::sign_out(work, staff_id)).await
}
