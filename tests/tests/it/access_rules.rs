//! Who may do what: one row for each operation of the API.

use Answered::{Conflict, Done, Forbidden, Invalid, Missing, Unauthorized};

/// What somebody gets, by class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// 2xx.
    Done,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    Missing,
    /// 409.
    Conflict,
    /// 400 or 422: let in, and only then is the request looked at.
    Invalid,
}

/// One operation: its name, and what nobody, an admin, a cashier and a cook get.
pub struct Rule {
    pub operation: &'static str,
    pub nobody: Answered,
    pub admin: Answered,
    pub cashier: Answered,
    pub kitchen: Answered,
}

const fn rule(operation: &'static str, [nobody, admin, cashier, kitchen]: [Answered; 4]) -> Rule {
    Rule { operation, nobody, admin, cashier, kitchen }
}

/// Everybody who is signed in may.
const ANYBODY: [Answered; 4] = [Unauthorized, Done, Done, Done];
/// Those who take orders may; what they ask is not right, but that is looked at afterwards.
const CASHIERS: [Answered; 4] = [Unauthorized, Invalid, Invalid, Forbidden];
/// Those who prepare and those who take orders may.
const STAFF: [Answered; 4] = [Unauthorized, Invalid, Invalid, Invalid];
/// Only owners and managers may.
const ADMINS: [Answered; 4] = [Unauthorized, Invalid, Forbidden, Forbidden];
/// Only owners and managers may, and need not say of which day.
const REPORTS: [Answered; 4] = [Unauthorized, Done, Forbidden, Forbidden];
/// The door itself: open to all, and not opened by nonsense.
const DOOR: [Answered; 4] = [Invalid; 4];

/// The isolation matrix of the box. A request goes out with an empty object as its body and, where the path names one,
/// ids of things that exist.
pub const RULES: &[Rule] = &[
    rule("login", DOOR),
    rule("login_with_pin", DOOR),
    rule("list_people", [Unauthorized, Done, Done, Done]),
    rule("refresh_session", [Unauthorized, Done, Done, Done]),
    rule("get_me", ANYBODY),
    rule("logout", [Done; 4]),
    rule("get_menu", ANYBODY),
    rule("list_categories", ANYBODY),
    rule("create_category", ADMINS),
    rule("update_category", ADMINS),
    rule("list_products", ANYBODY),
    rule("create_product", ADMINS),
    rule("get_product", ANYBODY),
    rule("update_product", ADMINS),
    rule("set_availability", ADMINS),
    rule("quote_order", [Unauthorized, Invalid, Invalid, Invalid]),
    rule("get_order_stats", [Unauthorized, Done, Done, Forbidden]),
    rule("list_orders", ANYBODY),
    rule("create_order", CASHIERS),
    rule("get_order", ANYBODY),
    rule("add_lines", CASHIERS),
    rule("send_order", CASHIERS),
    rule("set_order_status", STAFF),
    rule("void_line", CASHIERS),
    rule("discount_order", CASHIERS),
    rule("cancel_order", CASHIERS),
    rule("pay_order", CASHIERS),
    rule("reprint_order", CASHIERS),
    rule("list_order_tickets", ANYBODY),
    rule("list_kitchen_orders", ANYBODY),
    rule("start_preparing", STAFF),
    rule("mark_ready", STAFF),
    rule("recall_ready", STAFF),
    rule("get_kitchen_stats", ANYBODY),
    rule("list_print_jobs", ANYBODY),
    rule("preview_print_job", ANYBODY),
    rule("answer_print_job", STAFF),
    rule("list_printers", ANYBODY),
    rule("get_daily_report", REPORTS),
    rule("get_weekly_report", REPORTS),
    rule("get_monthly_report", REPORTS),
    rule("get_sales_report", ADMINS),
    rule("get_product_report", ADMINS),
    rule("get_hours_report", ADMINS),
    rule("get_payment_report", ADMINS),
    rule("get_staff_report", ADMINS),
    rule("export_report", ADMINS),
    rule("list_events", ANYBODY),
    rule("get_sync_status", ANYBODY),
    rule("list_dead_letters", [Unauthorized, Done, Forbidden, Forbidden]),
    rule("list_conflicts", [Unauthorized, Done, Forbidden, Forbidden]),
    rule("get_health", ANYBODY),
];

impl Answered {
    /// The class of a status, if it is one of these.
    pub fn of(status: u16) -> Option<Self> {
        Some(match status {
            200..=299 => Done,
            401 => Unauthorized,
            403 => Forbidden,
            404 => Missing,
            409 => Conflict,
            400 | 422 => Invalid,
            _ => return None,
        })
    }
}
