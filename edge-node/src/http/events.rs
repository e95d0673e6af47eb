//! What happened, for screens that missed some of it.

use axum::extract::State;
use serde::Deserialize;
use shared_model::wire::events::EventPage;
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Anyone, Query};
use super::page;
use super::problem::Problem;
use crate::branch::Branch;
use crate::live::hears;
use crate::store::event;

/// The routes under `/events`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new().routes(routes!(list_events))
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// The last sequence number the screen has.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Events after a sequence number, as far as this person hears them.
#[utoipa::path(get, path = "/events", tag = "events", operation_id = "list_events", params(EventQuery),
    responses((status = 200, body = EventPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_events(
    State(branch): State<Branch>,
    Anyone(actor): Anyone,
    Query(query): Query<EventQuery>,
) -> Result<axum::Json<EventPage>, Problem> {
    let limit = page::limit(query.limit)?;
    if query.after < 0 {
        return Err(Problem::field("/after", "El número de evento no puede ser negativo."));
    }
    let (stored, latest) =
        branch.read(move |conn| Ok((event::after(conn, query.after, limit)?, event::latest(conn)?))).await?;
    let heard = stored.into_iter().filter(|stored| hears(&actor, stored.audience));
    Ok(axum::Json(EventPage { items: heard.map(|stored| stored.envelope).collect(), latest }))
}
