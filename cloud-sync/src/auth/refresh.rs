//! Staying signed in: a refresh token changes at every use, and one that is used twice ends its session.

use shared_model::ids::StaffId;
use shared_model::time::Timestamp;

use super::{AuthError, SESSION_MS, SignedIn, Ticket};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::store::control::session::{self, SecretHash, Session};
use crate::store::{ControlTx, StoreError};

/// How long the token before the last is still good, in milliseconds: answers get lost on bad Wi-Fi.
const GRACE_MS: i64 = 10_000;

impl Cloud {
    /// Exchanges a refresh token for a new one and a new access token.
    pub async fn refresh(&self, refresh: Option<Ticket>) -> Result<SignedIn, AuthError> {
        let refresh = refresh.ok_or(AuthError::Unauthorized)?;
        let (session, fresh) = self.rotated(refresh, SESSION_MS).await?;
        let company_id = session.company_id.ok_or(AuthError::Unauthorized)?;
        let staff_id: StaffId = session.person_id.parse().map_err(|_| AuthError::Unauthorized)?;
        let (company, person) = self.company_and(company_id, staff_id).await?;
        if person.staff.session_epoch != session.session_epoch {
            return Err(AuthError::Unauthorized);
        }
        if !company.active {
            return Err(AuthError::CompanyInactive);
        }
        self.signed_in(company, person, &session, Some(fresh))
    }

    /// Ends the session of a refresh token, if there is one.
    pub async fn logout(&self, refresh: Option<Ticket>) -> Result<(), AuthError> {
        let Some(refresh) = refresh else { return Ok(()) };
        let (id, given) = (refresh.id, refresh.hash());
        let end = move |tx: &mut ControlTx<'_>| {
            let known = session::find(tx, id)?;
            if known.is_some_and(|known| known.token_hash == given || known.previous_hash == Some(given)) {
                session::end(tx, id)?;
            }
            Ok(())
        };
        Ok(self.note(end).await?)
    }

    /// The session of a refresh token, and the token that replaces it.
    pub(super) async fn rotated(
        &self,
        refresh: Ticket,
        life_ms: i64,
    ) -> Result<(Session, Ticket), AuthError> {
        let (now, given) = (self.now(), refresh.hash());
        let fresh = Ticket { id: refresh.id, secret: random() };
        let next = fresh.hash();
        let rotated = self.note(move |tx| rotate(tx, refresh.id, given, next, now, life_ms)).await?;
        Ok((rotated.ok_or(AuthError::Unauthorized)?, fresh))
    }
}

fn rotate(
    tx: &mut ControlTx<'_>,
    id: shared_model::ids::SessionId,
    given: SecretHash,
    next: SecretHash,
    now: Timestamp,
    life_ms: i64,
) -> Result<Option<Session>, StoreError> {
    let Some(known) = session::find(tx, id)?.filter(|known| known.expires_at > now) else { return Ok(None) };
    let current = known.token_hash == given;
    let previous = known.previous_hash == Some(given) && now.since(known.rotated_at) <= GRACE_MS;
    if !current && !previous {
        // Somebody else used it: whoever holds a copy, both are out (RFC 9700, 4.14.2).
        session::end(tx, id)?;
        return Ok(None);
    }
    let rotated = Session {
        token_hash: next,
        previous_hash: Some(given),
        rotated_at: if current { now } else { known.rotated_at },
        expires_at: now.plus_ms(life_ms),
        ..known
    };
    session::put(tx, &rotated)?;
    Ok(Some(rotated))
}
