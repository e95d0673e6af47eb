//! Getting back in: a link by mail, good for an hour, once. A new password ends every session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use shared_model::staff::Staff;
use shared_model::wire::account::{ForgotPassword, ResetPassword};

use super::login::change_staff;
use super::{AuthError, Client};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::mail::Letter;
use crate::store::control::password_reset::{self, Reset};
use crate::store::control::{company, session};
use crate::store::table::register;
use crate::store::{Mode, Tx};

/// How long a link is good, in milliseconds.
const LINK_MS: i64 = 3_600_000;
/// Bytes a password must and may have.
const PASSWORD_LEN: std::ops::RangeInclusive<usize> = 8..=200;

impl Cloud {
    /// Sends a link to a new password, if there is such a person and their address is known. Who asks is not told.
    pub async fn forgot_password(&self, asked: ForgotPassword, client: Client) -> Result<(), AuthError> {
        let slug = asked.company.trim().to_lowercase();
        let username = asked.username.trim().to_lowercase();
        self.count_attempt(&format!("forgot:{slug}/{username}"), client).await?;
        // What takes longer for people who exist happens behind the answer.
        let cloud = self.clone();
        tokio::spawn(async move {
            if let Err(error) = cloud.send_link(slug, username).await {
                tracing::error!(error = &*error, "a link to a new password was not sent");
            }
        });
        Ok(())
    }

    async fn send_link(&self, slug: String, username: String) -> anyhow::Result<()> {
        let company = self.ask(move |tx| company::find_by_slug(tx, &slug)).await?;
        let Some(person) = self.person_named(company.as_ref(), username).await? else { return Ok(()) };
        let (Some(company), Some(to)) = (company, person.staff.email) else { return Ok(()) };
        if !company.active {
            return Ok(());
        }
        let secret = random::<32>();
        let reset = Reset {
            company_id: company.company_id,
            staff_id: person.staff.staff_id,
            expires_at: self.now().plus_ms(LINK_MS),
        };
        let hash = *blake3::hash(&secret).as_bytes();
        self.note(move |tx| password_reset::replace(tx, &hash, reset)).await?;
        let link = format!("{}/reset-password?token={}", self.config().public_url, BASE64.encode(secret));
        let body = format!(
            "Hola, {}:\n\nPara elegir una contraseña nueva en {}, abre este enlace. Sirve una vez, durante una hora:\n\n\
             {link}\n\nSi no lo pediste, no hagas nada: tu contraseña sigue igual.",
            person.staff.name, company.name
        );
        self.mailer().send(Letter { to, subject: "Contraseña nueva en FastOps".to_owned(), body }).await
    }

    /// Sets a new password by a link, and ends all sessions of the person, on boxes too.
    pub async fn reset_password(&self, asked: ResetPassword) -> Result<(), AuthError> {
        let secret: [u8; 32] = BASE64
            .decode(asked.token.trim())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(AuthError::ResetLink)?;
        // Looked at first: a password that is too short must not use the link up.
        let verifier = self.verifier(asked.password).await?;
        let hash = *blake3::hash(&secret).as_bytes();
        let reset = self.note(move |tx| password_reset::take(tx, &hash)).await?;
        let now = self.now();
        let reset = reset.filter(|reset| reset.expires_at > now).ok_or(AuthError::ResetLink)?;
        let (author, staff_id) = (self.author(), reset.staff_id);
        let write = move |tx: &mut Tx<'_>| {
            let Some((staff, _)) = register::find::<Staff>(tx, staff_id.uuid())? else { return Ok(false) };
            let session_epoch = staff.session_epoch + 1;
            change_staff(tx, author, Staff { password: Some(verifier), session_epoch, ..staff }, now)?;
            Ok(true)
        };
        if !self.store().tenant(reset.company_id, Mode::Write, write).await? {
            return Err(AuthError::ResetLink);
        }
        let person = reset.staff_id.to_string();
        Ok(self.note(move |tx| session::end_all_of(tx, &person)).await?)
    }

    /// The verifier of a password that is long enough.
    pub async fn verifier(&self, password: String) -> Result<String, AuthError> {
        if !PASSWORD_LEN.contains(&password.len()) {
            return Err(AuthError::WeakPassword);
        }
        self.secrets().hash(password).await.ok_or(AuthError::WeakPassword)
    }
}
