//! Starting a business by oneself: founding the company and being signed in, in one request.

use shared_model::ids::CommandId;
use shared_model::tenant::Plan;
use shared_model::wire::account::Register;

use super::secret::Fit;
use super::{AuthError, Client, SignedIn};
use crate::cloud::Cloud;
use crate::company::{Founder, Founding};
use crate::refusal::Refusal;
use crate::store::control::company;

impl Cloud {
    /// Founds a company for whoever asks and signs its owner in. A retry with the same key and the same password is signed
    /// in again, and founds nothing.
    pub async fn register(
        &self,
        key: CommandId,
        asked: Register,
        client: Client,
    ) -> Result<SignedIn, RegisterError> {
        let (password, username) = (asked.password.clone(), asked.username.trim().to_lowercase());
        let id = self.company_of_request(key);
        if let Some(known) = self.ask(move |tx| company::find(tx, id)).await? {
            return self.retried(known, username, password, client).await;
        }
        let founding = Founding {
            name: asked.name,
            slug: asked.slug,
            branch_name: asked.branch_name,
            zone: asked.zone,
            plan: Plan::Trial,
            by_name: asked.owner_name.clone(),
            owner: Founder {
                name: asked.owner_name,
                email: asked.owner_email,
                phone: asked.owner_phone,
                username: asked.username,
                password: Some(self.verifier(password).await?),
            },
        };
        let company = self.found(key, founding).await?;
        let person = self.person_named(Some(&company), username).await?;
        Ok(self.sign_in(company, person.ok_or(AuthError::Unauthorized)?).await?)
    }

    async fn retried(
        &self,
        company: company::Company,
        username: String,
        password: String,
        client: Client,
    ) -> Result<SignedIn, RegisterError> {
        let account = super::login::account(&company.slug, &username);
        self.count_attempt(&account, client).await?;
        let person = self.person_named(Some(&company), username).await?;
        let verifier = person.as_ref().and_then(|person| person.staff.password.clone());
        let fit = self.secrets().fits(password, verifier).await;
        let Some(person) = person.filter(|_| fit != Fit::No) else { return Err(Refusal::KeyReused.into()) };
        self.forget_attempts(&account, client).await?;
        if !company.active {
            return Err(AuthError::CompanyInactive.into());
        }
        Ok(self.sign_in(company, person).await?)
    }
}

/// Why a business does not start.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("refused")]
    Refused(#[from] Refusal),
    #[error("not let in")]
    NotLetIn(#[from] AuthError),
    #[error("the store failed")]
    Store(#[from] crate::store::StoreError),
}
