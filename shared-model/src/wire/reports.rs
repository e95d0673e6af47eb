//! Reports as screens get them: the figures of a period beside those of the period before it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{BranchId, ProductId, StaffId};
use crate::money::{BasisPoints, Money};
use crate::order::OrderType;
use crate::order::payment::Method;
use crate::order::tax::Tax;
use crate::report::period::Period;
use crate::time::BusinessDay;

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    Sales,
    Products,
    Hours,
    Payments,
    Staff,
}

/// Which report of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompanyReportKind {
    Sales,
    Products,
    Hours,
    Payments,
    Staff,
    /// All branches side by side.
    Consolidated,
}

impl CompanyReportKind {
    /// The report of one branch it is when all branches are taken as one; none where they stand side by side.
    pub const fn of_one(self) -> Option<ReportKind> {
        match self {
            Self::Sales => Some(ReportKind::Sales),
            Self::Products => Some(ReportKind::Products),
            Self::Hours => Some(ReportKind::Hours),
            Self::Payments => Some(ReportKind::Payments),
            Self::Staff => Some(ReportKind::Staff),
            Self::Consolidated => None,
        }
    }
}

/// Any report, of any days and branches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomReport {
    pub kind: CompanyReportKind,
    /// The first day.
    pub from: BusinessDay,
    /// The last day, included; 400 days at most.
    pub to: BusinessDay,
    /// None: all of them.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub branch_ids: Vec<BranchId>,
}

/// A report of whichever kind was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", content = "report", rename_all = "snake_case")]
pub enum CompanyReport {
    Sales(SalesReport),
    Products(ProductReport),
    Hours(HoursReport),
    Payments(PaymentReport),
    Staff(StaffReport),
    Consolidated(Consolidated),
}

/// What was sold, in sums. `subtotal - discount == total`, and `tax` is inside `total`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SalesFigures {
    /// Orders that were not cancelled.
    pub orders: i64,
    pub guests: i64,
    pub subtotal: Money,
    pub discount: Money,
    pub total: Money,
    pub tax: Money,
    /// What an order comes to, in whole pesos.
    pub average: Money,
    pub cancelled: i64,
    /// What the cancelled orders would have come to.
    pub cancelled_total: Money,
}

/// Sales of a period: by day, by type of order and by tax, with what was taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SalesReport {
    pub period: Period,
    pub previous_period: Period,
    pub figures: SalesFigures,
    pub previous: SalesFigures,
    /// Growth of `total` in 1/10,000; none where there was nothing before.
    pub growth_bp: Option<i64>,
    /// Every day of the period, also those without sales.
    pub by_day: Vec<DaySales>,
    pub by_type: Vec<TypeSales>,
    pub taxes: Vec<TaxSales>,
    pub removals: Vec<Removal>,
}

/// Sales of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DaySales {
    pub business_day: BusinessDay,
    pub figures: SalesFigures,
}

/// Sales of a type of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TypeSales {
    pub order_type: OrderType,
    pub figures: SalesFigures,
    pub previous: SalesFigures,
    /// Of everything sold.
    pub share_bp: i64,
}

/// What was sold with the same tax inside. `base + amount` is the part of the total that carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxSales {
    /// None: sold without a tax.
    pub tax: Option<Tax>,
    pub rate_bp: BasisPoints,
    pub base: Money,
    pub amount: Money,
}

/// What takes something off the sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemovalKind {
    /// A line that the kitchen had already.
    Void,
    /// A whole order.
    Cancel,
    Discount,
}

/// What was taken off for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Removal {
    pub kind: RemovalKind,
    pub reason: String,
    pub count: i64,
    pub total: Money,
}

/// What sold, the most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProductReport {
    pub period: Period,
    pub previous_period: Period,
    pub products: Vec<ProductSales>,
    pub total: Money,
    pub previous_total: Money,
}

/// One product, in one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProductSales {
    pub product_id: ProductId,
    /// The latest name it sold under.
    pub name: String,
    pub variant: Option<String>,
    pub quantity: i64,
    /// Before discounts.
    pub gross: Money,
    /// Its part of the discounts on the bills it was on.
    pub discount: Money,
    pub total: Money,
    /// Of everything sold.
    pub share_bp: i64,
    /// Taken back or on cancelled orders.
    pub lost_quantity: i64,
    pub lost_total: Money,
    pub previous_quantity: i64,
    pub previous_total: Money,
}

/// Sales by hour of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoursReport {
    pub period: Period,
    pub previous_period: Period,
    /// All 24, from the one in which the day begins.
    pub hours: Vec<HourSales>,
}

/// One hour of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct HourSales {
    /// 19: from 7 to 8 in the evening.
    #[schema(maximum = 23)]
    pub hour: u8,
    pub orders: i64,
    pub total: Money,
    /// Of everything sold.
    pub share_bp: i64,
    pub previous_orders: i64,
    pub previous_total: Money,
}

/// What came in, by method. `received + rounding + due == total + overpaid`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentReport {
    pub period: Period,
    pub previous_period: Period,
    pub methods: Vec<MethodSales>,
    pub received: Money,
    pub previous_received: Money,
    /// Waived because coins that small do not exist.
    pub rounding: Money,
    /// Owed back to customers: paid twice, or paid on an order that was cancelled.
    pub overpaid: Money,
    /// Not paid yet.
    pub due: Money,
    /// What was sold.
    pub total: Money,
}

/// What came in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodSales {
    pub method: Method,
    pub payments: i64,
    pub amount: Money,
    /// Of everything received.
    pub share_bp: i64,
    pub previous_amount: Money,
}

/// What each person sold and took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffReport {
    pub period: Period,
    pub previous_period: Period,
    pub people: Vec<StaffSales>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffSales {
    pub staff_id: StaffId,
    /// The latest name they worked under.
    pub name: String,
    /// Orders they took.
    pub orders: i64,
    pub subtotal: Money,
    /// Discounts on the orders they took, whoever gave them.
    pub discount: Money,
    pub total: Money,
    /// What one of their orders comes to, in whole pesos.
    pub average: Money,
    /// Lines and orders they took back, whoever had taken them.
    pub removals: i64,
    pub removed_total: Money,
    pub previous_total: Money,
}

/// All branches side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Consolidated {
    pub period: Period,
    pub previous_period: Period,
    /// The most sold first.
    pub branches: Vec<BranchSales>,
    pub figures: SalesFigures,
    pub previous: SalesFigures,
    pub growth_bp: Option<i64>,
}

/// One branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchSales {
    pub branch_id: BranchId,
    pub name: String,
    pub figures: SalesFigures,
    pub previous: SalesFigures,
    pub growth_bp: Option<i64>,
    /// Of everything sold.
    pub share_bp: i64,
}
