//! Who may do what: one row for each operation of the cloud's API.

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

/// One operation: what each sort of asker gets, with an empty object as the body and ids of their own company. Bodies that
/// would do, for `foreign`, are in `things`; those that create something name another company's things in them.
pub struct Rule {
    pub operation: &'static str,
    pub nobody: Answered,
    pub admin: Answered,
    pub cashier: Answered,
    pub kitchen: Answered,
    pub super_admin: Answered,
    /// What an admin gets who names ids of another company in the address, with a body that would do.
    pub foreign: Answered,
}

const fn rule(
    operation: &'static str,
    [nobody, admin, cashier, kitchen, super_admin]: [Answered; 5],
    foreign: Answered,
) -> Rule {
    Rule { operation, nobody, admin, cashier, kitchen, super_admin, foreign }
}

/// Everybody of a company may.
const ANYBODY: [Answered; 5] = [Unauthorized, Done, Done, Done, Forbidden];
/// Everybody of a company may, with something to say.
const ANYBODY_SAYS: [Answered; 5] = [Unauthorized, Invalid, Invalid, Invalid, Forbidden];
/// Owners and managers may.
const ADMINS: [Answered; 5] = [Unauthorized, Done, Forbidden, Forbidden, Forbidden];
/// Owners and managers may, with something to say.
const ADMINS_SAY: [Answered; 5] = [Unauthorized, Invalid, Forbidden, Forbidden, Forbidden];
/// Everybody who works at the branch may, and cashier and cook work at another.
const ITS_PEOPLE: [Answered; 5] = [Unauthorized, Done, Missing, Missing, Forbidden];
/// Only those who run the platform may; for a company's people it makes no difference what they name.
const PLATFORM: [Answered; 5] = [Unauthorized, Forbidden, Forbidden, Forbidden, Done];
/// The same, with something to say.
const PLATFORM_SAYS: [Answered; 5] = [Unauthorized, Forbidden, Forbidden, Forbidden, Invalid];
/// A door: open to all, and not opened by nonsense.
const DOOR: [Answered; 5] = [Invalid; 5];
/// A door that asks for a cookie, which nobody here has.
const COOKIE: [Answered; 5] = [Unauthorized; 5];

/// The isolation matrix of the cloud. A route without a row fails the run.
pub const RULES: &[Rule] = &[
    rule("register", DOOR, Invalid),
    rule("login", DOOR, Invalid),
    rule("refresh_session", COOKIE, Unauthorized),
    rule("get_me", ANYBODY, Done),
    rule("switch_branch", ANYBODY_SAYS, Missing),
    rule("logout", [Done; 5], Done),
    rule("forgot_password", DOOR, Invalid),
    rule("reset_password", DOOR, Invalid),
    rule("get_subscription", ADMINS, Done),
    rule("list_plans", ANYBODY, Done),
    rule("upgrade_plan", ADMINS_SAY, Done),
    rule("downgrade_plan", ADMINS_SAY, Conflict),
    rule("cancel_subscription", ADMINS, Done),
    rule("list_invoices", ADMINS, Done),
    rule("set_payment_method", ADMINS_SAY, Conflict),
    rule("list_branches", ANYBODY, Done),
    rule("create_branch", ADMINS_SAY, Conflict),
    rule("get_branch", ITS_PEOPLE, Missing),
    rule("update_branch", ADMINS_SAY, Missing),
    rule("delete_branch", ADMINS, Missing),
    rule("get_branch_stats", ADMINS, Missing),
    rule("list_boxes", ADMINS, Missing),
    rule("create_enrolment_code", ADMINS, Missing),
    rule("revoke_box", ADMINS, Missing),
    rule("enrol_box", DOOR, Invalid),
    rule("get_dashboard", ADMINS, Done),
    rule("get_sync_status", ADMINS, Done),
    rule("list_dead_letters", ADMINS, Done),
    rule("get_daily_report", ADMINS, Done),
    rule("get_weekly_report", ADMINS, Done),
    rule("get_monthly_report", ADMINS, Done),
    // These want days; another company's branch in them is a story of its own.
    rule("get_sales_report", ADMINS_SAY, Invalid),
    rule("get_product_report", ADMINS_SAY, Invalid),
    rule("get_hours_report", ADMINS_SAY, Invalid),
    rule("get_payment_report", ADMINS_SAY, Invalid),
    rule("get_staff_report", ADMINS_SAY, Invalid),
    rule("get_consolidated_report", ADMINS_SAY, Invalid),
    rule("get_custom_report", ADMINS_SAY, Missing),
    rule("export_report", ADMINS_SAY, Invalid),
    rule("list_staff", ADMINS, Done),
    rule("create_staff", ADMINS_SAY, Invalid),
    rule("get_staff", ADMINS, Missing),
    rule("update_staff", ADMINS_SAY, Missing),
    rule("delete_staff", ADMINS, Missing),
    rule("set_staff_password", ADMINS_SAY, Missing),
    rule("set_staff_pin", ADMINS_SAY, Missing),
    rule("sign_out_staff", ADMINS, Missing),
    rule("get_menu", ANYBODY, Done),
    rule("list_categories", ANYBODY, Done),
    rule("create_category", ADMINS_SAY, Done),
    rule("update_category", ADMINS_SAY, Missing),
    rule("delete_category", ADMINS, Missing),
    rule("list_products", ANYBODY, Done),
    rule("create_product", ADMINS_SAY, Invalid),
    rule("get_product", ANYBODY, Missing),
    rule("update_product", ADMINS_SAY, Missing),
    rule("delete_product", ADMINS, Missing),
    rule("set_availability", ADMINS_SAY, Missing),
    rule("get_recipe", ANYBODY, Missing),
    rule("set_recipe", ADMINS_SAY, Missing),
    rule("list_ingredients", ANYBODY, Done),
    rule("create_ingredient", ADMINS_SAY, Done),
    rule("get_ingredient", ANYBODY, Missing),
    rule("update_ingredient", ADMINS_SAY, Missing),
    rule("list_modifier_groups", ANYBODY, Done),
    rule("create_modifier_group", ADMINS_SAY, Done),
    rule("get_modifier_group", ANYBODY, Missing),
    rule("update_modifier_group", ADMINS_SAY, Missing),
    rule("list_stations", ANYBODY, Done),
    // A printer is only a name here: boxes bring them, later than the stations that use them.
    rule("create_station", ADMINS_SAY, Done),
    rule("get_station", ANYBODY, Missing),
    rule("update_station", ADMINS_SAY, Missing),
    rule("list_conflicts", ADMINS, Done),
    rule("resolve_conflict", ADMINS_SAY, Missing),
    rule("platform_login", DOOR, Invalid),
    rule("platform_refresh", COOKIE, Unauthorized),
    rule("platform_logout", [Done; 5], Done),
    rule("get_platform_me", PLATFORM, Forbidden),
    rule("list_companies", PLATFORM, Forbidden),
    rule("create_company", PLATFORM_SAYS, Forbidden),
    rule("get_company", PLATFORM, Forbidden),
    rule("update_company", PLATFORM_SAYS, Forbidden),
    rule("deactivate_company", PLATFORM, Forbidden),
    rule("activate_company", PLATFORM, Forbidden),
    rule("get_company_stats", PLATFORM, Forbidden),
    rule("get_fleet", PLATFORM, Forbidden),
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
