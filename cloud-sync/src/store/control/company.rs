//! Companies: one row each, never deleted.

use shared_model::ids::CompanyId;
use shared_model::tenant::Plan;
use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

/// A company as the platform knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Company {
    pub company_id: CompanyId,
    /// What people type at login, lower-case.
    pub slug: String,
    pub name: String,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub owner_name: String,
    pub owner_email: String,
    pub owner_phone: Option<String>,
    pub zone: String,
    pub plan: Plan,
    /// Until when it is paid for; only a recorded payment moves it.
    pub paid_until: Timestamp,
    /// The plan that begins when what is paid for ends.
    pub next_plan: Option<Plan>,
    pub cancelled_at: Option<Timestamp>,
    /// Serial of the newest grant.
    pub entitlement_serial: u64,
    /// Serial of the grant that is in the company's log; smaller when the process died before it was written.
    pub granted_serial: u64,
    pub pin_pepper: [u8; 32],
    pub active: bool,
    pub created_at: Timestamp,
    /// Grows with every change.
    pub version: i64,
}

// The pepper must not reach a log through `{:?}`.
impl std::fmt::Debug for Company {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Company")
            .field("company_id", &self.company_id)
            .field("slug", &self.slug)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "company_id, slug, name, legal_name, tax_id, owner_name, owner_email, owner_phone, zone, plan, \
    paid_until_ms, next_plan, cancelled_at_ms, entitlement_serial, granted_serial, pin_pepper, active, created_at_ms, version";

/// Adds a company.
///
/// # Errors
/// [`StoreError::Exists`] when its id, slug or owner's e-mail is taken.
pub fn insert(tx: &mut ControlTx<'_>, company: &Company) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO company ({COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
    );
    tx.sql.execute(&sql, &row(company)).map(drop)
}

/// Writes a company over the version it was read at; false when somebody else was faster.
///
/// # Errors
/// [`StoreError::Exists`] when its new owner's e-mail is taken.
pub fn update(tx: &mut ControlTx<'_>, company: &Company) -> Result<bool, StoreError> {
    let sql = "UPDATE company SET slug = $2, name = $3, legal_name = $4, tax_id = $5, owner_name = $6, owner_email = $7,
                   owner_phone = $8, zone = $9, plan = $10, paid_until_ms = $11, next_plan = $12, cancelled_at_ms = $13,
                   entitlement_serial = $14, granted_serial = $15, pin_pepper = $16, active = $17, created_at_ms = $18,
                   version = version + 1
               WHERE company_id = $1 AND version = $19";
    tx.sql.execute(sql, &row(company)).map(|touched| touched == 1)
}

/// Remembers that a grant is in the company's log.
pub fn set_granted(tx: &mut ControlTx<'_>, company: CompanyId, serial: u64) -> Result<(), StoreError> {
    let sql = "UPDATE company SET granted_serial = $2 WHERE company_id = $1 AND granted_serial < $2";
    tx.sql.execute(sql, &values![company.to_string(), serial]).map(drop)
}

/// A company by its id.
pub fn find(tx: &mut ControlTx<'_>, company: CompanyId) -> Result<Option<Company>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM company WHERE company_id = $1");
    tx.sql.query(&sql, &values![company.to_string()])?.first().map(read).transpose()
}

/// A company by what people type at login.
pub fn find_by_slug(tx: &mut ControlTx<'_>, slug: &str) -> Result<Option<Company>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM company WHERE slug = $1");
    tx.sql.query(&sql, &values![slug])?.first().map(read).transpose()
}

/// A company by its owner's e-mail.
pub fn find_by_email(tx: &mut ControlTx<'_>, email: &str) -> Result<Option<Company>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM company WHERE owner_email = $1");
    tx.sql.query(&sql, &values![email])?.first().map(read).transpose()
}

/// Companies from the newest on, before a position; those whose name, slug or owner's e-mail holds `search`, if any.
pub fn list(
    tx: &mut ControlTx<'_>,
    search: Option<&str>,
    before: Option<(Timestamp, CompanyId)>,
    limit: u32,
) -> Result<Vec<Company>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM company
         WHERE (created_at_ms < $1 OR (created_at_ms = $1 AND company_id < $2))
           AND (lower(name) LIKE $3 ESCAPE '!' OR slug LIKE $3 ESCAPE '!' OR owner_email LIKE $3 ESCAPE '!')
         ORDER BY created_at_ms DESC, company_id DESC LIMIT $4"
    );
    let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at.ms(), id.to_string()));
    let literal = search.unwrap_or_default().to_lowercase();
    let literal = literal.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let rows = tx.sql.query(&sql, &values![at, id, format!("%{literal}%"), limit])?;
    rows.iter().map(read).collect()
}

/// Companies by id, from behind a position.
pub fn ids(
    tx: &mut ControlTx<'_>,
    after: Option<CompanyId>,
    limit: u32,
) -> Result<Vec<CompanyId>, StoreError> {
    let sql = "SELECT company_id FROM company WHERE company_id > $1 ORDER BY company_id LIMIT $2";
    let after = after.map_or_else(String::new, |id| id.to_string());
    tx.sql.query(sql, &values![after, limit])?.iter().map(|row| row.parse(0)).collect()
}

/// Companies whose newest grant did not reach their log yet.
pub fn not_granted(tx: &mut ControlTx<'_>, limit: u32) -> Result<Vec<Company>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM company WHERE granted_serial < entitlement_serial LIMIT $1");
    tx.sql.query(&sql, &values![limit])?.iter().map(read).collect()
}

/// Companies whose next plan is due.
pub fn due(tx: &mut ControlTx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Company>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM company WHERE next_plan IS NOT NULL AND paid_until_ms <= $1 LIMIT $2");
    tx.sql.query(&sql, &values![now.ms(), limit])?.iter().map(read).collect()
}

fn row(company: &Company) -> Vec<crate::store::Value> {
    values![
        company.company_id.to_string(),
        company.slug.as_str(),
        company.name.as_str(),
        company.legal_name.clone(),
        company.tax_id.clone(),
        company.owner_name.as_str(),
        company.owner_email.as_str(),
        company.owner_phone.clone(),
        company.zone.as_str(),
        company.plan.as_str(),
        company.paid_until.ms(),
        company.next_plan.map(Plan::as_str),
        company.cancelled_at.map(Timestamp::ms),
        company.entitlement_serial,
        company.granted_serial,
        company.pin_pepper,
        company.active,
        company.created_at.ms(),
        company.version,
    ]
}

fn read(row: &Row) -> Result<Company, StoreError> {
    let plan = |text: String| Plan::parse(&text).ok_or_else(|| unreadable("plan")(text));
    Ok(Company {
        company_id: row.parse(0)?,
        slug: row.get(1)?,
        name: row.get(2)?,
        legal_name: row.get(3)?,
        tax_id: row.get(4)?,
        owner_name: row.get(5)?,
        owner_email: row.get(6)?,
        owner_phone: row.get(7)?,
        zone: row.get(8)?,
        plan: plan(row.get(9)?)?,
        paid_until: Timestamp::from_ms(row.get(10)?),
        next_plan: row.get::<Option<String>>(11)?.map(plan).transpose()?,
        cancelled_at: row.get::<Option<i64>>(12)?.map(Timestamp::from_ms),
        entitlement_serial: row.get(13)?,
        granted_serial: row.get(14)?,
        pin_pepper: row.get(15)?,
        active: row.get(16)?,
        created_at: Timestamp::from_ms(row.get(17)?),
        version: row.get(18)?,
    })
}
