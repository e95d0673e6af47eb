//! The menu on the wire: the aggregates as they are, and lists of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::menu::{Category, Ingredient, ModifierGroup, Product, Station};

/// Everything a selling screen needs, active or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Menu)]
pub struct MenuView {
    /// Grows with every change.
    pub version: i64,
    pub categories: Vec<Category>,
    pub products: Vec<Product>,
    pub modifier_groups: Vec<ModifierGroup>,
    pub ingredients: Vec<Ingredient>,
    pub stations: Vec<Station>,
}

/// The tabs of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoryList {
    pub items: Vec<Category>,
}

/// One page of products, by position and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProductPage {
    pub items: Vec<Product>,
    pub next_cursor: Option<String>,
}

/// Sold out, or not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAvailability {
    pub sold_out: bool,
}
