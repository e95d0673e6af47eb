//! Reading a seed file: what a branch starts with, with passwords and PINs in the clear that are hashed here.

use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use shared_model::branch::{Branch, Printer};
use shared_model::ids::{BranchId, CompanyId, StaffId};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::money::Money;
use shared_model::staff::{Role, Staff};
use shared_model::time::Timestamp;

use crate::auth::keys::Keys;
use crate::auth::secret::{hash_password, hash_pin};
use crate::store::seed::{Seed, plant};
use crate::store::{Durability, Store};

#[derive(Debug, Deserialize)]
struct File {
    company: Company,
    branch: NewBranch,
    staff: Vec<NewStaff>,
    stations: Vec<Station>,
    printers: Vec<Printer>,
    ingredients: Vec<Ingredient>,
    modifier_groups: Vec<ModifierGroup>,
    categories: Vec<Category>,
    products: Vec<Product>,
}

#[derive(Debug, Deserialize)]
struct Company {
    company_id: CompanyId,
    slug: String,
}

#[derive(Debug, Deserialize)]
struct NewBranch {
    branch_id: BranchId,
    name: String,
    business_name: String,
    nit: String,
    address: String,
    zone: String,
    closes_at_min: u16,
    cash_rounding: Money,
}

#[derive(Debug, Deserialize)]
struct NewStaff {
    staff_id: StaffId,
    name: String,
    username: String,
    password: Option<String>,
    pin: Option<String>,
    roles: Vec<Role>,
}

/// Plants a seed file into a store; answers how many things were new.
///
/// # Errors
/// When the file cannot be read, or naming every entry that breaks a rule; then nothing is written.
pub async fn plant_file(store: &Store, keys: &Keys, path: &Path, now: Timestamp) -> anyhow::Result<usize> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let file: File =
        serde_json::from_str(&text).with_context(|| format!("{} is not a seed file", path.display()))?;
    let pepper = keys.pepper;
    let seed = tokio::task::spawn_blocking(move || to_seed(file, &pepper)).await??;
    let planted = store.writer.run(Durability::Full, move |work| plant(work, seed, now)).await?;
    match planted {
        Ok(count) => Ok(count),
        Err(wrong) => {
            let list: Vec<String> =
                wrong.iter().map(|error| format!("{}: {}", error.pointer, error.detail)).collect();
            bail!("{} breaks rules, nothing was written:\n  {}", path.display(), list.join("\n  "))
        }
    }
}

fn to_seed(file: File, pepper: &[u8; 32]) -> anyhow::Result<Seed> {
    let File {
        company,
        branch,
        staff,
        stations,
        printers,
        ingredients,
        modifier_groups,
        categories,
        products,
    } = file;
    let branch = Branch {
        branch_id: branch.branch_id,
        company_id: company.company_id,
        company_slug: company.slug.trim().to_lowercase(),
        name: branch.name,
        business_name: branch.business_name,
        nit: branch.nit,
        address: branch.address,
        zone: branch.zone,
        closes_at_min: branch.closes_at_min,
        cash_rounding: branch.cash_rounding,
        code: None,
        phone: None,
        latitude_udeg: None,
        longitude_udeg: None,
        active: true,
        is_main: true,
    };
    let person = |new: NewStaff| -> anyhow::Result<Staff> {
        Ok(Staff {
            staff_id: new.staff_id,
            name: new.name,
            username: new.username.trim().to_lowercase(),
            roles: new.roles,
            password: new.password.as_deref().map(hash_password).transpose()?,
            pin: new.pin.as_deref().map(|pin| hash_pin(pepper, pin)).transpose()?,
            session_epoch: 0,
            active: true,
            email: None,
            branch_ids: Vec::new(),
        })
    };
    let staff = staff.into_iter().map(person).collect::<anyhow::Result<_>>()?;
    Ok(Seed { branch, staff, stations, printers, ingredients, modifier_groups, categories, products })
}
