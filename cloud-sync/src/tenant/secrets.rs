//! Hashing a person's secrets before the transaction that stores them.

use shared_model::ids::CompanyId;

use super::staff::{Verifiers, check_secrets};
use crate::cloud::Cloud;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::store::control::company;

impl Cloud {
    /// Checks and hashes a password and a PIN, whichever is given. PINs are mixed with the company's pepper, so that they
    /// are worth nothing beside a stolen database.
    pub async fn verifiers(
        &self,
        company: CompanyId,
        password: Option<String>,
        pin: Option<String>,
    ) -> Result<Verifiers, Refusal> {
        check_secrets(password.as_deref(), pin.as_deref())?;
        let mut verifiers = Verifiers::default();
        if let Some(password) = password {
            verifiers.password = Some(self.secrets().hash(password).await.ok_or(StoreError::NotRun)?);
        }
        if let Some(pin) = pin {
            let known = self.ask(move |tx| company::find(tx, company)).await?;
            let pepper = known.ok_or(Refusal::NotFound)?.pin_pepper;
            verifiers.pin = Some(self.secrets().hash_pin(pepper, pin).await.ok_or(StoreError::NotRun)?);
        }
        Ok(verifiers)
    }
}
