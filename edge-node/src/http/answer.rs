//! Turning what came of a command into a response.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::branch::{Branch, Tap};
use crate::store::intent::{Intent, Outcome};
use shared_model::staff::Actor;

/// Runs an intent and answers with the stored JSON, its version as `ETag`, and whether it is a replay.
pub async fn run(branch: &Branch, tap: Tap, actor: Actor, intent: Intent) -> Result<Response, Problem> {
    match branch.run(tap, actor, intent).await? {
        Outcome::Refused(refusal) => Err(refusal.into()),
        Outcome::Answered { answer, replayed } => {
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
            let mut response = (status, answer.body).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if let Ok(tag) = HeaderValue::from_str(&tag(answer.version)) {
                headers.insert(header::ETAG, tag);
            }
            if replayed {
                headers.insert(
                    HeaderName::from_static("idempotency-replayed"),
                    HeaderValue::from_static("true"),
                );
            }
            Ok(response)
        }
    }
}

/// A version as an entity tag.
pub fn tag(version: i64) -> String {
    format!("\"{version}\"")
}
