//! How a company and its subscription look to people.

use shared_model::ids::CompanyId;
use shared_model::tenant::{Limits, Resource};
use shared_model::time::Timestamp;
use shared_model::wire::platform::{CompanyDetail, CompanyStats, Fleet, FleetBox};
use shared_model::wire::subscription::{SubscriptionView, Usage};

use super::{Subscription, limits};
use crate::cloud::Cloud;
use crate::refusal::Refusal;
use crate::store::control::boxes::Listed;
use crate::store::control::company::{self, Company};
use crate::store::control::{boxes, subscription_event};
use crate::store::table::{log, peer, sales_order};
use crate::store::{StoreError, Tx};

impl Cloud {
    /// What a company subscribes to, and how much of it is used.
    pub async fn subscription(&self, id: CompanyId) -> Result<SubscriptionView, Refusal> {
        let company = self.ask(move |tx| company::find(tx, id)).await?.ok_or(Refusal::NotFound)?;
        let allowed = company.plan.limits();
        let usage = self.read(id, move |tx| usage(tx, allowed)).await?;
        let subscription = Subscription::of(&company);
        Ok(SubscriptionView {
            plan: company.plan,
            standing: subscription.standing(self.now()),
            monthly_price: company.plan.monthly_price(),
            paid_until_ms: company.paid_until,
            extras_until_ms: subscription.extras_until(),
            next_plan: company.next_plan,
            cancelled_at_ms: company.cancelled_at,
            usage,
        })
    }

    /// How much there is of a company.
    pub async fn company_stats(&self, id: CompanyId) -> Result<CompanyStats, Refusal> {
        let known = self.ask(move |tx| {
            Ok((company::find(tx, id)?, boxes::count_live(tx, id)?, subscription_event::due(tx, id)?))
        });
        let (company, boxes, due) = known.await?;
        let allowed = company.ok_or(Refusal::NotFound)?.plan.limits();
        let inside = self.read(id, move |tx| {
            let exchanges = peer::last_exchanges(tx)?;
            Ok((usage(tx, allowed)?, sales_order::totals(tx)?, log::end(tx)?.seq, exchanges))
        });
        let (usage, sold, changes, exchanges) = inside.await?;
        Ok(CompanyStats {
            company_id: id,
            usage,
            boxes,
            orders: sold.orders,
            sales: sold.sales,
            last_order_at_ms: sold.last_at,
            last_exchange_ms: exchanges.into_iter().map(|(_, at)| at).max(),
            changes,
            due,
        })
    }

    /// Boxes, with when each was last heard of.
    pub async fn fleet(&self, listed: Vec<Listed>, next_cursor: Option<String>) -> Result<Fleet, StoreError> {
        let mut items = Vec::with_capacity(listed.len());
        for boxes in listed.chunk_by(|a, b| a.company_id == b.company_id) {
            let Some(company) = boxes.first().map(|listed| listed.company_id) else { continue };
            let heard = self.read(company, peer::last_exchanges).await?;
            items.extend(boxes.iter().map(|listed| {
                let last = heard.iter().find(|(id, _)| *id == listed.box_id).map(|(_, at)| *at);
                fleet_box(listed.clone(), last)
            }));
        }
        Ok(Fleet { items, next_cursor })
    }
}

/// A company, as the platform sees it.
pub fn detail(company: Company, now: Timestamp) -> CompanyDetail {
    let standing = Subscription::of(&company).standing(now);
    CompanyDetail {
        company_id: company.company_id,
        slug: company.slug,
        name: company.name,
        legal_name: company.legal_name,
        tax_id: company.tax_id,
        owner_name: company.owner_name,
        owner_email: company.owner_email,
        owner_phone: company.owner_phone,
        zone: company.zone,
        plan: company.plan,
        standing,
        paid_until_ms: company.paid_until,
        next_plan: company.next_plan,
        cancelled_at_ms: company.cancelled_at,
        active: company.active,
        created_at_ms: company.created_at,
        version: company.version,
    }
}

fn usage(tx: &mut Tx<'_>, allowed: Limits) -> Result<Vec<Usage>, StoreError> {
    let used = |resource: Resource| {
        Ok(Usage { resource, present: limits::count(tx, resource)?, limit: allowed.of(resource) })
    };
    limits::RESOURCES.into_iter().map(used).collect()
}

fn fleet_box(listed: Listed, last_exchange_ms: Option<Timestamp>) -> FleetBox {
    FleetBox {
        box_id: listed.box_id,
        company_id: listed.company_id,
        company_name: listed.company_name,
        branch_id: listed.branch_id,
        generation: listed.generation,
        status: listed.status,
        enrolled_at_ms: listed.enrolled_at,
        last_exchange_ms,
    }
}
