//! Orders: taking, sending, paying, taking back. One handler a verb; the rules are in `shared_model::order::decide`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use shared_model::ids::{CommandId, LineId, OrderId, PaymentId};
use shared_model::menu::choice;
use shared_model::money::Money;
use shared_model::order::command::{Command, NewLine, NewOrder, NewPayment, Parts};
use shared_model::order::stage::StepTo;
use shared_model::order::{Rejection, Status};
use shared_model::time::{BusinessDay, Hlc, Timestamp};
use shared_model::view;
use shared_model::wire::orders::{
    AddLines, CancelOrder, DiscountOrder, NextStatus, OrderPage, OrderStats, OrderView, PayOrder, Quote,
    QuoteRequest, SendOrder, SetStatus, VoidLine,
};
use shared_model::wire::problem::Problem as ProblemBody;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer;
use super::extract::{Anyone, Cashier, Json, Keyed, Path, Query, Staff};
use super::page;
use super::problem::Problem;
use crate::branch::Branch;
use crate::store::intent::{Intent, Refusal};
use crate::store::sales_order::{self, After, Filter};
use crate::store::{payment, read_order};

/// The routes under `/orders`, without its paper.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(quote_order))
        .routes(routes!(get_order_stats))
        .routes(routes!(list_orders, create_order))
        .routes(routes!(get_order))
        .routes(routes!(add_lines))
        .routes(routes!(send_order))
        .routes(routes!(set_order_status))
        .routes(routes!(void_line))
        .routes(routes!(discount_order))
        .routes(routes!(cancel_order))
        .routes(routes!(pay_order))
}

