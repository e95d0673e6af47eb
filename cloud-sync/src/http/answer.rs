//! Turning what came of a command into a response.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared_model::ids::CompanyId;
use shared_model::time::Timestamp;

use super::problem::Problem;
use crate::cloud::{Answered, Cloud, Tap};
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::store::table::answered::Answer;

/// Carries out once what somebody wants of a company's data and answers with the stored JSON, its version as `ETag`, and
/// whether it is a replay.
pub async fn run<F>(cloud: &Cloud, company: CompanyId, tap: Tap, work: F) -> Result<Response, Problem>
where
    F: FnOnce(&mut Tx<'_>, Timestamp) -> Result<Answer, Refusal> + Send + 'static,
{
    Ok(respond(cloud.once(company, tap, work).await?))
}

/// A stored answer as a response.
pub fn respond(answered: Answered) -> Response {
    let Answered { answer, replayed } = answered;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    if status == StatusCode::NO_CONTENT {
        return mark(status.into_response(), replayed);
    }
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::ETAG, tag(answer.version));
    mark(response, replayed)
}

/// Something that was read, with its version.
pub fn versioned<T: Serialize>(version: i64, body: T) -> Response {
    ([(header::ETAG, tag(version))], axum::Json(body)).into_response()
}

fn mark(mut response: Response, replayed: bool) -> Response {
    if replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}

/// A version as an entity tag.
fn tag(version: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\"")).expect("a number is valid in a header")
}
