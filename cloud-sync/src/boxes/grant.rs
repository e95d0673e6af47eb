//! What a peer that dials is allowed: asked with the key it proved in the handshake, answered from what was signed, never
//! from what it says.

use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::{Author8, Certificate};
use shared_model::wire::platform::BoxStatus;

use crate::cloud::Cloud;
use crate::store::StoreError;
use crate::store::control::{boxes, company};

/// Who a peer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub box_id: BoxId,
    pub company: CompanyId,
    pub branch: BranchId,
    /// What its changes must be written in the name of.
    pub replica: Author8,
    pub generation: u32,
    /// Only a live box is the branch's; a fenced one may still hand over what it wrote.
    pub status: BoxStatus,
}

/// The grant of the box that dials with this key; none for a stranger, for a certificate the root key did not sign or that
/// expired, and for a company that was deactivated.
pub async fn grant(cloud: &Cloud, endpoint: [u8; 32]) -> Result<Option<Grant>, StoreError> {
    let asked = cloud.ask(move |tx| {
        let Some(boxed) = boxes::find_by_endpoint(tx, endpoint)? else { return Ok(None) };
        let active = company::find(tx, boxed.company_id)?.is_some_and(|company| company.active);
        Ok(Some(boxed).filter(|_| active))
    });
    let Some(boxed) = asked.await? else { return Ok(None) };
    let certificate = Certificate::from_bytes(&boxed.certificate);
    let claims = certificate.and_then(|signed| signed.verify(&cloud.keys().verifying(), cloud.now()));
    let claims = claims.filter(|claims| claims.endpoint == endpoint && claims.box_id == boxed.box_id);
    Ok(claims.map(|claims| Grant {
        box_id: claims.box_id,
        company: claims.company_id,
        branch: claims.branch_id,
        replica: claims.replica,
        generation: claims.generation,
        status: boxed.status,
    }))
}
