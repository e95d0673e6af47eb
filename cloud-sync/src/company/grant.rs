//! Grants: what a plan allows, signed, numbered, and written where boxes get it from.

use shared_model::tenant::{Entitlement, EntitlementClaims};

use super::limits;
use crate::cloud::Cloud;
use crate::store::control::company::{self, Company};
use crate::store::{Mode, StoreError, Tx};
use crate::tenant::edit;

/// Companies whose grants are made good in one go.
const BATCH: u32 = 100;

impl Cloud {
    /// The grant a company should have.
    pub(crate) fn grant_of(&self, company: &Company) -> Entitlement {
        let claims = EntitlementClaims {
            company_id: company.company_id,
            plan: company.plan,
            limits: company.plan.limits(),
            paid_until: company.paid_until,
            serial: company.entitlement_serial,
        };
        Entitlement::sign(&self.keys().root, &claims)
    }

    /// Writes a company's newest grant into its log. When the process dies before, upkeep does it.
    pub(super) async fn hand_out(&self, company: &Company) -> Result<(), StoreError> {
        let (grant, serial, root) =
            (self.grant_of(company), company.entitlement_serial, self.keys().verifying());
        let (author, now, id) = (self.author(), self.now(), company.company_id);
        let write = move |tx: &mut Tx<'_>| {
            let newer = limits::granted(tx, &root)?.is_some_and(|granted| granted.serial >= serial);
            if newer { Ok(()) } else { edit::put(tx, author, &grant, None, now).map(drop) }
        };
        self.store().tenant(id, Mode::Write, write).await?;
        self.note(move |tx| company::set_granted(tx, id, serial)).await
    }

    /// Writes the grants that did not reach their logs.
    pub async fn hand_out_missing(&self) -> Result<(), StoreError> {
        for company in self.ask(|tx| company::not_granted(tx, BATCH)).await? {
            self.hand_out(&company).await?;
        }
        Ok(())
    }
}
