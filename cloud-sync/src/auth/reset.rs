//! Getting back in: a link by mail, good for an hour, once. A new password ends every session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use shared_model::staff::Staff;
use shared_model::wire::account::{ForgotPassword, ResetPassword};

use super::attempts::by_account;
use super::login::{account, change_staff};
use super::{AuthError, Client};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::mail::Letter;
use crate::store::control::password_reset::{self, Reset};
use crate::store::control::{company, login_attempt, session};
use crate::store::table::register;
use crate::store::{Mode, Tx};

/// How long a link is good, in milliseconds.
const LINK_MS: i64 = 3_600_000;
/// How long an invitation is good, in milliseconds.
const INVITATION_MS: i64 = 72 * 3_600_000;
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
            if let Err(error) = cloud.send_link(slug, username, LINK_MS).await {
                tracing::error!(error = &*error, "a link to a new password was not sent");
            }
        });
        Ok(())
    }

    /// Sends somebody a link to choose a password, if they are there and active and their address is known.
    async fn send_link(&self, slug: String, username: String, life_ms: i64) -> anyhow::Result<()> {
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
            expires_at: self.now().plus_ms(life_ms),
        };
        let hash = *blake3::hash(&secret).as_bytes();
        self.note(move |tx| password_reset::replace(tx, &hash, reset)).await?;
        let link = format!("{}/reset-password?token={}", self.config().public_url, BASE64.encode(secret));
        let hours = life_ms / 3_600_000;
        let life = if hours == 1 { "una hora".to_owned() } else { format!("{hours} horas") };
        let body = format!(
            "Hola, {}:\n\nPara elegir una contraseña nueva en {}, abre este enlace. Sirve una vez, durante {life}:\n\n\
             {link}\n\nEntras con el negocio «{}» y el usuario «{}». Si no lo pediste, no hagas nada: todo sigue igual.",
            person.staff.name, company.name, company.slug, person.staff.username
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
            let Some((staff, _)) = register::find::<Staff>(tx, staff_id.uuid())? else { return Ok(None) };
            let (username, session_epoch) = (staff.username.clone(), staff.session_epoch + 1);
            change_staff(tx, author, &Staff { password: Some(verifier), session_epoch, ..staff }, now)?;
            Ok(Some(username))
        };
        let changed = self.store().tenant(reset.company_id, Mode::Write, write).await?;
        let username = changed.ok_or(AuthError::ResetLink)?;
        let done = self.note(move |tx| {
            // Whoever owns the mailbox is not locked out by those who guessed.
            if let Some(company) = company::find(tx, reset.company_id)? {
                login_attempt::forget(tx, &by_account(&account(&company.slug, &username)))?;
            }
            session::end_all_of(tx, &staff_id.to_string())
        });
        Ok(done.await?)
    }

    /// Invites the owner of a company that was made by hand.
    pub async fn invite(&self, slug: String, username: String) {
        if let Err(error) = self.send_link(slug, username, INVITATION_MS).await {
            tracing::error!(error = &*error, "an invitation was not sent");
        }
    }

    /// The verifier of a password that is long enough.
    pub async fn verifier(&self, password: String) -> Result<String, AuthError> {
        if !PASSWORD_LEN.contains(&password.len()) {
            return Err(AuthError::WeakPassword);
        }
        self.secrets().hash(password).await.ok_or(AuthError::WeakPassword)
    }
}
