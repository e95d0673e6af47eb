//! Amounts of stuff (grams, millilitres, units) in 1/10,000, so that recipes add up exactly.

use std::fmt;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Overflow;

/// A quantity in 1/10,000 of its ingredient's unit: 180 g is `1_800_000` when the unit is the gram.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Encode,
    Decode,
    ToSchema,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[schema(value_type = i64, example = 1_800_000)]
pub struct Quantity(#[n(0)] i64);

impl Quantity {
    /// How many of these make one unit.
    pub const SCALE: i64 = 10_000;
    /// None.
    pub const ZERO: Self = Self(0);

    /// A quantity given in 1/10,000 units.
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// A quantity of whole units.
    pub fn from_units(units: u32) -> Self {
        Self(i64::from(units) * Self::SCALE)
    }

    /// The quantity in 1/10,000 units.
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// The sum, or [`Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// So many times the quantity, or [`Overflow`].
    pub fn times(self, count: u32) -> Result<Self, Overflow> {
        self.0.checked_mul(i64::from(count)).map(Self).ok_or(Overflow)
    }
}

/// `1,5` or `180`: decimal comma, no trailing zeros.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{part:04}");
        write!(f, "{sign}{whole},{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_with_a_decimal_comma() {
        let shown = [0, 10_000, 15_000, 1_800_000, 5, -12_500].map(|raw| Quantity(raw).to_string());
        assert_eq!(shown, ["0", "1", "1,5", "180", "0,0005", "-1,25"]);
    }
}
