//! What admins do with boxes: ask for a code, look at them, take one back.

use std::collections::BTreeMap;

use shared_model::branch::Branch;
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::wire::boxes::{BoxList, BoxView, EnrolmentCode};
use shared_model::wire::platform::BoxStatus;

use super::code;
use crate::cloud::Cloud;
use crate::hex::hex;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::store::control::boxes;
use crate::store::control::enrolment::{self, Enrolment};
use crate::store::table::{peer, register};
use crate::tenant::conflicts::Writers;

/// How long a code is good for, in milliseconds.
const CODE_MS: i64 = 24 * 3_600_000;
/// A box that was not heard of for this long is not online, in milliseconds.
const ONLINE_MS: i64 = 2 * 60_000;

/// Gives out a code for a box of an active branch.
pub async fn issue_code(
    cloud: &Cloud,
    company_id: CompanyId,
    branch_id: BranchId,
    created_by: String,
) -> Result<EnrolmentCode, Refusal> {
    let branch = cloud.read(company_id, move |tx| register::find::<Branch>(tx, branch_id.uuid())).await?;
    if branch.is_none_or(|(branch, _)| !branch.active) {
        return Err(Refusal::NotFound);
    }
    let (code, expires_at) = (code::fresh(), cloud.now().plus_ms(CODE_MS));
    let code_hash = code::hash(&code);
    let given = Enrolment { code_hash, company_id, branch_id, created_by, expires_at, box_id: None };
    cloud.note(move |tx| enrolment::insert(tx, &given)).await?;
    Ok(EnrolmentCode { branch_id, code, expires_at_ms: expires_at })
}

/// The boxes of a branch, the newest first.
pub async fn list(cloud: &Cloud, company: CompanyId, branch: BranchId) -> Result<BoxList, StoreError> {
    let boxes = cloud.ask(move |tx| boxes::of_branch(tx, company, branch)).await?;
    let heard: BTreeMap<_, _> = cloud.read(company, peer::last_exchanges).await?.into_iter().collect();
    let now = cloud.now();
    let items = boxes.into_iter().map(|boxed| {
        let last = heard.get(&boxed.box_id).copied();
        BoxView {
            box_id: boxed.box_id,
            branch_id: boxed.branch_id,
            status: boxed.status,
            generation: boxed.generation,
            enrolled_at_ms: boxed.enrolled_at,
            last_exchange_ms: last,
            online: boxed.status == BoxStatus::Live && last.is_some_and(|last| now.since(last) < ONLINE_MS),
        }
    });
    Ok(BoxList { items: items.collect() })
}

/// Takes a box's certificate back; doing it again changes nothing. Conversations with it end at once, on every instance.
pub async fn revoke(cloud: &Cloud, company: CompanyId, id: BoxId) -> Result<(), Refusal> {
    if !cloud.note(move |tx| boxes::revoke(tx, company, id)).await? {
        return Err(Refusal::NotFound);
    }
    super::tell(cloud, company).await;
    Ok(())
}

/// Whether a live box sells at a branch.
pub async fn sells(cloud: &Cloud, company: CompanyId, branch: BranchId) -> Result<bool, StoreError> {
    let boxes = cloud.ask(move |tx| boxes::of_branch(tx, company, branch)).await?;
    Ok(boxes.iter().any(|boxed| boxed.status == BoxStatus::Live))
}

/// The branch of each replica that is a box of the company.
pub async fn writers(cloud: &Cloud, company: CompanyId) -> Result<Writers, StoreError> {
    let boxes = cloud.ask(move |tx| boxes::of_company(tx, company)).await?;
    Ok(boxes.iter().map(|boxed| (hex(&boxed.replica), boxed.branch_id)).collect::<BTreeMap<_, _>>())
}
