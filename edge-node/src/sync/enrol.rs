//! Becoming the box of a branch: a single-use code, against what a box needs to know. Everything else comes by sync.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use ed25519_dalek::{Signer as _, VerifyingKey};
use shared_model::document::Author;
use shared_model::sync::Certificate;
use shared_model::time::Timestamp;
use shared_model::wire::enrol::{Enrol, Enrolled, proof_message};
use shared_model::wire::problem::Problem;

use crate::auth::keys::{Keys, adopt_pepper};
use crate::store::membership::{self, Membership};
use crate::store::{Durability, Store, Work, peer, peer_mark};
use crate::{hex, tls};

/// How long the cloud may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Redeems a code and writes what came of it: the membership into the database, the company's pepper beside it. A running
/// box takes both up at its next start; it begins to sync within seconds.
///
/// # Errors
/// When the cloud refuses the code, answers something that is not signed for this very box, or when the data directory
/// belongs to another branch: orders of two branches in one database could not be told apart.
pub async fn enrol(
    data: &Path,
    store: &Store,
    cloud: &str,
    code: &str,
    now: Timestamp,
) -> anyhow::Result<Membership> {
    let keys = Keys::load(data)?;
    let author = store.writer.run(Durability::Relaxed, |work| Ok(work.working.author)).await?;
    let enrolled = redeem(cloud, &request(&keys, author, code)).await?;
    let member = believed(&keys, author, &enrolled, now)?;
    let home = store.announcements.catalog.borrow().home().map(|branch| branch.branch_id);
    if let Some(home) = home.filter(|home| *home != member.branch_id) {
        bail!("los datos de esta caja son de la sucursal {home}, y el código es de {}", member.branch_id);
    }
    let pepper = hex::array(&enrolled.pin_pepper).context("the pepper is not 32 bytes in hex")?;
    let staff = store.announcements.catalog.borrow().staff.clone();
    adopt_pepper(data, &pepper, staff.values().any(|person| person.pin.is_some()))?;
    let written = member.clone();
    store.writer.run(Durability::Full, move |work| write(work, &written)).await?;
    Ok(member)
}

fn write(work: &mut Work<'_>, member: &Membership) -> Result<(), crate::store::StoreError> {
    // A cursor is a place in the log of the cloud it was read from.
    let known = membership::read(work.tx)?;
    if known.is_none_or(|known| (known.root_key, known.company_id) != (member.root_key, member.company_id)) {
        peer::forget(work.tx)?;
        peer_mark::clear(work.tx)?;
    }
    peer::put_standing(work.tx, peer::Standing::Member)?;
    membership::put(work.tx, member)
}

fn request(keys: &Keys, author: Author, code: &str) -> Enrol {
    Enrol {
        code: code.to_owned(),
        endpoint: hex::encode(keys.endpoint.verifying_key().as_bytes()),
        token_key: hex::encode(keys.signing.verifying_key().as_bytes()),
        replica: hex::encode(&author.replica),
        proof: hex::encode(&keys.endpoint.sign(&proof_message(code)).to_bytes()),
    }
}

async fn redeem(cloud: &str, request: &Enrol) -> anyhow::Result<Enrolled> {
    tls::install();
    let url = format!("{}/api/v1/boxes/enrol", cloud.trim_end_matches('/'));
    let client =
        reqwest::Client::builder().timeout(PATIENCE).build().context("preparing to ask the cloud")?;
    let answer = client.post(&url).json(request).send().await.with_context(|| format!("asking {url}"))?;
    let status = answer.status();
    if status.is_success() {
        return answer.json().await.context("the cloud's answer is not an enrolment");
    }
    match answer.json::<Problem>().await {
        Ok(problem) => bail!("{}: {}", problem.title, problem.detail),
        Err(_) => bail!("{url} answered {status}"),
    }
}

/// The membership, when the certificate says of exactly this box what the answer says.
fn believed(keys: &Keys, author: Author, enrolled: &Enrolled, now: Timestamp) -> anyhow::Result<Membership> {
    let root_key = hex::array(&enrolled.root_key).context("the root key is not 32 bytes in hex")?;
    let root = VerifyingKey::from_bytes(&root_key).context("the root key is no key")?;
    let certificate = hex::decode(&enrolled.certificate).context("the certificate is not hex")?;
    let claims = Certificate::from_bytes(&certificate).and_then(|certificate| certificate.verify(&root, now));
    let claims = claims.context("the certificate is not signed by the root key, or its time is over")?;
    let here = claims.endpoint == keys.endpoint.verifying_key().to_bytes()
        && claims.token_key == keys.signing.verifying_key().to_bytes()
        && claims.replica == author.replica;
    ensure!(here, "the certificate is for another box");
    let (ids, said) = (
        (claims.box_id, claims.company_id, claims.branch_id),
        (enrolled.box_id, enrolled.company_id, enrolled.branch_id),
    );
    ensure!(ids == said, "the certificate is for another branch");
    Ok(Membership {
        box_id: claims.box_id,
        company_id: claims.company_id,
        branch_id: claims.branch_id,
        certificate,
        root_key,
        cloud: enrolled.cloud.clone(),
        enrolled_at: now,
    })
}

#[cfg(test)]
mod tests;
