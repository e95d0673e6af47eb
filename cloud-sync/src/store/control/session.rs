//! Who is signed in: refresh tokens, hashed. A session is its family: ending the row ends every token of it.

use shared_model::ids::{BranchId, CompanyId, SessionId};
use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::StoreError;
use crate::store::sql::Row;
use crate::values;

/// Hash of a secret that only its holder knows.
pub type SecretHash = [u8; 32];

/// One signed-in stretch of a person in a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub session_id: SessionId,
    /// None: a super admin.
    pub company_id: Option<CompanyId>,
    /// A staff id, or a super admin's.
    pub person_id: String,
    /// The branch they have in front of them.
    pub branch_id: Option<BranchId>,
    /// The person's epoch when they signed in; a newer one ends the session.
    pub session_epoch: u32,
    pub token_hash: SecretHash,
    pub previous_hash: Option<SecretHash>,
    pub rotated_at: Timestamp,
    pub expires_at: Timestamp,
}

const COLUMNS: &str = "session_id, company_id, person_id, branch_id, session_epoch, token_hash, previous_hash, \
    rotated_at_ms, expires_at_ms";

/// Writes a session, new, rotated or moved to another branch.
pub fn put(tx: &mut ControlTx<'_>, session: &Session) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO session ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (session_id) DO UPDATE SET branch_id = excluded.branch_id, token_hash = excluded.token_hash,
             previous_hash = excluded.previous_hash, rotated_at_ms = excluded.rotated_at_ms,
             expires_at_ms = excluded.expires_at_ms"
    );
    let values = values![
        session.session_id.to_string(),
        session.company_id.map(|id| id.to_string()),
        session.person_id.as_str(),
        session.branch_id.map(|id| id.to_string()),
        session.session_epoch,
        session.token_hash,
        session.previous_hash,
        session.rotated_at.ms(),
        session.expires_at.ms(),
    ];
    tx.sql.execute(&sql, &values).map(drop)
}

/// A session by its id.
pub fn find(tx: &mut ControlTx<'_>, id: SessionId) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM session WHERE session_id = $1");
    tx.sql.query(&sql, &values![id.to_string()])?.first().map(read).transpose()
}

/// Ends a session.
pub fn end(tx: &mut ControlTx<'_>, id: SessionId) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM session WHERE session_id = $1", &values![id.to_string()]).map(drop)
}

/// Ends every session of a person.
pub fn end_all_of(tx: &mut ControlTx<'_>, person: &str) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM session WHERE person_id = $1", &values![person]).map(drop)
}

/// Ends what expired.
pub fn prune(tx: &mut ControlTx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.sql.execute("DELETE FROM session WHERE expires_at_ms < $1", &values![now.ms()])
}

fn read(row: &Row) -> Result<Session, StoreError> {
    let absent = |column: usize| row.get::<Option<String>>(column).map(|text| text.is_none());
    Ok(Session {
        session_id: row.parse(0)?,
        company_id: if absent(1)? { None } else { Some(row.parse(1)?) },
        person_id: row.get(2)?,
        branch_id: if absent(3)? { None } else { Some(row.parse(3)?) },
        session_epoch: row.get(4)?,
        token_hash: row.get(5)?,
        previous_hash: row.get(6)?,
        rotated_at: Timestamp::from_ms(row.get(7)?),
        expires_at: Timestamp::from_ms(row.get(8)?),
    })
}
