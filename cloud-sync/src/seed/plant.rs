//! Writing what a seed file says: the company's own data first, then the row that makes it visible.

use std::path::Path;

use anyhow::{Context as _, bail};
use shared_model::branch::Branch;
use shared_model::catalog::{Catalog, Editable};
use shared_model::document::Author;
use shared_model::ids::CompanyId;
use shared_model::menu::decide;
use shared_model::staff::Staff;
use shared_model::time::Timestamp;
use shared_model::wire::problem::FieldError;

use super::file::{self, File, SeedBranch, SeedCompany, SeedMenu, SeedStaff};
use crate::auth::secret::{hash_password, hash_pin};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::store::control::company::{self, Company};
use crate::store::table::register;
use crate::store::{Mode, StoreError, Tx};
use crate::tenant::put;

/// How long a planted company is paid for, in milliseconds.
const PAID_MS: i64 = 365 * 24 * 3_600_000;

/// What was planted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    pub company_id: CompanyId,
    pub slug: String,
    pub branches: usize,
    pub staff: usize,
    pub products: usize,
}

/// Everything of a company, ready to be written.
struct Seed {
    branches: Vec<(Branch, Vec<shared_model::branch::Printer>)>,
    staff: Vec<Staff>,
    menu: SeedMenu,
    grant: shared_model::tenant::Entitlement,
}

/// Plants a file.
///
/// # Errors
/// When it cannot be read, or naming every entry that breaks a rule; then nothing is written.
pub async fn plant_file(cloud: &Cloud, path: &Path) -> anyhow::Result<Planted> {
    let file = file::read(path)?;
    let wrong = check(&file);
    if !wrong.is_empty() {
        let list: Vec<String> =
            wrong.iter().map(|wrong| format!("{}: {}", wrong.pointer, wrong.detail)).collect();
        bail!("{} breaks rules, nothing was written:\n  {}", path.display(), list.join("\n  "))
    }
    let id = file.company.company_id;
    let known = cloud.ask(move |tx| company::find(tx, id)).await?;
    let is_new = known.is_none();
    let zone = file.branches.first().context("a company has at least one branch")?.zone.clone();
    let row = known.unwrap_or_else(|| company_row(&file.company, zone, cloud.now()));
    let planted = Planted {
        company_id: row.company_id,
        slug: row.slug.clone(),
        branches: file.branches.len(),
        staff: file.staff.len(),
        products: file.menu.products.len(),
    };
    let (grant, for_seed) = (cloud.grant_of(&row), row.clone());
    let seed = tokio::task::spawn_blocking(move || ready(file, &for_seed, grant)).await??;
    cloud.store().create(row.company_id).await?;
    let (author, now) = (cloud.author(), cloud.now());
    let job = move |tx: &mut Tx<'_>| write(tx, author, &seed, now);
    cloud.store().tenant(row.company_id, Mode::Write, job).await?;
    if is_new {
        cloud
            .note(move |tx| company::insert(tx, &row))
            .await
            .context("the slug or the owner's e-mail is taken")?;
    }
    Ok(planted)
}

fn write(tx: &mut Tx<'_>, author: Author, seed: &Seed, now: Timestamp) -> Result<(), StoreError> {
    put(tx, author, &seed.grant, None, now)?;
    for (branch, printers) in &seed.branches {
        put(tx, author, branch, Some(branch.branch_id), now)?;
        all(tx, author, printers, Some(branch.branch_id), now)?;
    }
    for person in &seed.staff {
        // Somebody who is here keeps the secrets they have.
        if register::find::<Staff>(tx, person.staff_id.uuid())?.is_none() {
            put(tx, author, person, None, now)?;
        }
    }
    all(tx, author, &seed.menu.stations, None, now)?;
    all(tx, author, &seed.menu.ingredients, None, now)?;
    all(tx, author, &seed.menu.modifier_groups, None, now)?;
    all(tx, author, &seed.menu.categories, None, now)?;
    all(tx, author, &seed.menu.products, None, now)
}

fn all<T: Editable>(
    tx: &mut Tx<'_>,
    author: Author,
    things: &[T],
    branch: Option<shared_model::ids::BranchId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    things.iter().try_for_each(|thing| put(tx, author, thing, branch, now).map(drop))
}

