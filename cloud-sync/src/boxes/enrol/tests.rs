//! A code redeemed, reused, forged, expired: what becomes of it.

use std::sync::Arc;

use ed25519_dalek::Signer as _;
use shared_model::ids::{BranchId, CompanyId};
use shared_model::tenant::Plan;

use super::*;
use crate::boxes::{Grant, grant, list, revoke};
use crate::clock::Clock;
use crate::cloud::Config;
use crate::http::rate::Rates;
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::store::Store;
use crate::store::control::company::Company;
use crate::store::control::enrolment::Enrolment;
use crate::store::sqlite::Sqlite;

const CODE: &str = "ABCD-EFGH-JKMN";

fn company_id() -> CompanyId {
    CompanyId::new(Uuid::from_u128(1))
}

fn branch_id() -> BranchId {
    BranchId::new(Uuid::from_u128(2))
}

async fn cloud(folder: &std::path::Path) -> Cloud {
    let store = Store::new(Arc::new(Sqlite::open(folder).unwrap()));
    store.create(company_id()).await.unwrap();
    let config = Config {
        public_url: "https://nube.example".to_owned(),
        behind_proxy: false,
        rates: Rates::default(),
    };
    let keys = Keys::new([1; 32], [2; 32]);
    let cloud = Cloud::new(store, keys, Clock::system(), Mailer::Folder(folder.join("mail")), config);
    let company = Company {
        company_id: company_id(),
        slug: "papacriolla".to_owned(),
        name: "La Papa Criolla".to_owned(),
        legal_name: None,
        tax_id: None,
        owner_name: "Marcela".to_owned(),
        owner_email: "marcela@example.com".to_owned(),
        owner_phone: None,
        zone: "America/Bogota".to_owned(),
        plan: Plan::Trial,
        paid_until: cloud.now(),
        next_plan: None,
        cancelled_at: None,
        entitlement_serial: 1,
        granted_serial: 1,
        pin_pepper: [5; 32],
        active: true,
        created_at: cloud.now(),
        version: 1,
    };
    cloud.note(move |tx| company::insert(tx, &company)).await.unwrap();
    cloud
}

async fn give(cloud: &Cloud, code: &str, in_ms: i64) {
    let given = Enrolment {
        code_hash: code::hash(code),
        company_id: company_id(),
        branch_id: branch_id(),
        created_by: "Marcela".to_owned(),
        expires_at: cloud.now().plus_ms(in_ms),
        box_id: None,
    };
    cloud.note(move |tx| enrolment::insert(tx, &given)).await.unwrap();
}

fn asks(key: u8, code: &str) -> Enrol {
    let key = SigningKey::from_bytes(&[key; 32]);
    Enrol {
        code: code.to_owned(),
        endpoint: hex(key.verifying_key().as_bytes()),
        token_key: hex(key.verifying_key().as_bytes()),
        replica: "0a".repeat(8),
        proof: hex(&key.sign(&proof_message(code)).to_bytes()),
    }
}

async fn granted(cloud: &Cloud, key: u8) -> Option<Grant> {
    grant(cloud, SigningKey::from_bytes(&[key; 32]).verifying_key().to_bytes()).await.unwrap()
}

#[tokio::test]
async fn a_code_makes_one_box_and_its_retry_is_answered_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let cloud = cloud(folder.path()).await;
    give(&cloud, CODE, 1_000_000).await;
    let first = enrol(&cloud, &asks(3, CODE)).await.unwrap();
    let again = enrol(&cloud, &asks(3, "abcd efgh jkmn")).await.unwrap();
    assert_eq!((first.box_id, &first.certificate), (again.box_id, &again.certificate));
    assert_eq!(first.pin_pepper, "05".repeat(32));
    let given = granted(&cloud, 3).await.unwrap();
    assert_eq!((given.branch, given.generation, given.status), (branch_id(), 1, BoxStatus::Live));
    assert_eq!(given.replica, [0x0a; 8]);
    let other = enrol(&cloud, &asks(4, CODE)).await;
    assert!(matches!(other, Err(EnrolError::NoSuchCode)), "{other:?}");
}

#[tokio::test]
async fn wrong_expired_and_forged_are_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let cloud = cloud(folder.path()).await;
    give(&cloud, CODE, -1).await;
    give(&cloud, "2345-6789-ABCD", 1_000_000).await;
    let forged = Enrol { proof: asks(4, "2345-6789-ABCD").proof, ..asks(3, "2345-6789-ABCD") };
    let replayed = Enrol { proof: asks(3, CODE).proof, ..asks(3, "2345-6789-ABCD") };
    let upper = Enrol { replica: "0A".repeat(8), ..asks(3, "2345-6789-ABCD") };
    for asked in [asks(3, CODE), asks(3, "ZZZZ-ZZZZ-ZZZZ"), forged, replayed, upper] {
        let refused = enrol(&cloud, &asked).await;
        assert!(matches!(refused, Err(EnrolError::NoSuchCode)), "{refused:?}");
    }
    assert_eq!(granted(&cloud, 3).await, None);
}

#[tokio::test]
async fn a_newer_box_fences_the_older_and_a_revoked_one_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let cloud = cloud(folder.path()).await;
    give(&cloud, CODE, 1_000_000).await;
    give(&cloud, "2345-6789-ABCD", 1_000_000).await;
    let first = enrol(&cloud, &asks(3, CODE)).await.unwrap();
    let second = enrol(&cloud, &asks(4, "2345-6789-ABCD")).await.unwrap();
    let status = |grant: Option<Grant>| grant.map(|grant| (grant.generation, grant.status));
    assert_eq!(status(granted(&cloud, 3).await), Some((1, BoxStatus::Fenced)));
    assert_eq!(status(granted(&cloud, 4).await), Some((2, BoxStatus::Live)));
    revoke(&cloud, company_id(), second.box_id).await.unwrap();
    assert_eq!(status(granted(&cloud, 4).await), Some((2, BoxStatus::Revoked)));
    let again = enrol(&cloud, &asks(4, "2345-6789-ABCD")).await;
    assert!(matches!(again, Err(EnrolError::NoSuchCode)), "{again:?}");
    let stranger = CompanyId::new(Uuid::from_u128(9));
    assert!(revoke(&cloud, stranger, first.box_id).await.is_err());
    let listed = list(&cloud, company_id(), branch_id()).await.unwrap().items;
    let seen: Vec<_> = listed.iter().map(|seen| (seen.generation, seen.status, seen.online)).collect();
    assert_eq!(seen, [(2, BoxStatus::Revoked, false), (1, BoxStatus::Fenced, false)]);
}
