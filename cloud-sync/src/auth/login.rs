//! Signing in with company, user name and password, and choosing the branch in front of one.

use shared_model::branch::Branch;
use shared_model::document::DocKind;
use shared_model::ids::{BranchId, CompanyId, SessionId};
use shared_model::staff::{Role, Staff};
use shared_model::time::Timestamp;
use shared_model::wire::auth::Login;
use uuid::Uuid;

use super::secret::Fit;
use super::token::{Claims, audience};
use super::{AuthError, Client, Known, Member, SESSION_MS, SignedIn, Ticket};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::store::control::company::Company;
use crate::store::control::session::Session;
use crate::store::control::{company, session};
use crate::store::table::register;
use crate::store::{Mode, StoreError, Tx};
use crate::tenant::edit;

/// A person and the branches of their company, as committed.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub staff: Staff,
    pub branches: Vec<Branch>,
}

impl Cloud {
    /// Signs somebody in with a password.
    pub async fn login(&self, login: Login, client: Client) -> Result<SignedIn, AuthError> {
        let slug = login.company.trim().to_lowercase();
        let username = login.username.trim().to_lowercase();
        let account = account(&slug, &username);
        self.count_attempt(&account, client).await?;
        let company = self.ask(move |tx| company::find_by_slug(tx, &slug)).await?;
        let person = self.person_named(company.as_ref(), username).await?;
        let verifier = person.as_ref().and_then(|person| person.staff.password.clone());
        let fit = self.secrets().fits(login.password, verifier).await;
        let (Some(company), Some(mut person)) = (company, person.filter(|_| fit != Fit::No)) else {
            return Err(AuthError::BadCredentials);
        };
        self.forget_attempts(&account, client).await?;
        if !company.active {
            return Err(AuthError::CompanyInactive);
        }
        if let Fit::Renew(verifier) = fit {
            person.staff.password = Some(verifier);
            self.renew(company.company_id, person.staff.clone()).await?;
        }
        self.sign_in(company, person).await
    }

    /// Puts another branch in front of somebody: admins any of the company, others those they work at.
    pub async fn switch_branch(&self, member: Member, branch: BranchId) -> Result<SignedIn, AuthError> {
        let (id, company_id) = (member.session_id, member.company_id);
        let (company, person) = self.company_and(company_id, member.actor.staff_id).await?;
        if !seen(&person).iter().any(|seen| seen.branch_id == branch) {
            return Err(AuthError::NoSuchBranch);
        }
        // No new refresh token: who holds an access token for minutes must not get a session for days.
        let moved = self.note(move |tx| {
            let Some(known) = session::find(tx, id)? else { return Ok(None) };
            let moved = Session { branch_id: Some(branch), ..known };
            session::put(tx, &moved)?;
            Ok(Some(moved))
        });
        let moved = moved.await?.ok_or(AuthError::Unauthorized)?;
        self.signed_in(company, person, &moved, None)
    }

    /// The active person of this name, whose company must exist.
    pub(super) async fn person_named(
        &self,
        company: Option<&Company>,
        username: String,
    ) -> Result<Option<Person>, StoreError> {
        let Some(company) = company else { return Ok(None) };
        self.read(company.company_id, move |tx| {
            let staff = register::all::<Staff>(tx, DocKind::Staff)?.into_iter().map(|(staff, _)| staff);
            let Some(staff) = staff.into_iter().find(|staff| staff.active && staff.username == username)
            else {
                return Ok(None);
            };
            Ok(Some(Person { staff, branches: branches(tx)? }))
        })
        .await
    }

