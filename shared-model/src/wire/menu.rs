//! The menu on the wire: the aggregates as they are, and lists of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::menu::{Category, Ingredient, ModifierGroup, Product, RecipeItem, Station};
use crate::time::Timestamp;

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

/// What one of a product uses up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub items: Vec<RecipeItem>,
    /// Sold without touching the stock, on purpose.
    #[serde(default)]
    pub without_recipe: bool,
}

/// Questions asked about products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ModifierGroupList {
    pub items: Vec<ModifierGroup>,
}

/// What recipes use up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IngredientList {
    pub items: Vec<Ingredient>,
}

/// Places in the kitchen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StationList {
    pub items: Vec<Station>,
}

/// A field of the catalogue that two sides wrote without knowing of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CatalogConflict {
    /// `product`, `category`, …
    pub doc_kind: String,
    /// Its document, in hex.
    pub doc_id: String,
    /// What the thing is called.
    pub name: Option<String>,
    /// The field's path inside the thing: `price`, `variants[]/var_…/name`.
    pub field: String,
    /// What each side wrote; the first one stands.
    pub candidates: Vec<Candidate>,
    /// When the two met.
    pub at_ms: Timestamp,
}

/// What one side wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Candidate {
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
    /// The branch whose box wrote it, or «Nube».
    pub by: String,
}

/// Conflicts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CatalogConflictList {
    pub items: Vec<CatalogConflict>,
}

/// Which of the candidates it shall be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveConflict {
    pub field: String,
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
}
