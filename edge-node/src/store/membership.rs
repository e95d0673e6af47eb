//! What enrolment gave this box: who it is to the cloud, and where the cloud is. No row: the box stands alone.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::time::Timestamp;
use shared_model::wire::enrol::CloudAddress;

use super::error::{During, StoreError, unreadable};

/// A box's place in its company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub branch_id: BranchId,
    /// Shown to the cloud; see `shared_model::sync::certificate`.
    pub certificate: Vec<u8>,
    /// Signs certificates and entitlements.
    pub root_key: [u8; 32],
    pub cloud: CloudAddress,
    pub enrolled_at: Timestamp,
}

/// The box's place, if it has one.
pub fn read(conn: &Connection) -> Result<Option<Membership>, StoreError> {
    let sql = "SELECT box_id, company_id, branch_id, certificate, root_key, cloud, enrolled_at_ms FROM membership";
    let mut query = conn.prepare_cached(sql).during("read the membership")?;
    let row = query.query_row([], raw).optional().during("read the membership")?;
    row.map(parsed).transpose()
}

/// Gives the box its place, or another one.
pub fn put(tx: &Transaction<'_>, member: &Membership) -> Result<(), StoreError> {
    let cloud = serde_json::to_string(&member.cloud).map_err(unreadable("cloud address"))?;
    let sql = "INSERT OR REPLACE INTO membership (one, box_id, company_id, branch_id, certificate, root_key, cloud,
                                                  enrolled_at_ms)
               VALUES (1, :box_id, :company_id, :branch_id, :certificate, :root_key, :cloud, :at)";
    let values = named_params! {
        ":box_id": member.box_id.to_string(), ":company_id": member.company_id.to_string(),
        ":branch_id": member.branch_id.to_string(), ":certificate": member.certificate,
        ":root_key": member.root_key, ":cloud": cloud, ":at": member.enrolled_at.ms(),
    };
    tx.execute(sql, values).during("write the membership").map(drop)
}

struct Raw {
    ids: [String; 3],
    certificate: Vec<u8>,
    root_key: [u8; 32],
    cloud: String,
    at: i64,
}

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        ids: [row.get(0)?, row.get(1)?, row.get(2)?],
        certificate: row.get(3)?,
        root_key: row.get(4)?,
        cloud: row.get(5)?,
        at: row.get(6)?,
    })
}

fn parsed(raw: Raw) -> Result<Membership, StoreError> {
    let [box_id, company_id, branch_id] = raw.ids;
    Ok(Membership {
        box_id: box_id.parse().map_err(unreadable("box id"))?,
        company_id: company_id.parse().map_err(unreadable("company id"))?,
        branch_id: branch_id.parse().map_err(unreadable("branch id"))?,
        certificate: raw.certificate,
        root_key: raw.root_key,
        cloud: serde_json::from_str(&raw.cloud).map_err(unreadable("cloud address"))?,
        enrolled_at: Timestamp::from_ms(raw.at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_membership_comes_back_and_another_takes_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = super::super::open::open_writer(&dir.path().join("branch.db")).unwrap();
        let tx = conn.transaction().unwrap();
        assert_eq!(read(&tx).unwrap(), None);
        let cloud =
            CloudAddress { endpoints: vec![], relay_url: None, base_url: "https://nube.example".to_owned() };
        let id = Uuid::from_u128(1);
        let mut member = Membership {
            box_id: BoxId::new(id),
            company_id: CompanyId::new(id),
            branch_id: BranchId::new(id),
            certificate: vec![1, 2],
            root_key: [3; 32],
            cloud,
            enrolled_at: Timestamp::from_ms(4),
        };
        put(&tx, &member).unwrap();
        assert_eq!(read(&tx).unwrap(), Some(member.clone()));
        member.box_id = BoxId::new(Uuid::from_u128(2));
        put(&tx, &member).unwrap();
        assert_eq!(read(&tx).unwrap(), Some(member));
    }
}
