//! How a subscription stands, from what is paid for.

use shared_model::tenant::Plan;
use shared_model::time::Timestamp;
use shared_model::wire::subscription::Standing;

use crate::store::control::company::Company;

/// How long extras go on after what is paid for ended, in milliseconds.
const GRACE_MS: i64 = 7 * 24 * 3_600_000;

/// What a company subscribes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub plan: Plan,
    pub paid_until: Timestamp,
    pub next_plan: Option<Plan>,
    pub cancelled_at: Option<Timestamp>,
}

impl Subscription {
    /// The subscription of a company.
    pub fn of(company: &Company) -> Self {
        Self {
            plan: company.plan,
            paid_until: company.paid_until,
            next_plan: company.next_plan,
            cancelled_at: company.cancelled_at,
        }
    }

    /// How it stands. A cancelled one has no grace: its owner said when it ends.
    pub fn standing(&self, now: Timestamp) -> Standing {
        let cancelled = self.cancelled_at.is_some();
        match now.since(self.paid_until) {
            late if late < 0 && cancelled => Standing::Ending,
            late if late < 0 && self.plan == Plan::Trial => Standing::Trial,
            late if late < 0 => Standing::Active,
            late if late < GRACE_MS && !cancelled => Standing::Grace,
            _ => Standing::Lapsed,
        }
    }

    /// When extras end, if nothing is paid.
    pub fn extras_until(&self) -> Timestamp {
        if self.cancelled_at.is_some() { self.paid_until } else { self.paid_until.plus_ms(GRACE_MS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_days_of_grace_but_none_after_cancelling() {
        let paid_until = Timestamp::from_ms(1_000_000_000_000);
        let mut subscription =
            Subscription { plan: Plan::Basic, paid_until, next_plan: None, cancelled_at: None };
        let at = |subscription: &Subscription, ms: i64| subscription.standing(paid_until.plus_ms(ms));
        assert_eq!(at(&subscription, -1), Standing::Active);
        assert_eq!(at(&subscription, 0), Standing::Grace);
        assert_eq!(at(&subscription, GRACE_MS - 1), Standing::Grace);
        assert_eq!(at(&subscription, GRACE_MS), Standing::Lapsed);
        subscription.cancelled_at = Some(Timestamp::from_ms(1));
        assert_eq!(at(&subscription, -1), Standing::Ending);
        assert_eq!(at(&subscription, 0), Standing::Lapsed);
        subscription.cancelled_at = None;
        subscription.plan = Plan::Trial;
        assert_eq!(at(&subscription, -1), Standing::Trial);
    }
}
