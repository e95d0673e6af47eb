//! What the branch sold, for owners and managers: on the screen and as files. Read from sums, so that a year answers as
//! fast as a day.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared_model::report::export::{self, Format};
use shared_model::report::period::{Month, Period, PeriodError};
use shared_model::report::rollup::Dimension;
use shared_model::report::{self, Compared, hours, payments, products, sales, staff};
use shared_model::time::BusinessDay;
use shared_model::wire::problem::Problem as ProblemBody;
use shared_model::wire::reports::{
    HoursReport, PaymentReport, ProductReport, ReportKind, SalesReport, StaffReport,
};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Admin, Path, Query};
use super::orders::today;
use super::problem::Problem;
use crate::branch::Branch;
use crate::store::intent::Refusal;
use crate::store::rollup;

/// The routes under `/reports`.
pub fn routes() -> OpenApiRouter<Branch> {
    OpenApiRouter::new()
        .routes(routes!(get_daily_report))
        .routes(routes!(get_weekly_report))
        .routes(routes!(get_monthly_report))
        .routes(routes!(get_sales_report))
        .routes(routes!(get_product_report))
        .routes(routes!(get_hours_report))
        .routes(routes!(get_payment_report))
        .routes(routes!(get_staff_report))
        .routes(routes!(export_report))
}

/// Which day, or the week it is in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DateQuery {
    /// Today when nobody says otherwise.
    date: Option<BusinessDay>,
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MonthQuery {
    /// This month when nobody says otherwise.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-11")]
    month: Option<Month>,
}

/// Which days, both included; 400 at most.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RangeQuery {
    from: BusinessDay,
    to: BusinessDay,
}

/// Which report as a file, of which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    report: ReportKind,
    from: BusinessDay,
    to: BusinessDay,
}

/// Sales of a day beside those of the day before.
#[utoipa::path(get, path = "/reports/daily", tag = "reports", operation_id = "get_daily_report", params(DateQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_daily_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(DateQuery { date }): Query<DateQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let day = date.or_else(|| today(&branch)).ok_or(Refusal::NotSetUp)?;
    folded(&branch, Period::day(day), sales::DIMENSIONS, sales::fold).await
}

/// Sales of a week, Monday to Sunday, beside those of the week before.
#[utoipa::path(get, path = "/reports/weekly", tag = "reports", operation_id = "get_weekly_report", params(DateQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_weekly_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(DateQuery { date }): Query<DateQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let day = date.or_else(|| today(&branch)).ok_or(Refusal::NotSetUp)?;
    folded(&branch, Period::week(day), sales::DIMENSIONS, sales::fold).await
}

/// Sales of a month beside those of the month before.
#[utoipa::path(get, path = "/reports/monthly", tag = "reports", operation_id = "get_monthly_report", params(MonthQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_monthly_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(MonthQuery { month }): Query<MonthQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let day = month.map(Month::first_day).or_else(|| today(&branch)).ok_or(Refusal::NotSetUp)?;
    folded(&branch, Period::month(day), sales::DIMENSIONS, sales::fold).await
}

/// Sales of any days beside those of as many days before.
#[utoipa::path(get, path = "/reports/sales", tag = "reports", operation_id = "get_sales_report", params(RangeQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_sales_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(RangeQuery { from, to }): Query<RangeQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    folded(&branch, Period::custom(from, to), sales::DIMENSIONS, sales::fold).await
}

/// What sold, the most first.
#[utoipa::path(get, path = "/reports/products", tag = "reports", operation_id = "get_product_report", params(RangeQuery),
    responses((status = 200, body = ProductReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_product_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(RangeQuery { from, to }): Query<RangeQuery>,
) -> Result<axum::Json<ProductReport>, Problem> {
    folded(&branch, Period::custom(from, to), products::DIMENSIONS, products::fold).await
}

/// Sales by hour of the day.
#[utoipa::path(get, path = "/reports/hours", tag = "reports", operation_id = "get_hours_report", params(RangeQuery),
    responses((status = 200, body = HoursReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_hours_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(RangeQuery { from, to }): Query<RangeQuery>,
) -> Result<axum::Json<HoursReport>, Problem> {
    let rule = branch.catalog().day_rule().cloned().ok_or(Refusal::NotSetUp)?;
    folded(&branch, Period::custom(from, to), hours::DIMENSIONS, move |of| hours::fold(of, &rule)).await
}

/// What came in, by method, against what was sold.
#[utoipa::path(get, path = "/reports/payments", tag = "reports", operation_id = "get_payment_report", params(RangeQuery),
    responses((status = 200, body = PaymentReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_payment_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(RangeQuery { from, to }): Query<RangeQuery>,
) -> Result<axum::Json<PaymentReport>, Problem> {
    folded(&branch, Period::custom(from, to), payments::DIMENSIONS, payments::fold).await
}

/// What each person sold and took back.
#[utoipa::path(get, path = "/reports/staff", tag = "reports", operation_id = "get_staff_report", params(RangeQuery),
    responses((status = 200, body = StaffReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_staff_report(
    State(branch): State<Branch>,
    _: Admin,
    Query(RangeQuery { from, to }): Query<RangeQuery>,
) -> Result<axum::Json<StaffReport>, Problem> {
    folded(&branch, Period::custom(from, to), staff::DIMENSIONS, staff::fold).await
}

/// A report as a file to keep, to calculate with, or to print.
#[utoipa::path(get, path = "/reports/export/{format}", tag = "reports", operation_id = "export_report",
    params(("format" = Format, Path), ExportQuery),
    responses((status = 200, headers(("Content-Disposition" = String)), content(
            (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/pdf"))),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn export_report(
    State(branch): State<Branch>,
    _: Admin,
    Path(format): Path<Format>,
    Query(ExportQuery { report, from, to }): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let catalog = branch.catalog();
    let (Some(home), Some(rule)) = (catalog.home(), catalog.day_rule()) else {
        return Err(Refusal::NotSetUp.into());
    };
    let (place, rule) = (home.name.clone(), rule.clone());
    let file = move |of: &Compared<'_>| {
        let table = report::as_table(report, of, &rule, &place);
        (export::file_name(&table, format), export::write(&table, format))
    };
    let (name, bytes) = compared(&branch, Period::custom(from, to), report::dimensions(report), file).await?;
    Ok(attachment(&name, format, bytes?))
}

async fn folded<T: Send + 'static>(
    branch: &Branch,
    period: Result<Period, PeriodError>,
    dimensions: &'static [Dimension],
    fold: impl FnOnce(&Compared<'_>) -> T + Send + 'static,
) -> Result<axum::Json<T>, Problem> {
    compared(branch, period, dimensions, fold).await.map(axum::Json)
}

/// Reads the sums and works on them where blocking does no harm.
async fn compared<T: Send + 'static>(
    branch: &Branch,
    period: Result<Period, PeriodError>,
    dimensions: &'static [Dimension],
    work: impl FnOnce(&Compared<'_>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let period = period?;
    let done = branch.read(move |conn| {
        let (now, before) = rollup::compared(conn, period, dimensions)?;
        Ok(work(&Compared { period, now: &now, before: &before }))
    });
    Ok(done.await?)
}

fn attachment(name: &str, format: Format, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
