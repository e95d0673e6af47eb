//! A cloud of one handler, and what a box believes of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use ed25519_dalek::{Signature, SigningKey, Verifier as _};
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::BoxClaims;
use shared_model::wire::enrol::CloudAddress;
use uuid::Uuid;

use super::*;
use crate::store::testing::{BRANCH, COMPANY, NOW, branch, id};

/// What the cloud does wrong, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cloud {
    Honest,
    SaysAnotherBranch,
    SignsAnotherBox,
    SignsWithAnotherKey,
}

async fn answer(State(cloud): State<Cloud>, Json(asked): Json<Enrol>) -> Result<Json<Enrolled>, StatusCode> {
    let endpoint: [u8; 32] = hex::array(&asked.endpoint).ok_or(StatusCode::BAD_REQUEST)?;
    let proof = Signature::from_bytes(&hex::array(&asked.proof).ok_or(StatusCode::BAD_REQUEST)?);
    let key = VerifyingKey::from_bytes(&endpoint).map_err(|_| StatusCode::BAD_REQUEST)?;
    if key.verify(&proof_message("ABCDEFGH"), &proof).is_err() {
        return Err(StatusCode::FORBIDDEN);
    }
    let root = SigningKey::from_bytes(&[1; 32]);
    let number = |number| Uuid::from_u128(number);
    let claims = BoxClaims {
        box_id: BoxId::new(number(7)),
        company_id: CompanyId::new(number(COMPANY)),
        branch_id: BranchId::new(number(BRANCH)),
        endpoint: if cloud == Cloud::SignsAnotherBox { [9; 32] } else { endpoint },
        token_key: hex::array(&asked.token_key).ok_or(StatusCode::BAD_REQUEST)?,
        replica: hex::array(&asked.replica).ok_or(StatusCode::BAD_REQUEST)?,
        generation: 1,
        issued_at: NOW,
        expires_at: NOW.plus_ms(1_000),
    };
    let signer =
        if cloud == Cloud::SignsWithAnotherKey { SigningKey::from_bytes(&[2; 32]) } else { root.clone() };
    let branch = if cloud == Cloud::SaysAnotherBranch { 0x0dd } else { BRANCH };
    Ok(Json(Enrolled {
        box_id: claims.box_id,
        company_id: claims.company_id,
        branch_id: BranchId::new(number(branch)),
        certificate: hex::encode(&Certificate::sign(&signer, &claims).to_bytes()),
        root_key: hex::encode(root.verifying_key().as_bytes()),
        pin_pepper: hex::encode(&[5; 32]),
        cloud: CloudAddress {
            endpoints: vec![],
            relay_url: None,
            base_url: "https://nube.example".to_owned(),
        },
    }))
}

async fn cloud(cloud: Cloud) -> String {
    let app = Router::new().route("/api/v1/boxes/enrol", post(answer)).with_state(cloud);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/")
}

fn store(dir: &Path) -> Store {
    Store::open(&dir.join("branch.db")).unwrap().0
}

#[tokio::test]
async fn a_code_makes_a_blank_box_the_box_of_its_branch() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    let url = cloud(Cloud::Honest).await;
    let member = enrol(dir.path(), &store, &url, "abcd-efgh", NOW).await.unwrap();
    assert_eq!(member.branch_id, BranchId::new(id(BRANCH)));
    let stored = store.readers.read(membership::read).await.unwrap();
    assert_eq!(stored, Some(member));
    let keys = Keys::load(dir.path()).unwrap();
    assert_eq!((keys.pepper, keys.earlier_pepper), ([5; 32], None));
    // A second time, as after a lost answer: the same.
    enrol(dir.path(), &store, &url, "ABCD EFGH", NOW).await.unwrap();
}

#[tokio::test]
async fn what_is_not_signed_for_this_box_is_not_believed() {
    for wrong in [Cloud::SaysAnotherBranch, Cloud::SignsAnotherBox, Cloud::SignsWithAnotherKey] {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let refused = enrol(dir.path(), &store, &cloud(wrong).await, "abcd-efgh", NOW).await;
        assert!(refused.is_err(), "{wrong:?}");
        assert_eq!(store.readers.read(membership::read).await.unwrap(), None);
        assert_ne!(Keys::load(dir.path()).unwrap().pepper, [5; 32]);
    }
}

#[tokio::test]
async fn a_wrong_code_and_another_branchs_data_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    let url = cloud(Cloud::Honest).await;
    assert!(enrol(dir.path(), &store, &url, "otro", NOW).await.is_err());
    let other = move |work: &mut Work<'_>| {
        let mut catalog = (*work.working.catalog(work.tx)?).clone();
        crate::store::testing::put(work, &mut catalog, branch(0x0dd), NOW)?;
        work.working.set_catalog(catalog);
        Ok(())
    };
    store.writer.run(Durability::Full, other).await.unwrap();
    let refused = enrol(dir.path(), &store, &url, "abcd-efgh", NOW).await.unwrap_err();
    assert!(refused.to_string().contains("sucursal"), "{refused:#}");
}
