//! What a branch is: its name, its day, its cash rounding, its printers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{BranchId, CompanyId, PrinterId, StationId};
use crate::money::Money;
use crate::time::{DayRule, DayRuleError};

/// The branch a box serves and the company it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Branch {
    pub branch_id: BranchId,
    pub company_id: CompanyId,
    /// What people type at login, lower-case.
    pub company_slug: String,
    /// What people call the branch.
    pub name: String,
    /// The name on paper.
    pub business_name: String,
    /// Tax number with its check digit: `900.123.456-8`.
    pub nit: String,
    pub address: String,
    /// IANA name: `America/Bogota`.
    pub zone: String,
    /// Minute of the day at which the business day changes: 06:00 is 360.
    #[schema(maximum = 1439)]
    pub closes_at_min: u16,
    /// Smallest amount paid in cash; what is below it is waived in the customer's favour.
    pub cash_rounding: Money,
    /// Short name in reports: `CHA`.
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    /// In millionths of a degree.
    #[serde(default)]
    #[schema(minimum = -90_000_000, maximum = 90_000_000)]
    pub latitude_udeg: Option<i32>,
    /// In millionths of a degree.
    #[serde(default)]
    #[schema(minimum = -180_000_000, maximum = 180_000_000)]
    pub longitude_udeg: Option<i32>,
    /// Switched off instead of deleted.
    #[serde(default = "yes")]
    pub active: bool,
    /// The first one; a company has one.
    #[serde(default)]
    pub is_main: bool,
}

impl Branch {
    /// The rule that dates its sales.
    pub fn day_rule(&self) -> Result<DayRule, DayRuleError> {
        DayRule::try_new(&self.zone, self.closes_at_min)
    }
}

/// A printer of the branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Printer {
    pub printer_id: PrinterId,
    pub name: String,
    /// `host:port`, usually port 9100.
    pub address: String,
    /// Paper width in millimetres: 58 or 80.
    pub width_mm: u8,
    /// How much of Epson's language it understands.
    #[serde(default)]
    pub model: PrinterModel,
    pub role: PrinterRole,
    /// Stations whose tickets it prints at its branch, before the printer that a station names for all branches.
    #[serde(default)]
    pub station_ids: Vec<StationId>,
}

/// What a printer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrinterRole {
    /// Tickets of the stations that name it.
    Station,
    /// Receipts, and the cash drawer.
    Receipt,
}

/// How much of Epson's language a printer understands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrinterModel {
    /// Says by itself when a ticket is out (`GS ( H`).
    #[default]
    Epson,
    /// Answers a question behind the ticket instead (`GS r`).
    Clone,
}

fn yes() -> bool {
    true
}
