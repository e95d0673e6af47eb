//! How the box stands with the cloud, and what the two could not agree on.

use axum::extract::State;
use serde::Deserialize;
use shared_model::document::DocKind;
use shared_model::wire::problem::Problem as ProblemBody;
use shared_model::wire::sync::{ConflictPage, DeadLetter, DeadLetterPage, FieldConflict, SyncStatus};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Admin, Anyone, Query};
use super::page;
use super::problem::Problem;
use crate::branch::Branch;
use crate::hex;
use crate::store::{Catalog, conflict, dead_letter, peer};
use crate::sync::link;

/// The routes under `/sync`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(get_sync_status))
        .routes(routes!(list_dead_letters))
        .routes(routes!(list_conflicts))
}

/// Whether the cloud is reached, and what it does not have yet.
#[utoipa::path(get, path = "/sync/status", tag = "sync", operation_id = "get_sync_status",
    responses((status = 200, body = SyncStatus), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_sync_status(State(branch): State<Branch>, _: Anyone) -> Result<axum::Json<SyncStatus>, Problem> {
    Ok(axum::Json(link::status(branch.store(), branch.link()).await?))
}

/// How much of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Changes that one of the two sides did not take, newest first.
#[utoipa::path(get, path = "/sync/dead-letters", tag = "sync", operation_id = "list_dead_letters", params(PageQuery),
    responses((status = 200, body = DeadLetterPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_dead_letters(
    State(branch): State<Branch>,
    _: Admin,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<DeadLetterPage>, Problem> {
    let (before, limit) = (page::position(query.cursor.as_deref())?, page::limit(query.limit)?);
    let read = move |conn: &rusqlite::Connection| {
        Ok((dead_letter::list(conn, before, limit + 1)?, peer::read(conn)?.letters_dropped))
    };
    let (mut stored, dropped) = branch.read(read).await?;
    let more = truncated(&mut stored, limit);
    let next_cursor = stored.last().filter(|_| more).map(|last| page::cursor(&last.id));
    let items = stored.into_iter().map(|letter| DeadLetter {
        id: letter.id,
        hash: hex::encode(&letter.hash),
        doc_kind: letter.kind,
        doc_id: letter.doc.simple().to_string(),
        direction: letter.direction,
        code: letter.code,
        detail: letter.detail,
        bytes: letter.bytes,
        at_ms: letter.at,
    });
    Ok(axum::Json(DeadLetterPage { items: items.collect(), dropped, next_cursor }))
}

/// Fields that two sides wrote without knowing of each other, by document.
#[utoipa::path(get, path = "/sync/conflicts", tag = "sync", operation_id = "list_conflicts", params(PageQuery),
    responses((status = 200, body = ConflictPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_conflicts(
    State(branch): State<Branch>,
    _: Admin,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<ConflictPage>, Problem> {
    let after: Option<conflict::Place> = page::position(query.cursor.as_deref())?;
    let limit = page::limit(query.limit)?;
    let mut stored = branch.read(move |conn| conflict::list(conn, after.as_ref(), limit + 1)).await?;
    let more = truncated(&mut stored, limit);
    let next_cursor = stored
        .last()
        .filter(|_| more)
        .map(|last| page::cursor(&(&last.kind, last.doc.as_bytes(), &last.field)));
    let catalog = branch.catalog();
    let items = stored.into_iter().map(|stored| FieldConflict {
        name: name_of(&catalog, &stored),
        doc_kind: stored.kind,
        doc_id: stored.doc.simple().to_string(),
        field: stored.field,
        sides: stored.sides,
        at_ms: stored.at,
        seen: stored.seen,
    });
    Ok(axum::Json(ConflictPage { items: items.collect(), next_cursor }))
}

fn truncated<T>(items: &mut Vec<T>, limit: u32) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    more
}

/// What people call the thing.
fn name_of(catalog: &Catalog, stored: &conflict::Stored) -> Option<String> {
    use shared_model::branch::{Branch, Printer};
    use shared_model::catalog::Editable;
    use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
    use shared_model::staff::Staff;
    fn find<T: Editable>(catalog: &Catalog, id: uuid::Uuid, name: fn(&T) -> &String) -> Option<String> {
        T::find(catalog, id).map(name).cloned()
    }
    let id = stored.doc;
    match DocKind::parse(&stored.kind)? {
        DocKind::Category => find::<Category>(catalog, id, |it| &it.name),
        DocKind::Product => find::<Product>(catalog, id, |it| &it.name),
        DocKind::ModifierGroup => find::<ModifierGroup>(catalog, id, |it| &it.name),
        DocKind::Ingredient => find::<Ingredient>(catalog, id, |it| &it.name),
        DocKind::Station => find::<Station>(catalog, id, |it| &it.name),
        DocKind::Staff => find::<Staff>(catalog, id, |it| &it.name),
        DocKind::Branch => find::<Branch>(catalog, id, |it| &it.name),
        DocKind::Printer => find::<Printer>(catalog, id, |it| &it.name),
        DocKind::Order | DocKind::Contact | DocKind::Entitlement => None,
    }
}
