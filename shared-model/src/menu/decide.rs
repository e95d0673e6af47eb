//! What may be written into the menu. Each check answers with the field that is wrong, so that a form can show it there.

use super::{Category, Ingredient, Menu, Modifier, ModifierGroup, Product, RecipeItem, Station};
use crate::money::Money;
use crate::wire::problem::FieldError;

/// Places of a combo at most; its parts are numbered in a byte.
const SLOTS_MAX: usize = 20;

/// Checks a category before it is stored.
pub fn category(menu: &Menu, category: &Category) -> Result<(), Vec<FieldError>> {
    let mut wrong = Vec::new();
    name(&mut wrong, "/name", &category.name);
    let same = |other: &&Category| {
        other.category_id != category.category_id && other.active && same_name(&other.name, &category.name)
    };
    if menu.categories.values().find(same).is_some() {
        wrong.push(FieldError::new("/name", "ya hay una categoría con ese nombre"));
    }
    position(&mut wrong, category.position);
    if let Some(color) = &category.color
        && !is_color(color)
    {
        wrong.push(FieldError::new("/color", "escribe el color como #rrggbb"));
    }
    done(wrong)
}

/// Checks a product before it is stored.
pub fn product(menu: &Menu, product: &Product) -> Result<(), Vec<FieldError>> {
    let mut wrong = Vec::new();
    name(&mut wrong, "/name", &product.name);
    price(&mut wrong, "/price", product.price);
    position(&mut wrong, product.position);
    optional(&mut wrong, "/description", product.description.as_deref(), 500);
    optional(&mut wrong, "/emoji", product.emoji.as_deref(), 16);
    if !menu.categories.contains_key(&product.category_id) {
        wrong.push(FieldError::new("/category_id", "la categoría no existe"));
    }
    if let Some(station) = product.station_id
        && !menu.stations.contains_key(&station)
    {
        wrong.push(FieldError::new("/station_id", "la estación no existe"));
    }
    for (at, channel) in product.channel_prices.iter().enumerate() {
        price(&mut wrong, &format!("/channel_prices/{at}/price"), channel.price);
    }
    for (at, group) in product.modifier_group_ids.iter().enumerate() {
        if !menu.modifier_groups.contains_key(group) {
            wrong
                .push(FieldError::new(format!("/modifier_group_ids/{at}"), "el grupo de opciones no existe"));
        }
    }
    let sizes_have_recipes =
        !product.variants.is_empty() && product.variants.iter().all(|size| !size.recipe.is_empty());
    let has_recipe = !product.recipe.is_empty() || sizes_have_recipes || !product.combo_slots.is_empty();
    if !has_recipe && !product.without_recipe {
        wrong.push(FieldError::new("/recipe", "agrega la receta o marca el producto como «sin receta»"));
    }
    recipe(&mut wrong, menu, "/recipe", &product.recipe);
    for (at, size) in product.variants.iter().enumerate() {
        name(&mut wrong, &format!("/variants/{at}/name"), &size.name);
        price(&mut wrong, &format!("/variants/{at}/price"), size.price);
        recipe(&mut wrong, menu, &format!("/variants/{at}/recipe"), &size.recipe);
    }
    combo(&mut wrong, menu, product);
    unique(&mut wrong, "/variants", product.variants.iter().map(|size| size.variant_id));
    unique(&mut wrong, "/combo_slots", product.combo_slots.iter().map(|slot| slot.slot_id));
    unique(&mut wrong, "/modifier_group_ids", product.modifier_group_ids.iter().copied());
    unique(&mut wrong, "/channel_prices", product.channel_prices.iter().map(|channel| channel.order_type));
    done(wrong)
}

/// Checks a modifier group before it is stored.
pub fn modifier_group(menu: &Menu, group: &ModifierGroup) -> Result<(), Vec<FieldError>> {
    let mut wrong = Vec::new();
    name(&mut wrong, "/name", &group.name);
    if group.max == 0 || group.max > 99 || group.least().max(group.min) > group.max {
        wrong.push(FieldError::new("/max", "el máximo debe estar entre el mínimo y 99"));
    }
    for (at, Modifier { name: label, price: amount, max, recipe: items, .. }) in
        group.modifiers.iter().enumerate()
    {
        name(&mut wrong, &format!("/modifiers/{at}/name"), label);
        price(&mut wrong, &format!("/modifiers/{at}/price"), *amount);
        if *max == 0 || *max > 99 {
            wrong.push(FieldError::new(format!("/modifiers/{at}/max"), "debe estar entre 1 y 99"));
        }
        recipe(&mut wrong, menu, &format!("/modifiers/{at}/recipe"), items);
    }
    unique(&mut wrong, "/modifiers", group.modifiers.iter().map(|modifier| modifier.modifier_id));
    done(wrong)
}

/// Checks an ingredient before it is stored.
pub fn ingredient(menu: &Menu, ingredient: &Ingredient) -> Result<(), Vec<FieldError>> {
    let mut wrong = Vec::new();
    name(&mut wrong, "/name", &ingredient.name);
    let id = ingredient.ingredient_id;
    let mut others = menu.ingredients.values().filter(|other| other.ingredient_id != id);
    if others.any(|other| same_name(&other.name, &ingredient.name)) {
        wrong.push(FieldError::new("/name", "ya hay un insumo con ese nombre"));
    }
    let measured_otherwise = menu.ingredients.get(&id).is_some_and(|known| known.unit != ingredient.unit);
    if measured_otherwise && recipes(menu).any(|item| item.ingredient_id == id) {
        wrong.push(FieldError::new("/unit", "hay recetas que ya lo miden así; crea otro insumo"));
    }
    done(wrong)
}

