//! Whether the cloud works, for whoever keeps it running.

use axum::extract::State;
use axum::http::StatusCode;
use shared_model::ids::CompanyId;
use uuid::Uuid;

use super::problem::Problem;
use crate::cloud::Cloud;
use crate::store::control::company;

/// The process answers.
pub async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The databases answer.
pub async fn ready(State(cloud): State<Cloud>) -> Result<StatusCode, Problem> {
    cloud.ask(|tx| company::find(tx, CompanyId::new(Uuid::nil())).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}
