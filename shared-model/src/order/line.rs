//! One line of an order: the snapshot of what was sold, at which price, and what it uses up.

use minicbor::{Decode, Encode};

use super::stage::PartRef;
use super::tax::AppliedTax;
use crate::ids::{IngredientId, LineId, ModifierId, ProductId, StationId};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::time::Hlc;

/// What was sold. Never changes after it was added.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Line {
    #[n(0)]
    pub product_id: ProductId,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub variant: Option<String>,
    /// Pieces, 1 to 999.
    #[n(3)]
    pub quantity: u32,
    /// Of one piece, extras and surcharges and tax included.
    #[n(4)]
    pub unit_price: Money,
    /// Extras of the product itself; those of combo components are in their parts.
    #[n(5)]
    pub modifiers: Vec<ChosenModifier>,
    #[n(6)]
    pub note: Option<String>,
    #[n(7)]
    pub tax: Option<AppliedTax>,
    /// What the kitchen makes: one part for a simple product, one for each component of a combo.
    #[n(8)]
    pub parts: Vec<Part>,
    /// What one piece uses up, by ingredient.
    #[n(9)]
    pub consumption: Vec<(IngredientId, Quantity)>,
    #[n(10)]
    pub at: Hlc,
}

/// Something a station makes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// None: nobody has to make it.
    #[n(0)]
    pub station: Option<StationId>,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub variant: Option<String>,
    #[n(3)]
    pub modifiers: Vec<ChosenModifier>,
}

/// An extra that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ChosenModifier {
    #[n(0)]
    pub modifier_id: ModifierId,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub quantity: u32,
    /// Of one.
    #[n(3)]
    pub price: Money,
}

impl Line {
    /// Price of all pieces, before discounts.
    pub fn total(&self) -> Money {
        self.unit_price.times(self.quantity).expect("a line below Money::MAX was checked when it was added")
    }

    /// References to its parts.
    pub fn part_refs(&self, line_id: LineId) -> impl Iterator<Item = PartRef> {
        (0..=u8::MAX).zip(&self.parts).map(move |(part, _)| PartRef { line_id, part })
    }

    /// Whether its numbers are such as [`choice`](crate::menu::choice) lets through, so that sums of them stay in range.
    pub fn is_plausible(&self) -> bool {
        let total = self.unit_price.times(self.quantity);
        !self.unit_price.is_negative() && total.is_ok_and(|total| total <= Money::MAX)
    }
}
