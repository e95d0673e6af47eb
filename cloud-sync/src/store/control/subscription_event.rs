//! What happened to subscriptions, and what it costs: the history that invoices are made of. Rows stay.

use shared_model::ids::{CompanyId, SubscriptionEventId};
use shared_model::money::Money;
use shared_model::tenant::Plan;
use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: SubscriptionEventId,
    pub company_id: CompanyId,
    pub at: Timestamp,
    pub kind: Kind,
    pub from_plan: Option<Plan>,
    pub to_plan: Option<Plan>,
    /// What is owed for it; zero: nothing, and it is no invoice.
    pub amount: Money,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    pub by_name: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Registered,
    Upgraded,
    DowngradeAsked,
    Downgraded,
    Cancelled,
    /// A payment was recorded: what is paid for ends later.
    Paid,
    /// The platform changed it by hand.
    Adjusted,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Registered,
        Self::Upgraded,
        Self::DowngradeAsked,
        Self::Downgraded,
        Self::Cancelled,
        Self::Paid,
        Self::Adjusted,
    ];

    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Upgraded => "upgraded",
            Self::DowngradeAsked => "downgrade_asked",
            Self::Downgraded => "downgraded",
            Self::Cancelled => "cancelled",
            Self::Paid => "paid",
            Self::Adjusted => "adjusted",
        }
    }
}

const COLUMNS: &str =
    "subscription_event_id, company_id, at_ms, kind, from_plan, to_plan, amount, paid_at_ms, by_name";

/// Adds what happened; again is no matter.
pub fn insert(tx: &mut ControlTx<'_>, event: &Event) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO subscription_event ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (subscription_event_id) DO NOTHING"
    );
    let values = values![
        event.id.to_string(),
        event.company_id.to_string(),
        event.at.ms(),
        event.kind.as_str(),
        event.from_plan.map(Plan::as_str),
        event.to_plan.map(Plan::as_str),
        event.amount.minor(),
        event.paid_at.map(Timestamp::ms),
        event.by_name.as_str(),
    ];
    tx.sql.execute(&sql, &values).map(drop)
}

/// What a company owes or owed, from the newest on, before a position.
pub fn invoices(
    tx: &mut ControlTx<'_>,
    company: CompanyId,
    before: Option<(Timestamp, SubscriptionEventId)>,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM subscription_event
         WHERE company_id = $1 AND amount > 0 AND (at_ms < $2 OR (at_ms = $2 AND subscription_event_id < $3))
         ORDER BY at_ms DESC, subscription_event_id DESC LIMIT $4"
    );
    let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at.ms(), id.to_string()));
    tx.sql.query(&sql, &values![company.to_string(), at, id, limit])?.iter().map(read).collect()
}

/// What a company owes.
pub fn due(tx: &mut ControlTx<'_>, company: CompanyId) -> Result<Money, StoreError> {
    // A sum of 64-bit integers is numeric in PostgreSQL.
    let sql = "SELECT CAST(sum(amount) AS BIGINT) FROM subscription_event
               WHERE company_id = $1 AND amount > 0 AND paid_at_ms IS NULL";
    let rows = tx.sql.query(sql, &values![company.to_string()])?;
    let owed = rows.first().map_or(Ok(None), |row| row.get::<Option<i64>>(0))?;
    Ok(Money::from_minor(owed.unwrap_or(0)))
}

/// Marks everything a company owes as paid.
pub fn settle(tx: &mut ControlTx<'_>, company: CompanyId, at: Timestamp) -> Result<u64, StoreError> {
    let sql = "UPDATE subscription_event SET paid_at_ms = $2
               WHERE company_id = $1 AND amount > 0 AND paid_at_ms IS NULL";
    tx.sql.execute(sql, &values![company.to_string(), at.ms()])
}

fn read(row: &Row) -> Result<Event, StoreError> {
    let plan = |text: String| Plan::parse(&text).ok_or_else(|| unreadable("plan")(text));
    let kind: String = row.get(3)?;
    Ok(Event {
        id: row.parse(0)?,
        company_id: row.parse(1)?,
        at: Timestamp::from_ms(row.get(2)?),
        kind: Kind::ALL
            .into_iter()
            .find(|known| known.as_str() == kind)
            .ok_or_else(|| unreadable("kind of subscription event")(kind))?,
        from_plan: row.get::<Option<String>>(4)?.map(plan).transpose()?,
        to_plan: row.get::<Option<String>>(5)?.map(plan).transpose()?,
        amount: Money::from_minor(row.get(6)?),
        paid_at: row.get::<Option<i64>>(7)?.map(Timestamp::from_ms),
        by_name: row.get(8)?,
    })
}