fn ready(file: File, company: &Company, grant: shared_model::tenant::Entitlement) -> anyhow::Result<Seed> {
    let place = |(at, branch): (usize, SeedBranch)| branch_of(branch, company, at == 0);
    let branches = file.branches.into_iter().enumerate().map(place).collect();
    let person = |new: SeedStaff| person_of(new, &company.pin_pepper);
    let staff = file.staff.into_iter().map(person).collect::<anyhow::Result<_>>()?;
    Ok(Seed { branches, staff, menu: file.menu, grant })
}

fn branch_of(
    seed: SeedBranch,
    company: &Company,
    is_main: bool,
) -> (Branch, Vec<shared_model::branch::Printer>) {
    let branch = Branch {
        branch_id: seed.branch_id,
        company_id: company.company_id,
        company_slug: company.slug.clone(),
        name: seed.name,
        business_name: seed.business_name,
        nit: seed.nit,
        address: seed.address,
        zone: seed.zone,
        closes_at_min: seed.closes_at_min,
        cash_rounding: seed.cash_rounding,
        code: seed.code,
        phone: seed.phone,
        latitude_udeg: seed.latitude_udeg,
        longitude_udeg: seed.longitude_udeg,
        active: true,
        is_main,
    };
    (branch, seed.printers)
}

fn person_of(new: SeedStaff, pepper: &[u8; 32]) -> anyhow::Result<Staff> {
    Ok(Staff {
        staff_id: new.staff_id,
        name: new.name,
        username: new.username.trim().to_lowercase(),
        roles: new.roles,
        password: new.password.as_deref().map(hash_password).transpose()?,
        pin: new.pin.as_deref().map(|pin| hash_pin(pepper, pin)).transpose()?,
        session_epoch: 0,
        active: true,
        email: new.email,
        branch_ids: new.branch_ids,
    })
}

fn company_row(seed: &SeedCompany, zone: String, now: Timestamp) -> Company {
    Company {
        company_id: seed.company_id,
        slug: seed.slug.trim().to_lowercase(),
        name: seed.name.clone(),
        legal_name: None,
        tax_id: None,
        owner_name: seed.owner_name.clone(),
        owner_email: seed.owner_email.trim().to_lowercase(),
        owner_phone: None,
        zone,
        plan: seed.plan,
        paid_until: now.plus_ms(PAID_MS),
        next_plan: None,
        cancelled_at: None,
        entitlement_serial: 1,
        granted_serial: 1,
        pin_pepper: random(),
        active: true,
        created_at: now,
        version: 1,
    }
}

/// Checks everything against the menu as it will be.
fn check(file: &File) -> Vec<FieldError> {
    let (mut catalog, mut wrong, seeds) = (Catalog::default(), Vec::new(), &file.menu);
    seeds.stations.iter().for_each(|station| catalog.set(station.clone(), 0));
    seeds.ingredients.iter().for_each(|ingredient| catalog.set(ingredient.clone(), 0));
    seeds.modifier_groups.iter().for_each(|group| catalog.set(group.clone(), 0));
    seeds.categories.iter().for_each(|category| catalog.set(category.clone(), 0));
    seeds.products.iter().for_each(|product| catalog.set(product.clone(), 0));
    let menu = &catalog.menu;
    let mut note = |list: &str, at: usize, checked: Result<(), Vec<FieldError>>| {
        let placed =
            |error: FieldError| FieldError::new(format!("/{list}/{at}{}", error.pointer), error.detail);
        wrong.extend(checked.err().unwrap_or_default().into_iter().map(placed));
    };
    for (at, station) in seeds.stations.iter().enumerate() {
        note("stations", at, decide::station(menu, station));
    }
    for (at, ingredient) in seeds.ingredients.iter().enumerate() {
        note("ingredients", at, decide::ingredient(menu, ingredient));
    }
    for (at, group) in seeds.modifier_groups.iter().enumerate() {
        note("modifier_groups", at, decide::modifier_group(menu, group));
    }
    for (at, category) in seeds.categories.iter().enumerate() {
        note("categories", at, decide::category(menu, category));
    }
    for (at, product) in seeds.products.iter().enumerate() {
        note("products", at, decide::product(menu, product));
    }
    wrong
}

#[cfg(test)]
mod tests;
