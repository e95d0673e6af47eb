//! What the company may have, as the cloud signed it: what is believed of a grant, and what it allows here. A box without
//! one is not limited, and a lapsed one stops nothing.

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, Transaction};
use shared_model::document::{DocKind, Document, registers};
use shared_model::sync::Refused;
use shared_model::tenant::{Entitlement, EntitlementClaims};
use uuid::Uuid;

use super::error::StoreError;
use super::membership::{self, Membership};
use super::order_command::in_document;
use super::register;

/// The grant that is in force, if there is one.
pub fn held(conn: &Connection) -> Result<Option<EntitlementClaims>, StoreError> {
    let Some(member) = membership::read(conn)? else { return Ok(None) };
    in_force(conn, &member)
}

fn in_force(conn: &Connection, member: &Membership) -> Result<Option<EntitlementClaims>, StoreError> {
    let stored: Option<Entitlement> = register::one(conn, DocKind::Entitlement, member.company_id.uuid())?;
    Ok(stored.and_then(|stored| believed(member, &stored)))
}

/// Whether a grant is the cloud's, for this company, and not older than the one in force.
pub fn admit(
    conn: &Connection,
    member: Option<&Membership>,
    doc: Uuid,
    document: &Document,
) -> Result<Result<(), Refused>, StoreError> {
    let Some(member) = member.filter(|member| member.company_id.uuid() == doc) else {
        return Ok(Err(Refused::ForeignDocument));
    };
    let offered: Entitlement = registers::read(document).map_err(in_document("entitlement"))?;
    let Some(offered) = believed(member, &offered) else {
        return Ok(Err(Refused::BreaksSchema("la nube no firmó este plan".to_owned())));
    };
    let newest = in_force(conn, member)?.is_none_or(|held| held.serial <= offered.serial);
    let older = || Refused::BreaksSchema("es anterior al plan vigente".to_owned());
    Ok(if newest { Ok(()) } else { Err(older()) })
}

/// Writes a grant's row. What is in the log was admitted.
pub fn project(tx: &Transaction<'_>, doc: Uuid, document: &Document, version: i64) -> Result<(), StoreError> {
    let granted: Entitlement = registers::read(document).map_err(in_document("entitlement"))?;
    register::put(tx, DocKind::Entitlement, doc, version, &granted)
}

fn believed(member: &Membership, offered: &Entitlement) -> Option<EntitlementClaims> {
    let root = VerifyingKey::from_bytes(&member.root_key).ok()?;
    offered.verify(&root).filter(|claims| claims.company_id == member.company_id)
}
