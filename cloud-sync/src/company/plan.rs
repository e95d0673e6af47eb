//! Changing what a company subscribes to. While no payment gateway is there, an upgrade takes effect at once and leaves an
//! invoice that is due (docs/adr/0008-plan-changes.md); a downgrade and a cancellation wait for the end of what is paid for.

use shared_model::ids::{CompanyId, SubscriptionEventId};
use shared_model::money::Money;
use shared_model::tenant::Plan;
use shared_model::time::Timestamp;
use shared_model::wire::problem::ProblemCode;
use uuid::Uuid;

use super::limits;
use crate::cloud::Cloud;
use crate::refusal::Refusal;
use crate::store::control::company::{self, Company};
use crate::store::control::subscription_event::{self, Event, Kind};
use crate::store::{ControlTx, Mode, StoreError};

/// Companies whose next plan begins in one go.
const BATCH: u32 = 100;

impl Cloud {
    /// Moves a company to a larger plan, at once. Asking for the plan it has takes back a downgrade or a cancellation.
    pub async fn upgrade(&self, id: CompanyId, to: Plan, by_name: String) -> Result<Company, Refusal> {
        let now = self.now();
        let change = move |tx: &mut ControlTx<'_>| {
            let mut company = company::find(tx, id)?.ok_or(Refusal::NotFound)?;
            let settled = company.next_plan.is_none() && company.cancelled_at.is_none();
            if to == company.plan && settled {
                // A retry, after the process died between the two databases.
                return Ok(company);
            }
            if to < company.plan {
                return Err(not_available(
                    "Ese plan es menor que el actual; usa la opción de bajar de plan.",
                ));
            }
            let price = to.monthly_price().ok_or_else(by_agreement)?;
            let amount = if to == company.plan { Money::ZERO } else { price };
            let event = event(&company, Kind::Upgraded, Some(to), amount, by_name, now);
            company.entitlement_serial += u64::from(to != company.plan);
            (company.plan, company.next_plan, company.cancelled_at) = (to, None, None);
            save(tx, &mut company, &event)?;
            Ok(company)
        };
        let company = self.store().attempt_control(Mode::Write, change).await?;
        self.hand_out(&company).await?;
        Ok(company)
    }

    /// Moves a company to a smaller plan when what is paid for ends.
    ///
    /// # Errors
    /// [`Refusal::PlanLimit`] naming all there is too much of.
    pub async fn downgrade(&self, id: CompanyId, to: Plan, by_name: String) -> Result<Company, Refusal> {
        let over = self.read(id, move |tx| limits::over(tx, to.limits())).await?;
        let now = self.now();
        let change = move |tx: &mut ControlTx<'_>| {
            let mut company = company::find(tx, id)?.ok_or(Refusal::NotFound)?;
            if company.next_plan == Some(to) {
                return Ok(company);
            }
            if to == Plan::Trial {
                return Err(not_available(
                    "La prueba no se repite. Para dejar de pagar, cancela la suscripción.",
                ));
            }
            if to >= company.plan {
                return Err(not_available(
                    "Ese plan no es menor que el actual; usa la opción de subir de plan.",
                ));
            }
            if !over.is_empty() {
                return Err(Refusal::PlanLimit { plan: to, over });
            }
            let event = event(&company, Kind::DowngradeAsked, Some(to), Money::ZERO, by_name, now);
            (company.next_plan, company.cancelled_at) = (Some(to), None);
            save(tx, &mut company, &event)?;
            Ok(company)
        };
        self.store().attempt_control(Mode::Write, change).await
    }

    /// Ends a subscription when what is paid for ends.
    pub async fn cancel(&self, id: CompanyId, by_name: String) -> Result<Company, Refusal> {
        let now = self.now();
        let change = move |tx: &mut ControlTx<'_>| {
            let mut company = company::find(tx, id)?.ok_or(Refusal::NotFound)?;
            if company.cancelled_at.is_some() {
                return Ok(company);
            }
            let event = event(&company, Kind::Cancelled, None, Money::ZERO, by_name, now);
            (company.next_plan, company.cancelled_at) = (None, Some(now));
            save(tx, &mut company, &event)?;
            Ok(company)
        };
        self.store().attempt_control(Mode::Write, change).await
    }

    /// Begins the plans that wait for the end of what was paid for.
    pub async fn begin_due_plans(&self) -> Result<(), StoreError> {
        let now = self.now();
        let begin = move |tx: &mut ControlTx<'_>| {
            let mut begun = Vec::new();
            for mut company in company::due(tx, now, BATCH)? {
                let Some(to) = company.next_plan.take() else { continue };
                let price = to.monthly_price().unwrap_or(Money::ZERO);
                let event = event(&company, Kind::Downgraded, Some(to), price, "FastOps".to_owned(), now);
                company.plan = to;
                company.entitlement_serial += 1;
                save(tx, &mut company, &event)?;
                begun.push(company);
            }
            Ok(begun)
        };
        for company in self.note(begin).await? {
            self.hand_out(&company).await?;
        }
        Ok(())
    }
}

/// Writes a company and what happened to it. The row was read in the same transaction, so nobody was faster.
pub(super) fn save(tx: &mut ControlTx<'_>, company: &mut Company, event: &Event) -> Result<(), StoreError> {
    if !company::update(tx, company)? {
        return Err(StoreError::Conflict);
    }
    company.version += 1;
    subscription_event::insert(tx, event)
}

/// What happens to a company, before it is changed.
pub(super) fn event(
    company: &Company,
    kind: Kind,
    to_plan: Option<Plan>,
    amount: Money,
    by_name: String,
    at: Timestamp,
) -> Event {
    Event {
        id: SubscriptionEventId::new(Uuid::now_v7()),
        company_id: company.company_id,
        at,
        kind,
        from_plan: Some(company.plan),
        to_plan,
        amount,
        paid_at: None,
        by_name,
    }
}

fn not_available(detail: &str) -> Refusal {
    Refusal::conflict(ProblemCode::PlanNotAvailable, detail)
}

fn by_agreement() -> Refusal {
    not_available("El plan Empresarial se acuerda con nosotros. Escribe a soporte.")
}
