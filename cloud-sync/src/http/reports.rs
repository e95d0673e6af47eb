//! What the branches sold, for owners and managers: one branch, or all of them as one or side by side; on the screen and as
//! files. The same reports as on the box, from the same sums. How today goes is free; the rest is an extra (TEN4).

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared_model::ids::BranchId;
use shared_model::report::export::{self, Format};
use shared_model::report::period::Month;
use shared_model::report::rollup::Dimension;
use shared_model::report::{Compared, consolidated, hours, payments, products, sales, staff};
use shared_model::time::BusinessDay;
use shared_model::wire::problem::Problem as ProblemBody;
use shared_model::wire::reports::{
    CompanyReport, CompanyReportKind, Consolidated, CustomReport, HoursReport, PaymentReport, ProductReport,
    SalesReport, StaffReport,
};
use shared_model::wire::subscription::Standing;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Json, Path, Query};
use super::problem::Problem;
use super::who::{Admin, PaidAdmin};
use crate::auth::Member;
use crate::cloud::Cloud;
use crate::refusal::Refusal;
use crate::store::Mode;
use crate::tenant::reports::{self, Asked, Days, Found, Place};

/// The routes under `/reports`.
pub fn routes() -> OpenApiRouter<Cloud> {
    OpenApiRouter::new()
        .routes(routes!(get_daily_report))
        .routes(routes!(get_weekly_report))
        .routes(routes!(get_monthly_report))
        .routes(routes!(get_sales_report))
        .routes(routes!(get_product_report))
        .routes(routes!(get_hours_report))
        .routes(routes!(get_payment_report))
        .routes(routes!(get_staff_report))
        .routes(routes!(get_consolidated_report))
        .routes(routes!(get_custom_report))
        .routes(routes!(export_report))
}

/// Which day, or the week it is in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DateQuery {
    /// Today when nobody says otherwise.
    date: Option<BusinessDay>,
    /// None: all branches as one.
    branch_id: Option<BranchId>,
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MonthQuery {
    /// This month when nobody says otherwise.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-11")]
    month: Option<Month>,
    /// None: all branches as one.
    branch_id: Option<BranchId>,
}

/// Which days, both included; 400 at most.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RangeQuery {
    from: BusinessDay,
    to: BusinessDay,
    /// None: all branches as one.
    branch_id: Option<BranchId>,
}

/// Which days of all branches, both included; 400 at most.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SpanQuery {
    from: BusinessDay,
    to: BusinessDay,
}

/// Which report as a file, of which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    report: CompanyReportKind,
    from: BusinessDay,
    to: BusinessDay,
    /// None: all branches.
    branch_id: Option<BranchId>,
}

/// Sales of a day beside those of the day before. Today's is free.
#[utoipa::path(get, path = "/reports/daily", tag = "reports", operation_id = "get_daily_report", params(DateQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_daily_report(
    State(cloud): State<Cloud>,
    Admin(member): Admin,
    Query(DateQuery { date, branch_id }): Query<DateQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Day(date));
    folded(&cloud, &member, asked, sales::DIMENSIONS, |of, _| sales::fold(of)).await
}

/// Sales of a week, Monday to Sunday, beside those of the week before.
#[utoipa::path(get, path = "/reports/weekly", tag = "reports", operation_id = "get_weekly_report", params(DateQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_weekly_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(DateQuery { date, branch_id }): Query<DateQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Week(date));
    folded(&cloud, &member, asked, sales::DIMENSIONS, |of, _| sales::fold(of)).await
}

/// Sales of a month beside those of the month before.
#[utoipa::path(get, path = "/reports/monthly", tag = "reports", operation_id = "get_monthly_report", params(MonthQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_monthly_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(MonthQuery { month, branch_id }): Query<MonthQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Month(month));
    folded(&cloud, &member, asked, sales::DIMENSIONS, |of, _| sales::fold(of)).await
}

/// Sales of any days beside those of as many days before.
#[utoipa::path(get, path = "/reports/sales", tag = "reports", operation_id = "get_sales_report", params(RangeQuery),
    responses((status = 200, body = SalesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_sales_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(RangeQuery { from, to, branch_id }): Query<RangeQuery>,
) -> Result<axum::Json<SalesReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    folded(&cloud, &member, asked, sales::DIMENSIONS, |of, _| sales::fold(of)).await
}

/// What sold, the most first.
#[utoipa::path(get, path = "/reports/products", tag = "reports", operation_id = "get_product_report", params(RangeQuery),
    responses((status = 200, body = ProductReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_product_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(RangeQuery { from, to, branch_id }): Query<RangeQuery>,
) -> Result<axum::Json<ProductReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    folded(&cloud, &member, asked, products::DIMENSIONS, |of, _| products::fold(of)).await
}

