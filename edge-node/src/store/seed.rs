//! Setting a box up from a file: the branch, its people, stations, printers and menu, in one transaction.

use serde::Deserialize;
use serde_json::json;
use shared_model::branch::{Branch, Printer};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station, decide};
use shared_model::staff::Staff;
use shared_model::time::Timestamp;
use shared_model::wire::problem::FieldError;

use super::edit::put;
use super::error::StoreError;
use super::event::{Audience, NewEvent};
use super::writer::Work;

/// All that a branch starts with. People come with verifiers, not secrets.
#[derive(Debug, Clone, Deserialize)]
pub struct Seed {
    pub branch: Branch,
    pub staff: Vec<Staff>,
    pub stations: Vec<Station>,
    pub printers: Vec<Printer>,
    pub ingredients: Vec<Ingredient>,
    pub modifier_groups: Vec<ModifierGroup>,
    pub categories: Vec<Category>,
    pub products: Vec<Product>,
}

/// Writes everything, or answers what is wrong and writes nothing. What is already there the same is left alone.
pub fn plant(
    work: &mut Work<'_>,
    seed: Seed,
    now: Timestamp,
) -> Result<Result<usize, Vec<FieldError>>, StoreError> {
    let mut catalog = (*work.working.catalog(work.tx)?).clone();
    let known = catalog.versions.len();
    if let Err(error) = seed.branch.day_rule() {
        return Ok(Err(vec![FieldError::new("/branch/zone", error.to_string())]));
    }
    let wrong = check(&mut catalog.clone(), &seed);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    put(work, &mut catalog, seed.branch, now)?;
    for printer in seed.printers {
        put(work, &mut catalog, printer, now)?;
    }
    for station in seed.stations {
        put(work, &mut catalog, station, now)?;
    }
    for staff in seed.staff {
        put(work, &mut catalog, staff, now)?;
    }
    for ingredient in seed.ingredients {
        put(work, &mut catalog, ingredient, now)?;
    }
    for group in seed.modifier_groups {
        put(work, &mut catalog, group, now)?;
    }
    for category in seed.categories {
        put(work, &mut catalog, category, now)?;
    }
    for product in seed.products {
        put(work, &mut catalog, product, now)?;
    }
    let (planted, version) = (catalog.versions.len() - known, catalog.version);
    work.working.set_catalog(catalog);
    let data = json!({"version": version});
    work.working.tell(work.tx, NewEvent { kind: "menu:changed", audience: Audience::Branch, data }, now)?;
    Ok(Ok(planted))
}

/// Checks everything against the menu as it will be.
fn check(catalog: &mut super::Catalog, seed: &Seed) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut note = |kind: &str, at: usize, errors: Vec<FieldError>| {
        let placed =
            |error: FieldError| FieldError::new(format!("/{kind}/{at}{}", error.pointer), error.detail);
        wrong.extend(errors.into_iter().map(placed));
    };
    for station in &seed.stations {
        catalog.set(station.clone(), 0);
    }
    for ingredient in &seed.ingredients {
        catalog.set(ingredient.clone(), 0);
    }
    for (at, group) in seed.modifier_groups.iter().enumerate() {
        note("modifier_groups", at, decide::modifier_group(&catalog.menu, group).err().unwrap_or_default());
        catalog.set(group.clone(), 0);
    }
    for (at, category) in seed.categories.iter().enumerate() {
        note("categories", at, decide::category(&catalog.menu, category).err().unwrap_or_default());
        catalog.set(category.clone(), 0);
    }
    for product in &seed.products {
        catalog.set(product.clone(), 0);
    }
    for (at, product) in seed.products.iter().enumerate() {
        note("products", at, decide::product(&catalog.menu, product).err().unwrap_or_default());
    }
    for (at, station) in seed.stations.iter().enumerate() {
        if !seed.printers.iter().any(|printer| printer.printer_id == station.printer_id) {
            note("stations", at, vec![FieldError::new("/printer_id", "la impresora no existe")]);
        }
    }
    wrong
}