    /// A company and one of its people, both as committed.
    pub(super) async fn company_and(
        &self,
        company_id: CompanyId,
        staff_id: shared_model::ids::StaffId,
    ) -> Result<(Company, Person), AuthError> {
        let company = self.ask(move |tx| company::find(tx, company_id)).await?;
        let person = self.read(company_id, move |tx| {
            let staff = register::find::<Staff>(tx, staff_id.uuid())?.map(|(staff, _)| staff);
            Ok((staff, branches(tx)?))
        });
        let (staff, branches) = person.await?;
        let staff = staff.filter(|staff| staff.active).ok_or(AuthError::Unauthorized)?;
        Ok((company.ok_or(AuthError::Unauthorized)?, Person { staff, branches }))
    }

    /// Begins a session.
    pub(super) async fn sign_in(&self, company: Company, person: Person) -> Result<SignedIn, AuthError> {
        let branch = seen(&person).first().map(|branch| branch.branch_id).ok_or(AuthError::NoSuchBranch)?;
        let (now, refresh) = (self.now(), Ticket { id: SessionId::new(Uuid::now_v7()), secret: random() });
        let begun = Session {
            session_id: refresh.id,
            company_id: Some(company.company_id),
            person_id: person.staff.staff_id.to_string(),
            branch_id: Some(branch),
            session_epoch: person.staff.session_epoch,
            token_hash: refresh.hash(),
            previous_hash: None,
            rotated_at: now,
            expires_at: now.plus_ms(SESSION_MS),
        };
        let stored = begun.clone();
        self.note(move |tx| session::put(tx, &stored)).await?;
        self.signed_in(company, person, &begun, Some(refresh))
    }

    /// What somebody with a session is told.
    pub(super) fn signed_in(
        &self,
        company: Company,
        person: Person,
        session: &Session,
        refresh: Option<Ticket>,
    ) -> Result<SignedIn, AuthError> {
        let Staff { staff_id, roles, session_epoch, .. } = &person.staff;
        let (aud, now_s) = (audience(company.company_id), self.now().ms() / 1000);
        let claims =
            Claims::new(aud, staff_id.to_string(), session.session_id, *session_epoch, roles.clone(), now_s);
        let access_token = self.tokens().sign(&claims);
        Ok(SignedIn { access_token, refresh, known: known(company, person, session.branch_id)? })
    }

    /// All that somebody sees of themselves.
    pub async fn who_is(&self, member: &Member) -> Result<Known, AuthError> {
        let (company, person) = self.company_and(member.company_id, member.actor.staff_id).await?;
        known(company, person, Some(member.branch_id))
    }

    async fn renew(&self, company: CompanyId, staff: Staff) -> Result<(), StoreError> {
        let (author, now) = (self.author(), self.now());
        let write = move |tx: &mut Tx<'_>| change_staff(tx, author, &staff, now);
        self.store().tenant(company, Mode::Write, write).await
    }
}

fn known(company: Company, person: Person, here: Option<BranchId>) -> Result<Known, AuthError> {
    let mut branches = seen(&person);
    let here = branches.iter().find(|branch| Some(branch.branch_id) == here).or(branches.first());
    let branch = here.cloned().ok_or(AuthError::Unauthorized)?;
    branches.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Known { staff: person.staff, company, branch, branches })
}

/// What attempts are counted under.
pub(super) fn account(slug: &str, username: &str) -> String {
    format!("company:{slug}/{username}")
}

/// Writes a person over what they were.
pub(super) fn change_staff(
    tx: &mut Tx<'_>,
    author: shared_model::document::Author,
    staff: &Staff,
    now: Timestamp,
) -> Result<(), StoreError> {
    edit::put(tx, author, staff, None, now).map(drop)
}

fn branches(tx: &mut Tx<'_>) -> Result<Vec<Branch>, StoreError> {
    Ok(register::all::<Branch>(tx, DocKind::Branch)?.into_iter().map(|(branch, _)| branch).collect())
}

/// The branches a person may have in front of them, from the oldest on.
fn seen(person: &Person) -> Vec<Branch> {
    let everywhere = person.staff.roles.contains(&Role::Admin);
    let sees = |branch: &&Branch| everywhere || person.staff.works_at(branch.branch_id);
    person.branches.iter().filter(sees).cloned().collect()
}
