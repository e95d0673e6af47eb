//! A company of its own for each test of the door.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use shared_model::branch::Branch;
use shared_model::document::{Author, DocKind};
use shared_model::ids::{BranchId, CompanyId};
use shared_model::money::Money;
use shared_model::tenant::{Entitlement, EntitlementClaims, Plan};
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::Work;
use crate::store::sqlite::Sqlite;
use crate::store::table::register::{self, Register};
use crate::store::{Mode, Store, StoreError};

pub const AUTHOR: Author = Author { replica: [7; 8], epoch: 3 };
pub const NOW: Timestamp = Timestamp::from_ms(1_795_384_800_000);

/// A company under a plan, with a main branch.
pub struct Shop {
    _folder: tempfile::TempDir,
    pub store: Store,
    pub company: CompanyId,
}

pub fn branch(number: u128) -> Branch {
    Branch {
        branch_id: BranchId::new(Uuid::from_u128(number)),
        company_id: CompanyId::new(Uuid::from_u128(1)),
        company_slug: "papacriolla".to_owned(),
        name: format!("Sucursal {number}"),
        business_name: "La Papa Criolla S.A.S.".to_owned(),
        nit: "901.742.385-2".to_owned(),
        address: String::new(),
        zone: "America/Bogota".to_owned(),
        closes_at_min: 360,
        cash_rounding: Money::from_pesos(50),
        code: None,
        phone: None,
        latitude_udeg: None,
        longitude_udeg: None,
        active: true,
        is_main: number == 100,
    }
}

impl Shop {
    pub async fn open(plan: Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(Sqlite::open(folder.path()).unwrap()));
        let company = CompanyId::new(Uuid::from_u128(1));
        store.create(company).await.unwrap();
        let shop = Self { _folder: folder, store, company };
        shop.work(move |work| {
            let claims = EntitlementClaims {
                company_id: company,
                plan,
                limits: plan.limits(),
                paid_until: NOW.plus_ms(1_000_000),
                serial: 1,
            };
            let grant = Entitlement::sign(&root(), &claims);
            let body = serde_json::to_string(&grant).unwrap();
            let kind = DocKind::Entitlement;
            register::put(
                work.tx,
                &[Register { kind, doc: company.uuid(), branch: None, version: 0, body }],
            )?;
            work.put(&branch(100), Some(branch(100).branch_id))
        })
        .await;
        shop
    }

    /// Runs something in a transaction that is committed when it succeeds.
    pub async fn work<T, E, F>(&self, run: F) -> T
    where
        T: Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
        F: FnOnce(&mut Work<'_, '_>) -> Result<T, E> + Send + 'static,
    {
        let job = move |tx: &mut crate::store::Tx<'_>| {
            let mut work = Work { tx, author: AUTHOR, root: root().verifying_key(), now: NOW };
            run(&mut work).map_err(|error| StoreError::Stored { what: "test", source: error.into() })
        };
        self.store.tenant(self.company, Mode::Write, job).await.unwrap()
    }

    /// Runs something that is refused, and answers with the refusal.
    pub async fn refused<F>(&self, run: F) -> String
    where
        F: FnOnce(&mut Work<'_, '_>) -> super::work::Carried + Send + 'static,
    {
        self.work(move |work| match run(work) {
            Ok(answer) => Err(format!("not refused: {answer:?}")),
            Err(refusal) => Ok(format!("{refusal:?}")),
        })
        .await
    }
}

fn root() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}
