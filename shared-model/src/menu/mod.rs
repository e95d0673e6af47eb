//! What a branch sells: categories, products with sizes, extras and combos, and the kitchen stations that make them.
//!
//! Invariants (kept by [`decide`]): a product that is sold has a recipe or says it has none; sizes, extras and combo
//! slots have their own ids, so two people editing different parts of one product never undo each other; nothing is
//! deleted, only switched off, because old orders name it.
//!
//! These structs are also the wire form: plain catalogue data is shown and edited as it is.

pub mod choice;
pub mod decide;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{
    CategoryId, ComboSlotId, IngredientId, ModifierGroupId, ModifierId, PrinterId, ProductId, StationId,
    VariantId,
};
use crate::money::Money;
use crate::order::OrderType;
use crate::order::tax::TaxKind;
use crate::quantity::Quantity;

/// A tab of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Category {
    pub category_id: CategoryId,
    /// What the tab says, 1–80 characters, unique among active categories.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Tabs are shown by position, then name.
    #[serde(default)]
    #[schema(maximum = 100_000)]
    pub position: u32,
    /// `#rrggbb`, for the tab and its tiles.
    #[serde(default)]
    pub color: Option<String>,
    /// Switched off instead of deleted.
    #[serde(default = "yes")]
    pub active: bool,
}

/// Something sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Product {
    pub product_id: ProductId,
    pub category_id: CategoryId,
    /// What the tile and the ticket say, 1–80 characters.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub description: Option<String>,
    /// Tax included. With sizes, each size has its own price and this one is only shown.
    pub price: Money,
    /// Prices that differ for an order type; not used by products with sizes.
    #[serde(default)]
    pub channel_prices: Vec<ChannelPrice>,
    /// Sizes; when there are any, one must be chosen.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Questions asked when it is sold, in this order.
    #[serde(default)]
    pub modifier_group_ids: Vec<ModifierGroupId>,
    /// Places of a combo, each filled by one of its options; the combo's parts go to their own stations.
    #[serde(default)]
    pub combo_slots: Vec<ComboSlot>,
    /// What one of it uses up.
    #[serde(default)]
    pub recipe: Vec<RecipeItem>,
    /// Sold without touching the stock, on purpose.
    #[serde(default)]
    pub without_recipe: bool,
    /// Who makes it; none: nobody has to (a bottle from the counter).
    #[serde(default)]
    pub station_id: Option<StationId>,
    #[serde(default)]
    pub tax: TaxKind,
    /// Tiles are shown by position, then name.
    #[serde(default)]
    #[schema(maximum = 100_000)]
    pub position: u32,
    /// Switched off instead of deleted.
    #[serde(default = "yes")]
    pub active: bool,
    /// "Agotado": shown, not sold.
    #[serde(default)]
    pub sold_out: bool,
    /// One emoji for the tile.
    #[serde(default)]
    #[schema(max_length = 16)]
    pub emoji: Option<String>,
}

/// A price for one order type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelPrice {
    pub order_type: OrderType,
    pub price: Money,
}

/// A size of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Variant {
    pub variant_id: VariantId,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    pub price: Money,
    /// Instead of the product's recipe when not empty.
    #[serde(default)]
    pub recipe: Vec<RecipeItem>,
}

/// One place of a combo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComboSlot {
    pub slot_id: ComboSlotId,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// The first option is preselected.
    #[serde(default)]
    pub options: Vec<ComboOption>,
}

/// What may fill a place of a combo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComboOption {
    pub product_id: ProductId,
    #[serde(default)]
    pub variant_id: Option<VariantId>,
    /// Added to the combo's price.
    #[serde(default)]
    pub surcharge: Money,
}

/// How much of an ingredient one sale uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecipeItem {
    pub ingredient_id: IngredientId,
    /// In 1/10,000 of the ingredient's unit.
    pub quantity: Quantity,
}

/// A question about a product and its possible answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModifierGroup {
    pub modifier_group_id: ModifierGroupId,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// At least `max(1, min)` answers are needed.
    #[serde(default)]
    pub required: bool,
    /// Fewest answers, when any is given.
    #[serde(default)]
    #[schema(maximum = 99)]
    pub min: u32,
    /// Most answers.
    #[schema(minimum = 1, maximum = 99)]
    pub max: u32,
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
}

/// One answer, perhaps at a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Modifier {
    pub modifier_id: ModifierId,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[serde(default)]
    pub price: Money,
    /// How often it may be chosen on one line.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 99)]
    pub max: u32,
    #[serde(default)]
    pub is_default: bool,
    #[serde(default)]
    pub recipe: Vec<RecipeItem>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// Something bought and used up by recipes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ingredient {
    pub ingredient_id: IngredientId,
    pub name: String,
    pub unit: Unit,
}

/// What an ingredient is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    G,
    Ml,
    Unit,
}

/// A place in the kitchen that prepares lines and has a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Station {
    pub station_id: StationId,
    pub name: String,
    #[serde(default)]
    pub position: u32,
    /// Where its tickets are printed.
    pub printer_id: PrinterId,
}

/// Everything sold, as one branch knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Menu {
    pub categories: BTreeMap<CategoryId, Category>,
    pub products: BTreeMap<ProductId, Product>,
    pub modifier_groups: BTreeMap<ModifierGroupId, ModifierGroup>,
    pub ingredients: BTreeMap<IngredientId, Ingredient>,
    pub stations: BTreeMap<StationId, Station>,
}

impl Product {
    /// The price of one, before extras.
    pub fn base_price(&self, variant: Option<&Variant>, order_type: OrderType) -> Money {
        if let Some(variant) = variant {
            return variant.price;
        }
        let special = self.channel_prices.iter().find(|channel| channel.order_type == order_type);
        special.map_or(self.price, |channel| channel.price)
    }

    /// What one uses up, before extras.
    pub fn consumption<'a>(&'a self, variant: Option<&'a Variant>) -> &'a [RecipeItem] {
        match variant {
            Some(variant) if !variant.recipe.is_empty() => &variant.recipe,
            Some(_) | None => &self.recipe,
        }
    }
}

impl ModifierGroup {
    /// Fewest answers a line must give.
    pub fn least(&self) -> u32 {
        if self.required { self.min.max(1) } else { 0 }
    }
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}
