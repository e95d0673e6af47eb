//! What products are made of: questions, ingredients, stations.

use serde_json::json;
use shared_model::catalog::Editable;
use shared_model::menu::{Ingredient, Menu, ModifierGroup, Station, decide};
use shared_model::wire::problem::FieldError;

use super::work::{Carried, Work, sound};

/// A part of the menu with its rule.
pub trait Part: Editable {
    /// What is wrong with it beside the rest of the menu.
    fn check(&self, menu: &Menu) -> Result<(), Vec<FieldError>>;
}

impl Part for ModifierGroup {
    fn check(&self, menu: &Menu) -> Result<(), Vec<FieldError>> {
        decide::modifier_group(menu, self)
    }
}

impl Part for Ingredient {
    fn check(&self, menu: &Menu) -> Result<(), Vec<FieldError>> {
        decide::ingredient(menu, self)
    }
}

impl Part for Station {
    fn check(&self, menu: &Menu) -> Result<(), Vec<FieldError>> {
        decide::station(menu, self)
    }
}

/// Adds a part.
pub fn create<T: Part>(work: &mut Work<'_, '_>, part: &T) -> Carried {
    work.is_new::<T>(part.uuid())?;
    sound(part.check(&work.menu()?))?;
    Ok(work.save(201, part, json!({}))?)
}

/// Changes a part that nobody else changed since version `expected`.
pub fn update<T: Part>(work: &mut Work<'_, '_>, part: &T, expected: i64) -> Carried {
    work.unchanged::<T>(part.uuid(), expected)?;
    sound(part.check(&work.menu()?))?;
    Ok(work.save(200, part, json!({}))?)
}