/// Checks a station before it is stored.
pub fn station(menu: &Menu, station: &Station) -> Result<(), Vec<FieldError>> {
    let mut wrong = Vec::new();
    name(&mut wrong, "/name", &station.name);
    position(&mut wrong, station.position);
    let mut others = menu.stations.values().filter(|other| other.station_id != station.station_id);
    if others.any(|other| same_name(&other.name, &station.name)) {
        wrong.push(FieldError::new("/name", "ya hay una estación con ese nombre"));
    }
    done(wrong)
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Everything that any recipe uses.
fn recipes(menu: &Menu) -> impl Iterator<Item = &RecipeItem> {
    let sizes = menu.products.values().flat_map(|product| &product.variants).map(|size| &size.recipe);
    let extras = menu.modifier_groups.values().flat_map(|group| &group.modifiers).map(|extra| &extra.recipe);
    menu.products.values().map(|product| &product.recipe).chain(sizes).chain(extras).flatten()
}

fn combo(wrong: &mut Vec<FieldError>, menu: &Menu, product: &Product) {
    if product.combo_slots.is_empty() {
        return;
    }
    if product.combo_slots.len() > SLOTS_MAX {
        wrong.push(FieldError::new("/combo_slots", format!("un combo tiene como máximo {SLOTS_MAX} partes")));
    }
    if !product.modifier_group_ids.is_empty() {
        // Stations make the parts of a combo and read the extras of the parts: one of the combo itself would reach nobody.
        wrong.push(FieldError::new("/modifier_group_ids", "las opciones van en los productos del combo"));
    }
    let holds_it = |other: &&Product| {
        let mut options = other.combo_slots.iter().flat_map(|slot| &slot.options);
        options.any(|option| option.product_id == product.product_id)
    };
    if let Some(other) = menu.products.values().chain([product]).find(holds_it) {
        let detail = format!("un combo no puede ir dentro de otro, y «{}» lo ofrece", other.name);
        wrong.push(FieldError::new("/combo_slots", detail));
    }
    for (at, slot) in product.combo_slots.iter().enumerate() {
        name(wrong, &format!("/combo_slots/{at}/name"), &slot.name);
        if slot.options.is_empty() {
            wrong.push(FieldError::new(format!("/combo_slots/{at}/options"), "agrega al menos una opción"));
        }
        let options = slot.options.iter().map(|option| (option.product_id, option.variant_id));
        unique(wrong, &format!("/combo_slots/{at}/options"), options);
        for (nth, option) in slot.options.iter().enumerate() {
            let pointer = format!("/combo_slots/{at}/options/{nth}");
            price(wrong, &format!("{pointer}/surcharge"), option.surcharge);
            let Some(part) = menu.products.get(&option.product_id) else {
                wrong.push(FieldError::new(format!("{pointer}/product_id"), "el producto no existe"));
                continue;
            };
            let size_fits = match option.variant_id {
                None => part.variants.is_empty(),
                Some(id) => part.variants.iter().any(|size| size.variant_id == id),
            };
            if !size_fits {
                wrong.push(FieldError::new(
                    format!("{pointer}/variant_id"),
                    "elige un tamaño de ese producto",
                ));
            }
            if !part.combo_slots.is_empty() {
                wrong.push(FieldError::new(
                    format!("{pointer}/product_id"),
                    "un combo no puede ir dentro de otro",
                ));
            }
        }
    }
}

fn name(wrong: &mut Vec<FieldError>, pointer: &str, name: &str) {
    let length = name.trim().chars().count();
    if length == 0 || length > 80 {
        wrong.push(FieldError::new(pointer, "escribe un nombre de 1 a 80 caracteres"));
    }
    if name.chars().any(char::is_control) {
        wrong.push(FieldError::new(pointer, "quita los caracteres de control"));
    }
}

fn optional(wrong: &mut Vec<FieldError>, pointer: &str, text: Option<&str>, most: usize) {
    if text.is_some_and(|text| text.chars().count() > most) {
        wrong.push(FieldError::new(pointer, format!("máximo {most} caracteres")));
    }
}

fn position(wrong: &mut Vec<FieldError>, position: u32) {
    if position > 100_000 {
        wrong.push(FieldError::new("/position", "debe estar entre 0 y 100.000"));
    }
}

fn price(wrong: &mut Vec<FieldError>, pointer: &str, price: Money) {
    if price.is_negative() || price > Money::from_pesos(100_000_000) {
        wrong.push(FieldError::new(pointer, "el precio debe estar entre $ 0 y $ 100.000.000"));
    }
}

fn recipe(wrong: &mut Vec<FieldError>, menu: &Menu, pointer: &str, items: &[RecipeItem]) {
    for (at, item) in items.iter().enumerate() {
        if !menu.ingredients.contains_key(&item.ingredient_id) {
            wrong.push(FieldError::new(format!("{pointer}/{at}/ingredient_id"), "el insumo no existe"));
        }
        if item.quantity.raw() <= 0 || item.quantity.raw() > 100_000_000_000 {
            wrong.push(FieldError::new(
                format!("{pointer}/{at}/quantity"),
                "la cantidad debe ser mayor que cero",
            ));
        }
    }
    unique(wrong, pointer, items.iter().map(|item| item.ingredient_id));
}

fn unique<T: Ord>(wrong: &mut Vec<FieldError>, pointer: &str, ids: impl Iterator<Item = T>) {
    let mut seen = std::collections::BTreeSet::new();
    for (at, id) in ids.enumerate() {
        if !seen.insert(id) {
            wrong.push(FieldError::new(format!("{pointer}/{at}"), "está repetido"));
        }
    }
}

fn is_color(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

fn done(wrong: Vec<FieldError>) -> Result<(), Vec<FieldError>> {
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[cfg(test)]
mod tests;
