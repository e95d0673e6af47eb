//! What a seed file says. It may build on the file a box is seeded from (`base`), so that one menu is written once.

use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared_model::branch::Printer;
use shared_model::ids::{BranchId, CompanyId, StaffId};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::money::Money;
use shared_model::staff::Role;
use shared_model::tenant::Plan;

/// A company as a file tells it.
#[derive(Debug, Deserialize)]
pub struct File {
    pub company: SeedCompany,
    /// A box's seed file beside this one, whose branch, people and menu come first.
    #[serde(default)]
    base: Option<String>,
    #[serde(default)]
    pub branches: Vec<SeedBranch>,
    #[serde(default)]
    pub staff: Vec<SeedStaff>,
    #[serde(flatten)]
    pub menu: SeedMenu,
}

/// The row of the company.
#[derive(Debug, Deserialize)]
pub struct SeedCompany {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub plan: Plan,
    pub owner_name: String,
    pub owner_email: String,
}

/// A branch with its printers.
#[derive(Debug, Deserialize)]
pub struct SeedBranch {
    pub branch_id: BranchId,
    pub name: String,
    pub business_name: String,
    pub nit: String,
    pub address: String,
    pub zone: String,
    pub closes_at_min: u16,
    pub cash_rounding: Money,
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub latitude_udeg: Option<i32>,
    #[serde(default)]
    pub longitude_udeg: Option<i32>,
    #[serde(default)]
    pub printers: Vec<Printer>,
}

/// A person with secrets in the clear, which are hashed before anything is written.
#[derive(Deserialize)]
pub struct SeedStaff {
    pub staff_id: StaffId,
    pub name: String,
    pub username: String,
    #[serde(default)]
    pub password: Option<String>,
    #[serde(default)]
    pub pin: Option<String>,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub branch_ids: Vec<BranchId>,
}

impl std::fmt::Debug for SeedStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeedStaff").field("username", &self.username).finish_non_exhaustive()
    }
}

/// What is sold.
#[derive(Debug, Default, Deserialize)]
pub struct SeedMenu {
    #[serde(default)]
    pub stations: Vec<Station>,
    #[serde(default)]
    pub ingredients: Vec<Ingredient>,
    #[serde(default)]
    pub modifier_groups: Vec<ModifierGroup>,
    #[serde(default)]
    pub categories: Vec<Category>,
    #[serde(default)]
    pub products: Vec<Product>,
}

/// The file a box is seeded from.
#[derive(Debug, Deserialize)]
struct Base {
    branch: SeedBranch,
    staff: Vec<SeedStaff>,
    printers: Vec<Printer>,
    #[serde(flatten)]
    menu: SeedMenu,
}

/// Reads a seed file and what it builds on.
pub fn read(path: &Path) -> anyhow::Result<File> {
    let mut file: File = json(path)?;
    if let Some(name) = file.base.take() {
        let base: Base = json(&path.with_file_name("").join(name))?;
        file.branches.insert(0, SeedBranch { printers: base.printers, ..base.branch });
        file.staff.splice(0..0, base.staff);
        file.menu.stations.splice(0..0, base.menu.stations);
        file.menu.ingredients.splice(0..0, base.menu.ingredients);
        file.menu.modifier_groups.splice(0..0, base.menu.modifier_groups);
        file.menu.categories.splice(0..0, base.menu.categories);
        file.menu.products.splice(0..0, base.menu.products);
    }
    Ok(file)
}

fn json<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not a seed file", path.display()))
}
