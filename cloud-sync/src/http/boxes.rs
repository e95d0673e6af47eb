//! Boxes: codes for blank ones, how they stand, taking one back, and a blank one's own question.

use axum::extract::State;
use axum::http::StatusCode;
use shared_model::ids::{BoxId, BranchId};
use shared_model::wire::boxes::{BoxList, EnrolmentCode};
use shared_model::wire::enrol::{Enrol, Enrolled};
use shared_model::wire::problem::{Problem as ProblemBody, ProblemCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Json, Path};
use super::problem::Problem;
use super::who::{Admin, Door};
use crate::boxes::{self, EnrolError};
use crate::cloud::Cloud;
use crate::store::table::register;

/// The routes under `/boxes` and `/branches/{branch_id}/boxes`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(list_boxes, create_enrolment_code))
        .routes(routes!(revoke_box))
        .routes(routes!(enrol_box))
}

/// The boxes of a branch, the newest first.
#[utoipa::path(get, path = "/branches/{branch_id}/boxes", tag = "boxes", operation_id = "list_boxes", params(("branch_id" = BranchId, Path)),
    responses((status = 200, body = BoxList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_boxes(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(branch_id): Path<BranchId>,
) -> Result<axum::Json<BoxList>, Problem> {
    let known = cloud.read(member.company_id, move |tx| {
        register::find::<shared_model::branch::Branch>(tx, branch_id.uuid())
    });
    known.await?.ok_or_else(Problem::not_found)?;
    Ok(axum::Json(boxes::list(&cloud, member.company_id, branch_id).await?))
}

/// A single-use code for a blank box, good for a day. Every request gives another one: answers are kept for retries, and
/// a code is kept nowhere.
#[utoipa::path(post, path = "/branches/{branch_id}/boxes", tag = "boxes", operation_id = "create_enrolment_code",
    params(("branch_id" = BranchId, Path)), responses((status = 201, body = EnrolmentCode), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_enrolment_code(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(branch_id): Path<BranchId>,
) -> Result<(StatusCode, axum::Json<EnrolmentCode>), Problem> {
    let code = boxes::issue_code(&cloud, member.company_id, branch_id, member.actor.name).await?;
    Ok((StatusCode::CREATED, axum::Json(code)))
}

/// Takes a box's certificate back: it syncs no more, whoever has it.
#[utoipa::path(delete, path = "/boxes/{box_id}", tag = "boxes", operation_id = "revoke_box",
    params(("box_id" = BoxId, Path)), responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn revoke_box(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Path(box_id): Path<BoxId>,
) -> Result<StatusCode, Problem> {
    boxes::revoke(&cloud, member.company_id, box_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a blank box the box of the branch its code is for. The same box may ask again with the same code.
#[utoipa::path(post, path = "/boxes/enrol", tag = "boxes", operation_id = "enrol_box", request_body = Enrol, security(()),
    responses((status = 200, body = Enrolled), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn enrol_box(
    State(cloud): State<Cloud>,
    Door(_client): Door,
    Json(body): Json<Enrol>,
) -> Result<axum::Json<Enrolled>, Problem> {
    Ok(axum::Json(boxes::enrol(&cloud, &body).await?))
}

impl From<EnrolError> for Problem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::NoSuchCode => {
                let detail = "El código no existe, ya se usó o venció. Pide uno nuevo en la nube.";
                Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, detail)
            }
            EnrolError::Store(error) => error.into(),
        }
    }
}
