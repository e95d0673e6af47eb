//! Devices, sessions and wrong PINs: who is signed in where. Local to the box, never merged.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::ids::{DeviceId, SessionId, StaffId};
use shared_model::time::Timestamp;

use super::error::{During, StoreError, unreadable};

/// SHA-like digest of a secret that only its holder knows.
pub type SecretHash = [u8; 32];

/// One signed-in stretch of a person on a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub session_id: SessionId,
    pub staff_id: StaffId,
    pub device_id: DeviceId,
    /// The person's epoch when they signed in; a newer one ends the session.
    pub session_epoch: u32,
    pub token_hash: SecretHash,
    pub previous_hash: Option<SecretHash>,
    pub rotated_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Remembers a device.
pub fn add_device(
    tx: &Transaction<'_>,
    device: DeviceId,
    secret: &SecretHash,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO device (device_id, secret_hash, created_at_ms) VALUES (:device, :secret, :now)";
    let values = named_params! {":device": device.to_string(), ":secret": secret, ":now": now.ms()};
    tx.execute(sql, values).during("remember a device").map(drop)
}

/// Whether a device with this secret is known.
pub fn knows_device(conn: &Connection, device: DeviceId, secret: &SecretHash) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM device WHERE device_id = :device AND secret_hash = :secret)";
    let values = named_params! {":device": device.to_string(), ":secret": secret};
    conn.query_row(sql, values, |row| row.get(0)).during("look up a device")
}

/// Writes a session, new or rotated.
pub fn put_session(tx: &Transaction<'_>, session: &Session) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO session (session_id, staff_id, device_id, session_epoch, token_hash, previous_hash,
                                    rotated_at_ms, expires_at_ms)
               VALUES (:session, :staff, :device, :epoch, :token, :previous, :rotated, :expires)
               ON CONFLICT (session_id) DO UPDATE SET token_hash = excluded.token_hash,
                   previous_hash = excluded.previous_hash, rotated_at_ms = excluded.rotated_at_ms,
                   expires_at_ms = excluded.expires_at_ms";
    let values = named_params! {
        ":session": session.session_id.to_string(), ":staff": session.staff_id.to_string(),
        ":device": session.device_id.to_string(), ":epoch": session.session_epoch, ":token": session.token_hash,
        ":previous": session.previous_hash, ":rotated": session.rotated_at.ms(), ":expires": session.expires_at.ms(),
    };
    tx.execute(sql, values).during("write a session").map(drop)
}

/// A session by its id.
pub fn session(conn: &Connection, id: SessionId) -> Result<Option<Session>, StoreError> {
    let sql =
        "SELECT staff_id, device_id, session_epoch, token_hash, previous_hash, rotated_at_ms, expires_at_ms
               FROM session WHERE session_id = :session";
    let row = conn.query_row(sql, named_params! {":session": id.to_string()}, |row| {
        let ids: (String, String) = (row.get(0)?, row.get(1)?);
        Ok((ids, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
    });
    let Some(((staff, device), session_epoch, token_hash, previous_hash, rotated, expires)) =
        row.optional().during("read a session")?
    else {
        return Ok(None);
    };
    Ok(Some(Session {
        session_id: id,
        staff_id: staff.parse().map_err(unreadable("staff id"))?,
        device_id: device.parse().map_err(unreadable("device id"))?,
        session_epoch,
        token_hash,
        previous_hash,
        rotated_at: Timestamp::from_ms(rotated),
        expires_at: Timestamp::from_ms(expires),
    }))
}

/// Every session that has not expired, to be known in memory.
pub fn live_sessions(conn: &Connection, now: Timestamp) -> Result<Vec<SessionId>, StoreError> {
    let sql = "SELECT session_id FROM session WHERE expires_at_ms > :now";
    let mut query = conn.prepare(sql).during("list sessions")?;
    let rows = query.query_map(named_params! {":now": now.ms()}, |row| row.get::<_, String>(0));
    let ids = rows.during("list sessions")?.collect::<rusqlite::Result<Vec<_>>>().during("list sessions")?;
    ids.into_iter().map(|id| id.parse().map_err(unreadable("session id"))).collect()
}

/// Ends a session.
pub fn end_session(tx: &Transaction<'_>, id: SessionId) -> Result<(), StoreError> {
    let sql = "DELETE FROM session WHERE session_id = :session";
    tx.execute(sql, named_params! {":session": id.to_string()}).during("end a session").map(drop)
}

/// Ends what expired.
pub fn prune(tx: &Transaction<'_>, now: Timestamp) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM session WHERE expires_at_ms < :now", named_params! {":now": now.ms()})
        .during("prune sessions")
}

/// Wrong PINs so far, and until when more are refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PinAttempts {
    pub failures: u32,
    pub locked_until: Timestamp,
}

/// The wrong PINs of one person on one device.
pub fn pin_attempts(conn: &Connection, staff: StaffId, device: DeviceId) -> Result<PinAttempts, StoreError> {
    let sql =
        "SELECT failures, locked_until_ms FROM pin_attempt WHERE staff_id = :staff AND device_id = :device";
    let values = named_params! {":staff": staff.to_string(), ":device": device.to_string()};
    let row = conn.query_row(sql, values, |row| {
        Ok(PinAttempts { failures: row.get(0)?, locked_until: Timestamp::from_ms(row.get(1)?) })
    });
    Ok(row.optional().during("read PIN attempts")?.unwrap_or_default())
}

/// Writes the wrong PINs of one person on one device.
pub fn put_pin_attempts(
    tx: &Transaction<'_>,
    staff: StaffId,
    device: DeviceId,
    attempts: PinAttempts,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO pin_attempt (staff_id, device_id, failures, locked_until_ms)
               VALUES (:staff, :device, :failures, :locked)
               ON CONFLICT (staff_id, device_id) DO UPDATE SET failures = excluded.failures,
                   locked_until_ms = excluded.locked_until_ms";
    let values = named_params! {
        ":staff": staff.to_string(), ":device": device.to_string(), ":failures": attempts.failures,
        ":locked": attempts.locked_until.ms(),
    };
    tx.execute(sql, values).during("write PIN attempts").map(drop)
}
