//! The kitchen: what to make, and moving it along.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use shared_model::ids::{CommandId, OrderId, StationId};
use shared_model::order::Stage;
use shared_model::order::command::{Command, Parts};
use shared_model::order::stage::StepTo;
use shared_model::wire::kitchen::{AllDay, Card, KitchenBoard, KitchenStats, KitchenStep, StationStats};
use shared_model::wire::orders::OrderView;
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::extract::{Anyone, Keyed, Path, Query, Staff};
use super::orders::{DayQuery, today};
use super::problem::Problem;
use crate::branch::{Branch, Tap};
use crate::store::intent::{Intent, Refusal};
use crate::store::kitchen_item;

/// Finished cards that can be recalled.
const DONE_MAX: u32 = 30;

/// The routes under `/kitchen`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(list_kitchen_orders))
        .routes(routes!(start_preparing))
        .routes(routes!(mark_ready))
        .routes(routes!(recall_ready))
        .routes(routes!(get_kitchen_stats))
}

/// Which cards to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BoardQuery {
    station_id: Option<StationId>,
    /// The last finished ones instead of the open ones.
    #[serde(default)]
    done: bool,
}

/// What is to be made, oldest first.
#[utoipa::path(get, path = "/kitchen/orders", tag = "kitchen", operation_id = "list_kitchen_orders", params(BoardQuery),
    responses((status = 200, body = KitchenBoard), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_kitchen_orders(
    State(branch): State<Branch>,
    _: Anyone,
    Query(BoardQuery { station_id, done }): Query<BoardQuery>,
) -> Result<axum::Json<KitchenBoard>, Problem> {
    let cards = branch.read(move |conn| {
        if done {
            kitchen_item::done_cards(conn, station_id, DONE_MAX)
        } else {
            kitchen_item::open_cards(conn, station_id)
        }
    });
    let cards = cards.await?;
    let totals = all_day(&cards);
    Ok(axum::Json(KitchenBoard { server_time_ms: branch.clock().now(), cards, totals }))
}

fn all_day(cards: &[Card]) -> Vec<AllDay> {
    let mut counts: BTreeMap<(&str, Option<&str>), u32> = BTreeMap::new();
    let open = cards
        .iter()
        .flat_map(|card| &card.items)
        .filter(|item| matches!(item.stage, Stage::Pending | Stage::Preparing));
    for item in open {
        *counts.entry((&item.name, item.variant.as_deref())).or_default() += item.quantity;
    }
    let all = |((name, variant), quantity): ((&str, Option<&str>), u32)| AllDay {
        name: name.to_owned(),
        variant: variant.map(str::to_owned),
        quantity,
    };
    counts.into_iter().map(all).collect()
}

/// Begins to make what can be begun.
#[utoipa::path(post, path = "/kitchen/orders/{order_id}/start", tag = "kitchen", operation_id = "start_preparing",
    request_body = KitchenStep, params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn start_preparing(
    State(branch): State<Branch>,
    staff: Staff,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<KitchenStep>,
) -> Result<Response, Problem> {
    step(&branch, staff, order_id, tap, body, StepTo::Preparing).await
}

/// Marks what is made.
#[utoipa::path(post, path = "/kitchen/orders/{order_id}/ready", tag = "kitchen", operation_id = "mark_ready",
    request_body = KitchenStep, params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn mark_ready(
    State(branch): State<Branch>,
    staff: Staff,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<KitchenStep>,
) -> Result<Response, Problem> {
    step(&branch, staff, order_id, tap, body, StepTo::Ready).await
}

/// Takes back the last step of what was bumped too early.
#[utoipa::path(post, path = "/kitchen/orders/{order_id}/recall", tag = "kitchen", operation_id = "recall_ready",
    request_body = KitchenStep, params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn recall_ready(
    State(branch): State<Branch>,
    staff: Staff,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<KitchenStep>,
) -> Result<Response, Problem> {
    step(&branch, staff, order_id, tap, body, StepTo::Recalled).await
}

async fn step(
    branch: &Branch,
    Staff(actor): Staff,
    order_id: OrderId,
    tap: Tap,
    asked: KitchenStep,
    to: StepTo,
) -> Result<Response, Problem> {
    let parts = match asked.parts {
        Some(listed) => Parts::Listed(listed),
        None => Parts::Matching { send: asked.send_id, station: asked.station_id },
    };
    let command = Command::Step { step_id: asked.step_id, to, parts };
    answer::run(branch, tap, actor, Intent::Order { order_id, command }).await
}

/// One day of each station in numbers.
#[utoipa::path(get, path = "/kitchen/stats", tag = "kitchen", operation_id = "get_kitchen_stats", params(DayQuery),
    responses((status = 200, body = KitchenStats), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_kitchen_stats(
    State(branch): State<Branch>,
    _: Anyone,
    Query(query): Query<DayQuery>,
) -> Result<axum::Json<KitchenStats>, Problem> {
    let business_day = query.day.or_else(|| today(&branch)).ok_or(Refusal::NotSetUp)?;
    let mut stations = shared_model::view::menu(&branch.catalog().menu, 0).stations;
    let ids: Vec<StationId> = stations.iter().map(|station| station.station_id).collect();
    let times = branch.read(move |conn| {
        let day = business_day.to_string();
        ids.into_iter().map(|station| kitchen_item::times(conn, station, &day)).collect::<Result<Vec<_>, _>>()
    });
    let times = times.await?;
    let stats = stations.drain(..).zip(times).map(|(station, times)| {
        let made = times.durations_ms.len();
        let sum: i64 = times.durations_ms.iter().sum();
        StationStats {
            station_id: station.station_id,
            name: station.name,
            pending: times.pending,
            preparing: times.preparing,
            ready: times.ready,
            average_ms: i64::try_from(made).ok().filter(|made| *made > 0).map(|made| sum / made),
            p90_ms: times.durations_ms.get((made * 9 / 10).min(made.saturating_sub(1))).copied(),
        }
    });
    Ok(axum::Json(KitchenStats { business_day, stations: stats.collect() }))
}
