//! What an access token is worth right now, asked of the databases each time.

use shared_model::ids::StaffId;
use shared_model::staff::{Actor, Staff};

use super::token::{Claims, PLATFORM, company_of};
use super::{AuthError, Member, Operator};
use crate::cloud::Cloud;
use crate::company::Subscription;
use crate::store::control::session::Session;
use crate::store::control::{admin, company, session};
use crate::store::table::register;

impl Cloud {
    /// The person of a company that an access token speaks for, unless the company asks too often.
    pub async fn member(&self, token: &str) -> Result<Member, AuthError> {
        let member = self.known_member(token).await?;
        let asked = self.throttle().tenant(member.company_id);
        asked.map(|()| member).map_err(|retry_after_s| AuthError::TooMany { retry_after_s })
    }

    /// The person of a company that an access token speaks for, for those who look on their own account.
    pub async fn known_member(&self, token: &str) -> Result<Member, AuthError> {
        let claims = self.fresh(token)?;
        let company_id = company_of(&claims.aud).ok_or(AuthError::Forbidden)?;
        let id = claims.sid;
        let known = self.ask(move |tx| Ok((session::find(tx, id)?, company::find(tx, company_id)?)));
        let (Some(session), Some(company)) = known.await? else { return Err(AuthError::Unauthorized) };
        let ours = session.company_id == Some(company_id) && self.lives(&session, &claims);
        let branch_id = session.branch_id.filter(|_| ours).ok_or(AuthError::Unauthorized)?;
        if !company.active {
            return Err(AuthError::CompanyInactive);
        }
        let staff_id: StaffId = claims.sub.parse().map_err(|_| AuthError::Unauthorized)?;
        let staff = self.read(company_id, move |tx| register::find::<Staff>(tx, staff_id.uuid())).await?;
        let staff = staff.map(|(staff, _)| staff).filter(|staff| staff.active);
        let staff = staff.filter(|staff| staff.session_epoch == session.session_epoch);
        let staff = staff.ok_or(AuthError::Unauthorized)?;
        Ok(Member {
            company_id,
            branch_id,
            session_id: session.session_id,
            actor: Actor { staff_id, name: staff.name, roles: staff.roles },
            branch_ids: staff.branch_ids,
            subscription: Subscription::of(&company),
        })
    }

    /// The super admin that an access token speaks for.
    pub async fn operator(&self, token: &str) -> Result<Operator, AuthError> {
        let claims = self.fresh(token)?;
        if claims.aud != PLATFORM {
            return Err(AuthError::Forbidden);
        }
        let (id, person) = (claims.sid, claims.sub.clone());
        let known = self.ask(move |tx| Ok((session::find(tx, id)?, admin::find(tx, &person)?)));
        let (Some(session), Some(admin)) = known.await? else { return Err(AuthError::Unauthorized) };
        let ours = session.company_id.is_none() && self.lives(&session, &claims);
        if !ours || !admin.active || admin.session_epoch != session.session_epoch {
            return Err(AuthError::Unauthorized);
        }
        Ok(Operator { admin_id: admin.admin_id, name: admin.name, session_id: id })
    }

    /// The claims of a token that has not expired.
    fn fresh(&self, token: &str) -> Result<Claims, AuthError> {
        let claims = self.tokens().verify(token).ok_or(AuthError::Unauthorized)?;
        let expired = claims.exp.saturating_mul(1000) <= self.now().ms();
        if expired { Err(AuthError::Unauthorized) } else { Ok(claims) }
    }

    fn lives(&self, session: &Session, claims: &Claims) -> bool {
        let same = session.person_id == claims.sub && session.session_epoch == claims.epoch;
        same && session.expires_at > self.now()
    }
}
