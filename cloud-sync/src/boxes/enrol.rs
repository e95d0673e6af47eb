//! A blank box redeems its code.

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use shared_model::ids::BoxId;
use shared_model::sync::{Author8, BoxClaims, Certificate};
use shared_model::time::Timestamp;
use shared_model::wire::enrol::{CloudAddress, Enrol, Enrolled, proof_message};
use shared_model::wire::platform::BoxStatus;
use uuid::Uuid;

use super::code;
use crate::cloud::Cloud;
use crate::hex::{hex, unhex};
use crate::store::control::boxes::{self, EnrolledBox};
use crate::store::control::instance::{self, Instance};
use crate::store::control::{company, enrolment};
use crate::store::{ControlTx, StoreError};

/// How long a certificate is good for, in milliseconds.
const CERTIFICATE_MS: i64 = 400 * 24 * 3_600_000;

/// Instances that were not heard of for this long are not told to boxes, in milliseconds.
const INSTANCE_MS: i64 = 5 * 60_000;

/// Why a box is not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// Whatever is wrong with the code, the proof or the keys: one answer for all of it.
    #[error("no such code")]
    NoSuchCode,
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// What a box says of itself, with its proof checked.
#[derive(Debug, Clone)]
pub struct NewBox {
    code_hash: [u8; 32],
    endpoint: [u8; 32],
    token_key: [u8; 32],
    replica: Author8,
}

impl NewBox {
    /// Checks that the box holds the key it wants enrolled.
    pub fn proven(asked: &Enrol) -> Option<Self> {
        let endpoint = unhex(&asked.endpoint)?;
        let key = VerifyingKey::from_bytes(&endpoint).ok()?;
        let proof = Signature::from_bytes(&unhex(&asked.proof)?);
        key.verify_strict(&proof_message(&asked.code), &proof).ok()?;
        let token_key = unhex(&asked.token_key)?;
        VerifyingKey::from_bytes(&token_key).ok().filter(|key| !key.is_weak())?;
        let replica = unhex(&asked.replica)?;
        Some(Self { code_hash: code::hash(&asked.code), endpoint, token_key, replica })
    }
}

/// Makes a box the box of the branch its code is for; the same box with the same code is answered the same again.
pub async fn enrol(cloud: &Cloud, asked: &Enrol) -> Result<Enrolled, EnrolError> {
    let new = NewBox::proven(asked).ok_or(EnrolError::NoSuchCode)?;
    let (root, now) = (cloud.keys().root.clone(), cloud.now());
    let box_id = BoxId::new(Uuid::now_v7());
    let redeemed = cloud.note(move |tx| redeem(tx, &new, box_id, &root, now)).await?;
    let (boxed, pin_pepper) = redeemed.ok_or(EnrolError::NoSuchCode)?;
    // The box it replaces is on the line.
    super::tell(cloud, boxed.company_id).await;
    Ok(Enrolled {
        box_id: boxed.box_id,
        company_id: boxed.company_id,
        branch_id: boxed.branch_id,
        certificate: hex(&boxed.certificate),
        root_key: hex(cloud.keys().verifying().as_bytes()),
        pin_pepper: hex(&pin_pepper),
        cloud: cloud_address(cloud).await?,
    })
}

/// Where boxes reach this cloud: every instance that ran within the last minutes.
pub async fn cloud_address(cloud: &Cloud) -> Result<CloudAddress, StoreError> {
    let since = cloud.now().plus_ms(-INSTANCE_MS);
    let instances = cloud.ask(move |tx| instance::since(tx, since)).await?;
    Ok(CloudAddress {
        endpoints: instances.iter().map(Instance::to_wire).collect(),
        relay_url: instances.iter().find_map(|instance| instance.relay_url.clone()),
        base_url: cloud.config().public_url.clone(),
    })
}

/// Uses the code up and gives the box its place, in one transaction.
fn redeem(
    tx: &mut ControlTx<'_>,
    new: &NewBox,
    fresh: BoxId,
    root: &SigningKey,
    now: Timestamp,
) -> Result<Option<(EnrolledBox, [u8; 32])>, StoreError> {
    let Some(given) = enrolment::find(tx, new.code_hash)? else { return Ok(None) };
    enrolment::hold(tx, given.company_id, given.branch_id)?;
    let Some(given) = enrolment::find(tx, new.code_hash)? else { return Ok(None) };
    let company = company::find(tx, given.company_id)?.filter(|company| company.active);
    let Some(company) = company else { return Ok(None) };
    let known = boxes::find_by_endpoint(tx, new.endpoint)?;
    if let Some(user) = given.box_id {
        // Its answer was lost on the way: the same box may ask again.
        let same = known.filter(|known| known.box_id == user && known.status == BoxStatus::Live);
        return Ok(same.map(|known| (known, company.pin_pepper)));
    }
    // A key that is another branch's box stays that; a box that moves is wiped first and has a new one.
    let elsewhere = known.as_ref().is_some_and(|known| known.branch_id != given.branch_id);
    if given.expires_at <= now || elsewhere {
        return Ok(None);
    }
    let box_id = known.map_or(fresh, |known| known.box_id);
    if !enrolment::consume(tx, new.code_hash, box_id)? {
        return Ok(None);
    }
    let newest = boxes::of_branch(tx, given.company_id, given.branch_id)?;
    let generation = newest.first().map_or(1, |newest| newest.generation + 1);
    let claims = BoxClaims {
        box_id,
        company_id: given.company_id,
        branch_id: given.branch_id,
        endpoint: new.endpoint,
        token_key: new.token_key,
        replica: new.replica,
        generation,
        issued_at: now,
        expires_at: now.plus_ms(CERTIFICATE_MS),
    };
    boxes::fence(tx, given.company_id, given.branch_id)?;
    let boxed = EnrolledBox {
        box_id,
        company_id: given.company_id,
        branch_id: given.branch_id,
        endpoint: new.endpoint,
        replica: new.replica,
        certificate: Certificate::sign(root, &claims).to_bytes(),
        generation,
        status: BoxStatus::Live,
        enrolled_at: now,
    };
    boxes::put(tx, &boxed)?;
    Ok(Some((boxed, company.pin_pepper)))
}

#[cfg(test)]
mod tests;