/// What these lines would cost. Nothing is stored.
#[utoipa::path(post, path = "/orders/quote", tag = "orders", operation_id = "quote_order", request_body = QuoteRequest,
    responses((status = 200, body = Quote), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn quote_order(
    State(branch): State<Branch>,
    _: Anyone,
    Json(body): Json<QuoteRequest>,
) -> Result<axum::Json<Quote>, Problem> {
    let catalog = branch.catalog();
    let (Some(home), Some(day)) = (catalog.home(), today(&branch)) else {
        return Err(Refusal::NotSetUp.into());
    };
    if body.lines.len() > shared_model::order::decide::LINES_MAX {
        return Err(Rejection::TooManyLines { most: shared_model::order::decide::LINES_MAX }.into());
    }
    let taken = choice::take_all(&catalog.menu, &body.lines, body.order_type, day, Hlc::default);
    let lines = taken.map_err(|rejection| Problem::from(rejection).placed("/lines", &ids(&body.lines)))?;
    if lines.iter().map(|(_, line)| line.total()).sum::<Money>() > Money::MAX {
        return Err(Problem::field("/lines", "La cuenta es demasiado grande."));
    }
    Ok(axum::Json(view::quote(&lines, home.cash_rounding)))
}

/// Takes an order; with `send_id` it goes to the kitchen at once, with `payments` it is paid at once.
#[utoipa::path(post, path = "/orders", tag = "orders", operation_id = "create_order", request_body = NewOrder,
    params(("Idempotency-Key" = CommandId, Header)),
    responses((status = 201, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Keyed { tap, body }: Keyed<NewOrder>,
) -> Result<Response, Problem> {
    let (order_id, lines, payments) = (body.order_id, ids(&body.lines), payment_ids(&body.payments));
    let opened =
        answer::run(&branch, tap, actor, Intent::Order { order_id, command: Command::Open(body) }).await;
    opened.map_err(|problem| problem.placed("/lines", &lines).placed("/payments", &payments))
}

/// Which orders to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OrderQuery {
    /// Statuses, separated by commas.
    #[param(example = "open,sent,preparing,ready")]
    status: Option<String>,
    day: Option<BusinessDay>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Orders, newest first.
#[utoipa::path(get, path = "/orders", tag = "orders", operation_id = "list_orders", params(OrderQuery),
    responses((status = 200, body = OrderPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_orders(
    State(branch): State<Branch>,
    _: Anyone,
    Query(query): Query<OrderQuery>,
) -> Result<axum::Json<OrderPage>, Problem> {
    let limit = page::limit(query.limit)?;
    let after: Option<(String, i64, String)> = page::position(query.cursor.as_deref())?;
    let after = after.map(|(business_day, created_at_ms, order_id)| After {
        business_day,
        created_at: Timestamp::from_ms(created_at_ms),
        order_id,
    });
    let filter = Filter { statuses: statuses(query.status.as_deref())?, day: query.day, after };
    let mut items = branch.read(move |conn| sales_order::list(conn, &filter, limit + 1)).await?;
    let more = items.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let day_rule = branch.catalog().day_rule().cloned();
    let next_cursor = items.last().filter(|_| more).map(|last| {
        let day = day_rule.map(|rule| rule.day_of(last.created_at_ms).to_string()).unwrap_or_default();
        page::cursor(&(day, last.created_at_ms.ms(), last.order_id.to_string()))
    });
    Ok(axum::Json(OrderPage { items, next_cursor }))
}

/// One order, whole.
#[utoipa::path(get, path = "/orders/{order_id}", tag = "orders", operation_id = "get_order",
    params(("order_id" = OrderId, Path)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_order(
    State(branch): State<Branch>,
    _: Anyone,
    Path(order_id): Path<OrderId>,
) -> Result<axum::Json<OrderView>, Problem> {
    let found = branch.read(move |conn| read_order(conn, order_id)).await?;
    let (order, version) = found.ok_or_else(Problem::not_found)?;
    let rounding = branch.catalog().home().map(|home| home.cash_rounding).unwrap_or_default();
    Ok(axum::Json(view::order(&order, version, rounding)))
}

/// Adds lines; with `send_id` everything not sent yet goes to the kitchen.
#[utoipa::path(post, path = "/orders/{order_id}/lines", tag = "orders", operation_id = "add_lines", request_body = AddLines,
    params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn add_lines(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<AddLines>,
) -> Result<Response, Problem> {
    let lines = ids(&body.lines);
    let command = Command::AddLines { lines: body.lines, send: body.send_id };
    let added = answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await;
    added.map_err(|problem| problem.placed("/lines", &lines))
}

/// Sends the lines the kitchen has not seen yet.
#[utoipa::path(post, path = "/orders/{order_id}/send", tag = "orders", operation_id = "send_order", request_body = SendOrder,
    params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn send_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<SendOrder>,
) -> Result<Response, Problem> {
    let command = Command::Send { send_id: body.send_id };
    answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await
}

/// Moves everything that was sent.
#[utoipa::path(patch, path = "/orders/{order_id}/status", tag = "orders", operation_id = "set_order_status",
    request_body = SetStatus, params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_order_status(
    State(branch): State<Branch>,
    Staff(actor): Staff,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<SetStatus>,
) -> Result<Response, Problem> {
    let to = match body.to {
        NextStatus::Preparing => StepTo::Preparing,
        NextStatus::Ready => StepTo::Ready,
        NextStatus::Delivered => StepTo::Delivered,
    };
    let parts = Parts::Matching { send: None, station: None };
    let command = Command::Step { step_id: body.step_id, to, parts };
    answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await
}

/// Takes a line back; once it was sent, only an admin may, with a reason, and the station gets a void ticket.
#[utoipa::path(post, path = "/orders/{order_id}/lines/{line_id}/void", tag = "orders", operation_id = "void_line",
    request_body = VoidLine,
    params(("order_id" = OrderId, Path), ("line_id" = LineId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn void_line(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path((order_id, line)): Path<(OrderId, LineId)>,
    Keyed { tap, body }: Keyed<VoidLine>,
) -> Result<Response, Problem> {
    let command = Command::VoidLine { void_id: body.void_id, line, reason: body.reason };
    answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await
}

/// Takes money off the bill.
#[utoipa::path(post, path = "/orders/{order_id}/discount", tag = "orders", operation_id = "discount_order",
    request_body = DiscountOrder, params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn discount_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<DiscountOrder>,
) -> Result<Response, Problem> {
    let DiscountOrder { discount_id, amount, reason } = body;
    let command = Command::Discount { discount_id, amount, reason };
    answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await
}

/// Calls an order off; once it was sent, only an admin may.
#[utoipa::path(post, path = "/orders/{order_id}/cancel", tag = "orders", operation_id = "cancel_order", request_body = CancelOrder,
    params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn cancel_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<CancelOrder>,
) -> Result<Response, Problem> {
    let command = Command::Cancel { reason: body.reason };
    answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await
}

/// Takes money; the receipt prints when nothing is due any more.
#[utoipa::path(post, path = "/orders/{order_id}/pay", tag = "orders", operation_id = "pay_order", request_body = PayOrder,
    params(("order_id" = OrderId, Path), ("Idempotency-Key" = CommandId, Header)),
    responses((status = 200, body = OrderView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn pay_order(
    State(branch): State<Branch>,
    Cashier(actor): Cashier,
    Path(order_id): Path<OrderId>,
    Keyed { tap, body }: Keyed<PayOrder>,
) -> Result<Response, Problem> {
    let payments = payment_ids(&body.payments);
    let command = Command::Pay { payments: body.payments };
    let paid = answer::run(&branch, tap, actor, Intent::Order { order_id, command }).await;
    paid.map_err(|problem| problem.placed("/payments", &payments))
}

/// Which day to count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// Today when nobody says otherwise.
    pub day: Option<BusinessDay>,
}

/// One day in numbers.
#[utoipa::path(get, path = "/orders/stats", tag = "orders", operation_id = "get_order_stats", params(DayQuery),
    responses((status = 200, body = OrderStats), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_order_stats(
    State(branch): State<Branch>,
    _: Cashier,
    Query(query): Query<DayQuery>,
) -> Result<axum::Json<OrderStats>, Problem> {
    let day = query.day.or_else(|| today(&branch)).ok_or(Refusal::NotSetUp)?;
    let stats = branch.read(move |conn| {
        Ok((
            sales_order::by_type(conn, day)?,
            sales_order::by_status(conn, day)?,
            payment::by_method(conn, day)?,
        ))
    });
    let (by_type, by_status, by_method) = stats.await?;
    let orders: u32 = by_type.iter().map(|of_type| of_type.orders).sum();
    let sold: Money = by_type.iter().map(|of_type| of_type.sold).sum();
    let cancelled = by_status.iter().filter(|of| of.status == Status::Cancelled).map(|of| of.orders).sum();
    let average = Money::from_pesos(sold.minor() / 100 / i64::from(orders.max(1)));
    Ok(axum::Json(OrderStats {
        business_day: day,
        orders,
        cancelled,
        sold,
        average,
        by_type,
        by_method,
        by_status,
    }))
}

/// The business day that is now.
pub fn today(branch: &Branch) -> Option<BusinessDay> {
    let catalog = branch.catalog();
    catalog.day_rule().map(|rule| rule.day_of(branch.clock().now()))
}

fn ids(lines: &[NewLine]) -> Vec<LineId> {
    lines.iter().map(|line| line.line_id).collect()
}

fn payment_ids(payments: &[NewPayment]) -> Vec<PaymentId> {
    payments.iter().map(|payment| payment.payment_id).collect()
}

fn statuses(asked: Option<&str>) -> Result<Vec<Status>, Problem> {
    let names = asked.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| {
            let unknown = |_| Problem::field("/status", format!("No hay un estado «{name}»."));
            serde_json::from_value(name.into()).map_err(unknown)
        })
        .collect()
}
