//! Checking what a person chose against the menu, and taking the snapshot an order keeps: names, prices, tax and
//! consumption as they were at that moment. Later edits of the menu never restate a sale.

use std::collections::BTreeMap;

use super::{Menu, ModifierGroup, Product, RecipeItem, Variant};
use crate::ids::{ComboSlotId, IngredientId, LineId, ModifierGroupId, ModifierId, ProductId, VariantId};
use crate::money::{Money, Overflow};
use crate::order::command::{NewComponent, NewLine, NewModifier};
use crate::order::line::{ChosenModifier, Line, Part};
use crate::order::{OrderType, Rejection};
use crate::order::{tax, text};
use crate::quantity::Quantity;
use crate::time::{BusinessDay, Hlc};

/// Why a line cannot be sold as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    #[error("el producto no existe")]
    UnknownProduct,
    #[error("«{name}» ya no está en la carta")]
    Inactive { name: String },
    #[error("«{name}» está agotado")]
    SoldOut { name: String },
    #[error("elige un tamaño de «{name}»")]
    VariantMissing { name: String },
    #[error("«{name}» no tiene ese tamaño")]
    UnknownVariant { name: String },
    #[error("«{name}» no ofrece esa opción")]
    UnknownModifier { name: String },
    #[error("«{group}»: elige al menos {least}")]
    TooFew { group: String, least: u32 },
    #[error("«{group}»: elige como máximo {most}")]
    TooMany { group: String, most: u32 },
    #[error("«{name}»: como máximo {most} de «{modifier}»")]
    ModifierTooOften { name: String, modifier: String, most: u32 },
    #[error("elige «{slot}» del combo")]
    SlotMissing { slot: String },
    #[error("esa opción no es parte de «{name}»")]
    UnknownComponent { name: String },
    #[error("la cantidad debe estar entre 1 y 999")]
    Quantity,
    #[error("la nota es muy larga (máximo {most} caracteres)")]
    NoteTooLong { most: usize },
    #[error("el valor es demasiado grande")]
    TooExpensive,
}

/// Characters a line's note may have.
pub const NOTE_MAX: usize = 200;
/// Pieces of one line at most.
const QUANTITY_MAX: u32 = 999;

impl From<Overflow> for ChoiceError {
    fn from(_: Overflow) -> Self {
        Self::TooExpensive
    }
}

/// The snapshot of one asked-for line.
///
/// # Errors
/// [`Rejection::Line`] naming the line and what is wrong with it.
pub fn take(
    menu: &Menu,
    asked: &NewLine,
    order_type: OrderType,
    day: BusinessDay,
    at: Hlc,
) -> Result<Line, Rejection> {
    snapshot(menu, asked, order_type, day, at)
        .map_err(|reason| Rejection::Line { line: asked.line_id, reason })
}

/// The snapshots of several asked-for lines, each with its own reading of the clock so that they keep their sequence.
pub fn take_all(
    menu: &Menu,
    asked: &[NewLine],
    order_type: OrderType,
    day: BusinessDay,
    mut tick: impl FnMut() -> Hlc,
) -> Result<Vec<(LineId, Line)>, Rejection> {
    let take_one = |line: &NewLine| Ok((line.line_id, take(menu, line, order_type, day, tick())?));
    asked.iter().map(take_one).collect()
}

fn snapshot(
    menu: &Menu,
    asked: &NewLine,
    order_type: OrderType,
    day: BusinessDay,
    at: Hlc,
) -> Result<Line, ChoiceError> {
    if asked.quantity == 0 || asked.quantity > QUANTITY_MAX {
        return Err(ChoiceError::Quantity);
    }
    let note = asked.note.as_deref().and_then(text::clean);
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
        return Err(ChoiceError::NoteTooLong { most: NOTE_MAX });
    }
    let (product, variant) = find(menu, asked.product_id, asked.variant_id, true)?;
    let mut used = Consumption::default();
    let own = answers(menu, product, &asked.modifiers, &mut used)?;
    used.add(product.consumption(variant), 1)?;
    let components = components(menu, product, &asked.components, &mut used)?;

    let mut unit_price = product.base_price(variant, order_type).plus(extras(&own)?)?;
    let mut parts = Vec::with_capacity(components.len().max(1));
    for (surcharge, part) in components {
        unit_price = unit_price.plus(surcharge)?.plus(extras(&part.modifiers)?)?;
        parts.push(part);
    }
    if parts.is_empty() {
        parts.push(part_of(product, variant, own.clone()));
    }
    used.0.values().try_for_each(|of_one| of_one.times(asked.quantity).map(drop))?;
    let total = unit_price.times(asked.quantity)?;
    if unit_price.is_negative() || total > Money::MAX {
        return Err(ChoiceError::TooExpensive);
    }
    Ok(Line {
        product_id: product.product_id,
        name: product.name.clone(),
        variant: variant.map(|variant| variant.name.clone()),
        quantity: asked.quantity,
        unit_price,
        modifiers: own,
        note,
        tax: tax::applied(product.tax, day),
        parts,
        consumption: used.0.into_iter().collect(),
        at,
    })
}