/// Sales by hour of the day; where zones differ, by the wall clock of the main branch.
#[utoipa::path(get, path = "/reports/hours", tag = "reports", operation_id = "get_hours_report", params(RangeQuery),
    responses((status = 200, body = HoursReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_hours_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(RangeQuery { from, to, branch_id }): Query<RangeQuery>,
) -> Result<axum::Json<HoursReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    folded(&cloud, &member, asked, hours::DIMENSIONS, |of, place| hours::fold(of, &place.rule)).await
}

/// What came in, by method, against what was sold.
#[utoipa::path(get, path = "/reports/payments", tag = "reports", operation_id = "get_payment_report", params(RangeQuery),
    responses((status = 200, body = PaymentReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_payment_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(RangeQuery { from, to, branch_id }): Query<RangeQuery>,
) -> Result<axum::Json<PaymentReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    folded(&cloud, &member, asked, payments::DIMENSIONS, |of, _| payments::fold(of)).await
}

/// What each person sold and took back.
#[utoipa::path(get, path = "/reports/staff", tag = "reports", operation_id = "get_staff_report", params(RangeQuery),
    responses((status = 200, body = StaffReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_staff_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(RangeQuery { from, to, branch_id }): Query<RangeQuery>,
) -> Result<axum::Json<StaffReport>, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    folded(&cloud, &member, asked, staff::DIMENSIONS, |of, _| staff::fold(of)).await
}

/// All branches side by side, and together.
#[utoipa::path(get, path = "/reports/consolidated", tag = "reports", operation_id = "get_consolidated_report", params(SpanQuery),
    responses((status = 200, body = Consolidated), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_consolidated_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Query(SpanQuery { from, to }): Query<SpanQuery>,
) -> Result<axum::Json<Consolidated>, Problem> {
    let asked = asked(&cloud, &member, None, Days::Range(from, to));
    let report = found(&cloud, &member, asked, consolidated::DIMENSIONS, |found| found.consolidated());
    Ok(axum::Json(report.await?))
}

/// Any report, of any days and branches. Nothing is stored.
#[utoipa::path(post, path = "/reports/custom", tag = "reports", operation_id = "get_custom_report", request_body = CustomReport,
    responses((status = 200, body = CompanyReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn get_custom_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Json(CustomReport { kind, from, to, branch_ids }): Json<CustomReport>,
) -> Result<axum::Json<CompanyReport>, Problem> {
    let asked = asked(&cloud, &member, branch_ids, Days::Range(from, to));
    let report = found(&cloud, &member, asked, reports::dimensions(kind), move |found| found.report(kind));
    Ok(axum::Json(report.await?))
}

/// A report as a file to keep, to calculate with, or to print.
#[utoipa::path(get, path = "/reports/export/{format}", tag = "reports", operation_id = "export_report",
    params(("format" = Format, Path), ExportQuery),
    responses((status = 200, headers(("Content-Disposition" = String)), content(
            (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/pdf"))),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn export_report(
    State(cloud): State<Cloud>,
    PaidAdmin(member): PaidAdmin,
    Path(format): Path<Format>,
    Query(ExportQuery { report, from, to, branch_id }): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let asked = asked(&cloud, &member, branch_id, Days::Range(from, to));
    let file = move |found: Found| {
        let table = found.table(report);
        (export::file_name(&table, format), export::write(&table, format))
    };
    let (name, bytes) = found(&cloud, &member, asked, reports::dimensions(report), file).await?;
    Ok(attachment(&name, format, bytes?))
}

fn asked(cloud: &Cloud, member: &Member, branches: impl IntoIterator<Item = BranchId>, days: Days) -> Asked {
    let now = cloud.now();
    Asked {
        branches: branches.into_iter().collect(),
        works_at: member.branch_ids.clone(),
        days,
        now,
        lapsed: member.subscription.standing(now) == Standing::Lapsed,
    }
}

async fn folded<T: Send + 'static>(
    cloud: &Cloud,
    member: &Member,
    asked: Asked,
    dimensions: &'static [Dimension],
    fold: impl FnOnce(&Compared<'_>, &Place) -> T + Send + 'static,
) -> Result<axum::Json<T>, Problem> {
    found(cloud, member, asked, dimensions, |found| found.folded(fold)).await.map(axum::Json)
}

/// Reads the sums and works on them where blocking does no harm.
async fn found<T: Send + 'static>(
    cloud: &Cloud,
    member: &Member,
    asked: Asked,
    dimensions: &'static [Dimension],
    work: impl FnOnce(Found) -> T + Send + 'static,
) -> Result<T, Problem> {
    let read = cloud
        .store()
        .attempt(member.company_id, Mode::Read, move |tx| reports::find(tx, &asked, dimensions).map(work));
    read.await.map_err(|refusal: Refusal| refusal.into())
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
