//! Categories and products, edited from the cloud by the same rules as at a box.

use serde_json::json;
use shared_model::ids::{CategoryId, ProductId};
use shared_model::menu::{Category, Product, decide};
use shared_model::tenant::Resource;
use shared_model::wire::menu::Recipe;

use super::work::{Carried, Work, sound};
use crate::store::table::answered::Answer;

/// Adds a menu tab.
pub fn create_category(work: &mut Work<'_, '_>, category: &Category) -> Carried {
    work.is_new::<Category>(category.category_id.uuid())?;
    sound(decide::category(&work.menu()?, category))?;
    Ok(work.save(201, category, json!({}))?)
}

/// Changes a menu tab that nobody else changed since version `expected`.
pub fn update_category(work: &mut Work<'_, '_>, category: &Category, expected: i64) -> Carried {
    work.unchanged::<Category>(category.category_id.uuid(), expected)?;
    sound(decide::category(&work.menu()?, category))?;
    Ok(work.save(200, category, json!({}))?)
}

/// Switches a menu tab off; doing it again changes nothing.
pub fn delete_category(work: &mut Work<'_, '_>, id: CategoryId) -> Carried {
    let (category, _) = work.find::<Category>(id.uuid())?;
    Ok(work.save(200, &Category { active: false, ..category }, json!({}))?)
}

/// Adds a product, if the plan allows one more.
pub fn create_product(work: &mut Work<'_, '_>, product: &Product) -> Carried {
    work.is_new::<Product>(product.product_id.uuid())?;
    if product.active {
        work.room_for(Resource::Products)?;
    }
    write_product(work, product, 201)
}

/// Changes a product that nobody else changed since version `expected`.
pub fn update_product(work: &mut Work<'_, '_>, product: &Product, expected: i64) -> Carried {
    let before = work.unchanged::<Product>(product.product_id.uuid(), expected)?;
    if product.active && !before.active {
        work.room_for(Resource::Products)?;
    }
    write_product(work, product, 200)
}

/// Switches a product off; doing it again changes nothing.
pub fn delete_product(work: &mut Work<'_, '_>, id: ProductId) -> Carried {
    let (product, _) = work.find::<Product>(id.uuid())?;
    save_product(work, &Product { active: false, ..product }, 200)
}

/// Marks a product sold out, or available again, at every branch.
pub fn set_availability(work: &mut Work<'_, '_>, id: ProductId, sold_out: bool) -> Carried {
    let (product, _) = work.find::<Product>(id.uuid())?;
    save_product(work, &Product { sold_out, ..product }, 200)
}

/// Replaces what one of a product uses up; answers with it.
pub fn set_recipe(work: &mut Work<'_, '_>, id: ProductId, recipe: Recipe) -> Carried {
    let (product, _) = work.find::<Product>(id.uuid())?;
    let Recipe { items, without_recipe } = recipe;
    let product = Product { recipe: items, without_recipe, ..product };
    let version = write_product(work, &product, 200)?.version;
    Ok(Answer::json(200, version, &recipe_of(&product)))
}

/// What one of a product uses up.
pub fn recipe_of(product: &Product) -> Recipe {
    Recipe { items: product.recipe.clone(), without_recipe: product.without_recipe }
}

fn write_product(work: &mut Work<'_, '_>, product: &Product, status: u16) -> Carried {
    sound(decide::product(&work.menu()?, product))?;
    save_product(work, product, status)
}

fn save_product(work: &mut Work<'_, '_>, product: &Product, status: u16) -> Carried {
    let told = json!({"product_id": product.product_id, "sold_out": product.sold_out});
    Ok(work.save(status, product, told)?)
}

#[cfg(test)]
mod tests;
