//! What the company subscribes to. Open to owners and managers also when it has lapsed: this is how they renew.
//!
//! While no payment gateway is connected, an upgrade takes effect at once and leaves an invoice that is due; what is paid
//! for moves only when the platform records a payment (docs/adr/0008-plan-changes.md).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use shared_model::ids::{CommandId, CompanyId, SubscriptionEventId};
use shared_model::tenant::Plan;
use shared_model::time::Timestamp;
use shared_model::wire::problem::{Problem as ProblemBody, ProblemCode};
use shared_model::wire::subscription::{
    ChangePlan, Invoice, InvoiceStatus, Invoices, PaymentMethod, PlanView, Plans, SubscriptionView,
};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::respond;
use super::extract::{Json, Keyed, Query};
use super::page;
use super::problem::Problem;
use super::who::{Admin, Anyone};
use crate::cloud::Cloud;
use crate::store::control::subscription_event::{self, Event};
use crate::store::table::answered::Answer;

/// The routes under `/subscriptions`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(get_subscription))
        .routes(routes!(list_plans))
        .routes(routes!(upgrade_plan))
        .routes(routes!(downgrade_plan))
        .routes(routes!(cancel_subscription))
        .routes(routes!(list_invoices))
        .routes(routes!(set_payment_method))
}

/// What the company subscribes to, how it stands, and how much of it is used.
#[utoipa::path(get, path = "/subscriptions/current", tag = "subscriptions", operation_id = "get_subscription",
    responses((status = 200, body = SubscriptionView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_subscription(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<SubscriptionView>, Problem> {
    Ok(axum::Json(cloud.subscription(member.company_id).await?))
}

/// What can be subscribed to.
#[utoipa::path(get, path = "/subscriptions/plans", tag = "subscriptions", operation_id = "list_plans",
    responses((status = 200, body = Plans), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_plans(_: Anyone) -> axum::Json<Plans> {
    let view = |plan: Plan| PlanView { plan, monthly_price: plan.monthly_price(), limits: plan.limits() };
    axum::Json(Plans { items: Plan::ALL.into_iter().map(view).collect() })
}

/// Moves to a larger plan, at once: its limits hold from now on, and its first month is due. Asking for the plan one has
/// takes back a downgrade or a cancellation.
#[utoipa::path(post, path = "/subscriptions/upgrade", tag = "subscriptions", operation_id = "upgrade_plan", request_body = ChangePlan,
    params(("Idempotency-Key" = CommandId, Header, description = "New for each tap, the same for its retries")),
    responses((status = 200, body = SubscriptionView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn upgrade_plan(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Keyed { tap, body }: Keyed<ChangePlan>,
) -> Result<Response, Problem> {
    let (id, by_name) = (member.company_id, member.actor.name);
    let change = async {
        cloud.upgrade(id, body.plan, by_name).await?;
        Ok(Answer::json(200, 0, &cloud.subscription(id).await?))
    };
    Ok(respond(cloud.once_across(id, tap, change).await?))
}

/// Moves to a smaller plan when what is paid for ends. Refused with everything there is too much of for that plan.
#[utoipa::path(post, path = "/subscriptions/downgrade", tag = "subscriptions", operation_id = "downgrade_plan", request_body = ChangePlan,
    params(("Idempotency-Key" = CommandId, Header, description = "New for each tap, the same for its retries")),
    responses((status = 200, body = SubscriptionView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn downgrade_plan(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Keyed { tap, body }: Keyed<ChangePlan>,
) -> Result<Response, Problem> {
    let (id, by_name) = (member.company_id, member.actor.name);
    let change = async {
        cloud.downgrade(id, body.plan, by_name).await?;
        Ok(Answer::json(200, 0, &cloud.subscription(id).await?))
    };
    Ok(respond(cloud.once_across(id, tap, change).await?))
}

/// Ends the subscription when what is paid for ends. Branches go on selling; cloud extras pause then, without grace.
#[utoipa::path(post, path = "/subscriptions/cancel", tag = "subscriptions", operation_id = "cancel_subscription",
    responses((status = 200, body = SubscriptionView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn cancel_subscription(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
) -> Result<axum::Json<SubscriptionView>, Problem> {
    let (id, by_name) = (member.company_id, member.actor.name);
    cloud.cancel(id, by_name).await?;
    Ok(axum::Json(cloud.subscription(id).await?))
}

/// Where a page of invoices starts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InvoiceQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What the company owes and owed, from the newest on.
#[utoipa::path(get, path = "/subscriptions/invoices", tag = "subscriptions", operation_id = "list_invoices", params(InvoiceQuery),
    responses((status = 200, body = Invoices), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_invoices(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Query(query): Query<InvoiceQuery>,
) -> Result<axum::Json<Invoices>, Problem> {
    let limit = page::limit(query.limit)?;
    let before = page::position(query.cursor.as_deref())?;
    Ok(axum::Json(invoices(&cloud, member.company_id, before, limit).await?))
}

/// How the company will pay. No payment gateway is connected yet, and this says so: nothing is stored.
#[utoipa::path(post, path = "/subscriptions/payment-method", tag = "subscriptions", operation_id = "set_payment_method",
    request_body = PaymentMethod,
    responses((status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_payment_method(_: Admin, Json(method): Json<PaymentMethod>) -> Problem {
    let detail = "Todavía no recibimos pagos en línea. Paga por transferencia: soporte registra el pago y el plan sigue.";
    tracing::info!(provider = ?method.provider, "somebody wants to pay online");
    Problem::new(StatusCode::CONFLICT, ProblemCode::PaymentsUnavailable, detail)
}

async fn invoices(
    cloud: &Cloud,
    company: CompanyId,
    before: Option<(Timestamp, SubscriptionEventId)>,
    limit: u32,
) -> Result<Invoices, Problem> {
    let mut events =
        cloud.ask(move |tx| subscription_event::invoices(tx, company, before, limit + 1)).await?;
    let next_cursor = page::cut(&mut events, limit, |event| (event.at, event.id));
    let view = |event: Event| Invoice {
        invoice_id: event.id,
        at_ms: event.at,
        plan: event.to_plan,
        amount: event.amount,
        status: if event.paid_at.is_some() { InvoiceStatus::Paid } else { InvoiceStatus::Due },
        paid_at_ms: event.paid_at,
    };
    Ok(Invoices { items: events.into_iter().map(view).collect(), next_cursor })
}