fn find(
    menu: &Menu,
    product: ProductId,
    variant: Option<VariantId>,
    on_sale: bool,
) -> Result<(&Product, Option<&Variant>), ChoiceError> {
    let product = menu.products.get(&product).ok_or(ChoiceError::UnknownProduct)?;
    let name = || product.name.clone();
    if on_sale && !product.active {
        return Err(ChoiceError::Inactive { name: name() });
    }
    if product.sold_out {
        return Err(ChoiceError::SoldOut { name: name() });
    }
    let variant = match variant {
        None if product.variants.is_empty() => None,
        None => return Err(ChoiceError::VariantMissing { name: name() }),
        Some(id) => {
            let found = product.variants.iter().find(|variant| variant.variant_id == id);
            Some(found.ok_or_else(|| ChoiceError::UnknownVariant { name: name() })?)
        }
    };
    Ok((product, variant))
}

fn part_of(product: &Product, variant: Option<&Variant>, modifiers: Vec<ChosenModifier>) -> Part {
    Part {
        station: product.station_id,
        name: product.name.clone(),
        variant: variant.map(|variant| variant.name.clone()),
        modifiers,
    }
}

/// What fills each place of a combo, in the combo's sequence, with its surcharge.
fn components(
    menu: &Menu,
    combo: &Product,
    asked: &[NewComponent],
    used: &mut Consumption,
) -> Result<Vec<(Money, Part)>, ChoiceError> {
    let belongs = |slot: ComboSlotId| combo.combo_slots.iter().any(|known| known.slot_id == slot);
    if asked.len() > combo.combo_slots.len() || asked.iter().any(|component| !belongs(component.slot_id)) {
        return Err(ChoiceError::UnknownComponent { name: combo.name.clone() });
    }
    let mut parts = Vec::with_capacity(combo.combo_slots.len());
    for slot in &combo.combo_slots {
        let component = asked.iter().find(|component| component.slot_id == slot.slot_id);
        let component = component.ok_or_else(|| ChoiceError::SlotMissing { slot: slot.name.clone() })?;
        let fits = |product, variant| product == component.product_id && variant == component.variant_id;
        let option = slot.options.iter().find(|option| fits(option.product_id, option.variant_id));
        let option = option.ok_or_else(|| ChoiceError::UnknownComponent { name: combo.name.clone() })?;
        let (product, variant) = find(menu, component.product_id, component.variant_id, false)?;
        let modifiers = answers(menu, product, &component.modifiers, used)?;
        used.add(product.consumption(variant), 1)?;
        parts.push((option.surcharge, part_of(product, variant, modifiers)));
    }
    Ok(parts)
}

/// The chosen extras of one product, in the menu's sequence, after every group's rule was checked.
fn answers(
    menu: &Menu,
    product: &Product,
    asked: &[NewModifier],
    used: &mut Consumption,
) -> Result<Vec<ChosenModifier>, ChoiceError> {
    let mut open: BTreeMap<ModifierId, u32> = BTreeMap::new();
    for choice in asked {
        let count = open.entry(choice.modifier_id).or_default();
        *count = count.saturating_add(choice.quantity);
    }
    let mut chosen = Vec::new();
    for group in
        product.modifier_group_ids.iter().filter_map(|id: &ModifierGroupId| menu.modifier_groups.get(id))
    {
        let before = chosen.len();
        for modifier in group.modifiers.iter().filter(|modifier| modifier.active) {
            let Some(quantity) = open.remove(&modifier.modifier_id).filter(|quantity| *quantity > 0) else {
                continue;
            };
            if quantity > modifier.max {
                let (name, modifier, most) = (product.name.clone(), modifier.name.clone(), modifier.max);
                return Err(ChoiceError::ModifierTooOften { name, modifier, most });
            }
            used.add(&modifier.recipe, quantity)?;
            chosen.push(ChosenModifier {
                modifier_id: modifier.modifier_id,
                name: modifier.name.clone(),
                quantity,
                price: modifier.price,
            });
        }
        let answered = chosen[before..].iter().map(|modifier| modifier.quantity);
        within(group, answered.fold(0, u32::saturating_add))?;
    }
    if open.values().any(|quantity| *quantity > 0) {
        return Err(ChoiceError::UnknownModifier { name: product.name.clone() });
    }
    Ok(chosen)
}

fn within(group: &ModifierGroup, answered: u32) -> Result<(), ChoiceError> {
    let least = if answered == 0 { group.least() } else { group.least().max(group.min) };
    if answered < least {
        return Err(ChoiceError::TooFew { group: group.name.clone(), least });
    }
    if answered > group.max {
        return Err(ChoiceError::TooMany { group: group.name.clone(), most: group.max });
    }
    Ok(())
}

fn extras(modifiers: &[ChosenModifier]) -> Result<Money, Overflow> {
    modifiers.iter().try_fold(Money::ZERO, |sum, chosen| sum.plus(chosen.price.times(chosen.quantity)?))
}

/// What one piece of a line uses up, summed by ingredient.
#[derive(Default)]
struct Consumption(BTreeMap<IngredientId, Quantity>);

impl Consumption {
    fn add(&mut self, recipe: &[RecipeItem], times: u32) -> Result<(), Overflow> {
        for item in recipe {
            let sum = self.0.entry(item.ingredient_id).or_default();
            *sum = sum.plus(item.quantity.times(times)?)?;
        }
        Ok(())
    }
}
