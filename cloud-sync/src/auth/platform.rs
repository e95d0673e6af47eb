//! Super admins: how one is made, and how they sign in.

use shared_model::ids::{AdminId, SessionId};
use shared_model::wire::account::PlatformLogin;
use uuid::Uuid;

use super::secret::Fit;
use super::token::{Claims, PLATFORM};
use super::{AuthError, Client, PLATFORM_SESSION_MS, Ticket};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::store::control::admin::{self, Admin};
use crate::store::control::session::{self, Session};

/// A super admin who just signed in.
#[derive(Clone)]
pub struct PlatformSignedIn {
    pub access_token: String,
    pub refresh: Ticket,
    pub admin: Admin,
}

impl std::fmt::Debug for PlatformSignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlatformSignedIn").field("admin", &self.admin.admin_id).finish_non_exhaustive()
    }
}

impl Cloud {
    /// Makes a super admin.
    ///
    /// # Errors
    /// [`AuthError::WeakPassword`], or the store's when the e-mail is taken.
    pub async fn create_admin(&self, email: &str, name: &str, password: &str) -> Result<AdminId, AuthError> {
        let verifier = self.verifier(password.to_owned()).await?;
        let admin_id = AdminId::new(Uuid::now_v7());
        let admin = Admin {
            admin_id,
            email: email.trim().to_lowercase(),
            name: name.trim().to_owned(),
            password: verifier,
            session_epoch: 0,
            active: true,
            created_at: self.now(),
        };
        self.note(move |tx| admin::insert(tx, &admin)).await?;
        Ok(admin_id)
    }

    /// Signs a super admin in.
    pub async fn platform_login(
        &self,
        login: PlatformLogin,
        client: Client,
    ) -> Result<PlatformSignedIn, AuthError> {
        let email = login.email.trim().to_lowercase();
        let account = format!("{PLATFORM}:{email}");
        self.count_attempt(&account, client).await?;
        let known = self.ask(move |tx| admin::find_by_email(tx, &email)).await?.filter(|admin| admin.active);
        let verifier = known.as_ref().map(|admin| admin.password.clone());
        let fit = self.secrets().fits(login.password, verifier).await;
        let Some(admin) = known.filter(|_| fit != Fit::No) else { return Err(AuthError::BadCredentials) };
        self.forget_attempts(&account, client).await?;
        let (now, refresh) = (self.now(), Ticket { id: SessionId::new(Uuid::now_v7()), secret: random() });
        let begun = Session {
            session_id: refresh.id,
            company_id: None,
            person_id: admin.admin_id.to_string(),
            branch_id: None,
            session_epoch: admin.session_epoch,
            token_hash: refresh.hash(),
            previous_hash: None,
            rotated_at: now,
            expires_at: now.plus_ms(PLATFORM_SESSION_MS),
        };
        let admin_id = admin.admin_id;
        let write = self.note(move |tx| {
            if let Fit::Renew(verifier) = &fit {
                admin::set_password(tx, admin_id, verifier)?;
            }
            session::put(tx, &begun)
        });
        write.await?;
        Ok(self.platform_signed_in(admin, refresh))
    }

    /// Exchanges a super admin's refresh token for a new one and a new access token.
    pub async fn platform_refresh(&self, refresh: Option<Ticket>) -> Result<PlatformSignedIn, AuthError> {
        let refresh = refresh.ok_or(AuthError::Unauthorized)?;
        let (session, fresh) = self.rotated(refresh, PLATFORM_SESSION_MS).await?;
        let person = session.person_id.clone();
        let admin = self.ask(move |tx| admin::find(tx, &person)).await?;
        let admin = admin.filter(|admin| admin.active && admin.session_epoch == session.session_epoch);
        Ok(self.platform_signed_in(admin.ok_or(AuthError::Unauthorized)?, fresh))
    }

    fn platform_signed_in(&self, admin: Admin, refresh: Ticket) -> PlatformSignedIn {
        let (sub, now_s) = (admin.admin_id.to_string(), self.now().ms() / 1000);
        let claims =
            Claims::new(PLATFORM.to_owned(), sub, refresh.id, admin.session_epoch, Vec::new(), now_s);
        PlatformSignedIn { access_token: self.tokens().sign(&claims), refresh, admin }
    }
}
