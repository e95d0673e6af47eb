//! What the platform changes of a company by hand.

use shared_model::ids::CompanyId;
use shared_model::money::Money;
use shared_model::wire::platform::{CreateCompany, UpdateCompany};

use super::check::Check;
use super::plan::{event, save};
use super::view::detail;
use super::{Founder, Founding};
use crate::cloud::{Answered, Cloud, Tap};
use crate::refusal::Refusal;
use crate::store::control::company::{self, Company};
use crate::store::control::subscription_event::{self, Kind};
use crate::store::table::answered::Answer;
use crate::store::{ControlTx, Mode, StoreError};

impl Cloud {
    /// Founds a company once and invites its owner; a retry is told the same again.
    pub async fn found_by_hand(
        &self,
        tap: Tap,
        asked: CreateCompany,
        by_name: String,
    ) -> Result<Answered, Refusal> {
        let id = self.company_of_request(tap.command_id);
        let username = asked.username.trim().to_lowercase();
        if self.ask(move |tx| company::find(tx, id)).await?.is_none() {
            self.found(tap.command_id, founding(asked, by_name)).await?;
        }
        let make = async {
            let company = self.ask(move |tx| company::find(tx, id)).await?.ok_or(Refusal::NotFound)?;
            self.invite(company.slug.clone(), username).await;
            Ok(Answer::json(201, company.version, &detail(company, self.now())))
        };
        self.once_across(id, tap, make).await
    }

    /// Writes over a company that nobody else changed since version `expected`. A later end of what is paid for records a
    /// payment and settles what is due.
    pub async fn update_company(
        &self,
        id: CompanyId,
        expected: i64,
        wanted: UpdateCompany,
        by_name: String,
    ) -> Result<Company, Refusal> {
        let wanted = checked(&wanted)?;
        let now = self.now();
        let change = move |tx: &mut ControlTx<'_>| {
            let before = company::find(tx, id)?.ok_or(Refusal::NotFound)?;
            let mut company = with(&before, wanted);
            if company == before {
                // A retry, after the process died between the two databases.
                return Ok(company);
            }
            if before.version != expected {
                return Err(Refusal::VersionMismatch { version: before.version });
            }
            let paid = company.paid_until > before.paid_until;
            let granted = company.plan != before.plan || company.paid_until != before.paid_until;
            company.entitlement_serial += u64::from(granted);
            let kind = if paid { Kind::Paid } else { Kind::Adjusted };
            let happened = event(&before, kind, Some(company.plan), Money::ZERO, by_name, now);
            save(tx, &mut company, &happened)?;
            if paid {
                subscription_event::settle(tx, id, now)?;
            }
            Ok(company)
        };
        let done = self.store().attempt_control(Mode::Write, change).await;
        let company = done.map_err(|refusal| {
            let taken = matches!(refusal, Refusal::Store(StoreError::Exists));
            if taken { super::found::email_taken() } else { refusal }
        })?;
        self.hand_out(&company).await?;
        Ok(company)
    }

    /// Lets a company's people in, or not. Its boxes go on selling and syncing either way.
    pub async fn set_active(&self, id: CompanyId, active: bool, by_name: String) -> Result<Company, Refusal> {
        let now = self.now();
        let change = move |tx: &mut ControlTx<'_>| {
            let mut company = company::find(tx, id)?.ok_or(Refusal::NotFound)?;
            if company.active == active {
                return Ok(company);
            }
            let happened = event(&company, Kind::Adjusted, None, Money::ZERO, by_name, now);
            company.active = active;
            save(tx, &mut company, &happened)?;
            Ok(company)
        };
        self.store().attempt_control(Mode::Write, change).await
    }
}

fn founding(asked: CreateCompany, by_name: String) -> Founding {
    Founding {
        name: asked.name,
        slug: asked.slug,
        branch_name: asked.branch_name,
        zone: asked.zone,
        plan: asked.plan,
        owner: Founder {
            name: asked.owner_name,
            email: asked.owner_email,
            phone: asked.owner_phone,
            username: asked.username,
            password: None,
        },
        by_name,
    }
}

fn checked(wanted: &UpdateCompany) -> Result<UpdateCompany, Refusal> {
    let mut check = Check::default();
    let checked = UpdateCompany {
        name: check.text("/name", &wanted.name, 200),
        legal_name: check.optional("/legal_name", wanted.legal_name.as_deref(), 200),
        tax_id: check.optional("/tax_id", wanted.tax_id.as_deref(), 50),
        owner_name: check.text("/owner_name", &wanted.owner_name, 200),
        owner_email: check.email("/owner_email", &wanted.owner_email),
        owner_phone: check.optional("/owner_phone", wanted.owner_phone.as_deref(), 50),
        zone: check.zone("/zone", &wanted.zone),
        plan: wanted.plan,
        paid_until_ms: wanted.paid_until_ms,
    };
    check.end().map(|()| checked).map_err(Refusal::Fields)
}

fn with(before: &Company, wanted: UpdateCompany) -> Company {
    let paid_until = wanted.paid_until_ms;
    Company {
        name: wanted.name,
        legal_name: wanted.legal_name,
        tax_id: wanted.tax_id,
        owner_name: wanted.owner_name,
        owner_email: wanted.owner_email,
        owner_phone: wanted.owner_phone,
        zone: wanted.zone,
        plan: wanted.plan,
        paid_until,
        // Paying again takes a cancellation back, and a plan set by hand is the one that stays.
        cancelled_at: before.cancelled_at.filter(|_| paid_until <= before.paid_until),
        next_plan: before.next_plan.filter(|next| *next < wanted.plan),
        ..before.clone()
    }
}
