//! People who run the platform.

use shared_model::ids::AdminId;
use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::StoreError;
use crate::store::sql::Row;
use crate::values;

/// A super admin.
#[derive(Clone, PartialEq, Eq)]
pub struct Admin {
    pub admin_id: AdminId,
    /// Lower-case.
    pub email: String,
    pub name: String,
    /// Argon2id PHC string.
    pub password: String,
    /// Raised to end every session.
    pub session_epoch: u32,
    pub active: bool,
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").field("admin_id", &self.admin_id).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "admin_id, email, name, password, session_epoch, active, created_at_ms";

/// Adds a super admin.
///
/// # Errors
/// [`StoreError::Exists`] when the e-mail is taken.
pub fn insert(tx: &mut ControlTx<'_>, admin: &Admin) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO admin ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)");
    let values = values![
        admin.admin_id.to_string(),
        admin.email.as_str(),
        admin.name.as_str(),
        admin.password.as_str(),
        admin.session_epoch,
        admin.active,
        admin.created_at.ms(),
    ];
    tx.sql.execute(&sql, &values).map(drop)
}

/// A super admin by e-mail.
pub fn find_by_email(tx: &mut ControlTx<'_>, email: &str) -> Result<Option<Admin>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM admin WHERE email = $1");
    tx.sql.query(&sql, &values![email])?.first().map(read).transpose()
}

/// A super admin by id.
pub fn find(tx: &mut ControlTx<'_>, id: &str) -> Result<Option<Admin>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM admin WHERE admin_id = $1");
    tx.sql.query(&sql, &values![id])?.first().map(read).transpose()
}

/// Replaces the verifier of a password.
pub fn set_password(tx: &mut ControlTx<'_>, id: AdminId, password: &str) -> Result<(), StoreError> {
    let sql = "UPDATE admin SET password = $2 WHERE admin_id = $1";
    tx.sql.execute(sql, &values![id.to_string(), password]).map(drop)
}

fn read(row: &Row) -> Result<Admin, StoreError> {
    Ok(Admin {
        admin_id: row.parse(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        password: row.get(3)?,
        session_epoch: row.get(4)?,
        active: row.get(5)?,
        created_at: Timestamp::from_ms(row.get(6)?),
    })
}
