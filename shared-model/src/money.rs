//! Money as whole minor units (centavos), so that adding and splitting never loses one.
//!
//! Invariants: no floats; every operation that could overflow says so; parts always add up to the whole.

use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU32;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount in minor units of the company's currency: `Money::from_pesos(12_500)` is `1_250_000`.
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
#[schema(value_type = i64, example = 1_250_000)]
pub struct Money(#[n(0)] i64);

/// A share of a whole in 1/10,000: 8 % is `BasisPoints(800)`.
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
#[schema(value_type = u32, example = 800)]
pub struct BasisPoints(#[n(0)] pub u32);

/// An amount that does not fit, which no real sale reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amount is too large")]
pub struct Overflow;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Largest amount the product accepts from outside: ten thousand million pesos.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// An amount given in minor units.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// An amount given in whole pesos.
    ///
    /// # Panics
    /// Beyond 92 thousand million million pesos.
    pub const fn from_pesos(pesos: i64) -> Self {
        Self(pesos.checked_mul(100).expect("pesos fit in i64 centavos"))
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or [`Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// The difference, or [`Overflow`].
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(Overflow)
    }

    /// So many times the amount, or [`Overflow`].
    pub fn times(self, count: u32) -> Result<Self, Overflow> {
        self.0.checked_mul(i64::from(count)).map(Self).ok_or(Overflow)
    }

    /// The sum of many, or [`Overflow`].
    pub fn total(parts: impl IntoIterator<Item = Self>) -> Result<Self, Overflow> {
        parts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The tax that is inside a gross amount: `gross × rate / (1 + rate)`, half away from zero.
    /// The net is `gross - tax`, so the two always add up.
    pub fn tax_included(self, rate: BasisPoints) -> Self {
        let rate = i128::from(rate.0);
        let share = div_round(i128::from(self.0) * rate, 10_000 + rate);
        Self(i64::try_from(share).expect("a part of the whole fits where the whole fits"))
    }

    /// The amount cut down to a multiple of `step`, towards zero: what is due in cash when the smallest coin is `step`.
    pub fn floor_to(self, step: Self) -> Self {
        if step.0 <= 0 {
            return self;
        }
        Self(self.0 - self.0 % step.0)
    }

    /// The nearest multiple of `step`, half away from zero.
    pub fn round_to(self, step: Self) -> Self {
        if step.0 <= 0 {
            return self;
        }
        let steps = div_round(i128::from(self.0), i128::from(step.0));
        Self(i64::try_from(steps * i128::from(step.0)).unwrap_or(self.0))
    }

    /// Splits a bill; the first guests carry the odd units, so the parts always add up.
    pub fn split(self, ways: NonZeroU32) -> impl Iterator<Item = Self> {
        let n = i64::from(ways.get());
        let (share, odd) = (self.0.div_euclid(n), self.0.rem_euclid(n));
        (0..n).map(move |i| Self(share + i64::from(i < odd)))
    }

    /// Divides the amount in proportion to `weights` by largest remainder (ties to the earlier),
    /// so the parts always add up. All weights zero: equal parts.
    pub fn allocate(self, weights: &[u64]) -> Vec<Self> {
        let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if sum == 0 {
            let ways = u32::try_from(weights.len()).ok().and_then(NonZeroU32::new);
            return ways.map(|ways| self.split(ways).collect()).unwrap_or_default();
        }
        let whole = i128::from(self.0);
        let mut parts: Vec<i128> = weights.iter().map(|w| (whole * i128::from(*w)).div_euclid(sum)).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        let remainder = |i: usize| (whole * i128::from(weights[i])).rem_euclid(sum);
        order.sort_by_key(|i| std::cmp::Reverse(remainder(*i)));
        let left = whole - parts.iter().sum::<i128>();
        let left = usize::try_from(left).expect("at most one unit is left for each part");
        for i in order.into_iter().take(left) {
            parts[i] += 1;
        }
        parts.into_iter().map(|part| Self(i64::try_from(part).expect("a part fits"))).collect()
    }
}

/// Division rounded half away from zero; `denominator` is positive.
fn div_round(numerator: i128, denominator: i128) -> i128 {
    let half = denominator / 2;
    if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator }
}

/// Sums amounts that were validated when they were recorded.
///
/// # Panics
/// When the sum leaves `i64`, which recorded amounts (each below [`Money::MAX`]) cannot reach.
impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        Self::total(parts).expect("recorded amounts are bounded")
    }
}

/// `$ 12.500`, as Colombian screens and paper write pesos; centavos only when there are any.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (pesos, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = pesos.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}$ {grouped}")?;
        if cents > 0 { write!(f, ",{cents:02}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_like_a_price_tag() {
        let shown: Vec<String> = [0, 50, 100_000, 1_250_000, 123_456_789, -200_000]
            .map(|minor| Money::from_minor(minor).to_string())
            .into();
        assert_eq!(shown, ["$ 0", "$ 0,50", "$ 1.000", "$ 12.500", "$ 1.234.567,89", "-$ 2.000"]);
    }

    #[test]
    fn inc_is_inside_the_menu_price() {
        let gross = Money::from_pesos(10_800);
        assert_eq!(gross.tax_included(BasisPoints(800)), Money::from_pesos(800));
    }

    #[test]
    fn cash_is_rounded_in_the_customers_favour() {
        assert_eq!(Money::from_pesos(12_549).floor_to(Money::from_pesos(50)), Money::from_pesos(12_500));
    }

    proptest! {
        #[test]
        fn split_loses_nothing(minor in any::<i64>(), ways in 1_u32..200) {
            let parts: Vec<Money> = Money(minor).split(NonZeroU32::new(ways).unwrap()).collect();
            prop_assert_eq!(Money::total(parts.iter().copied()).unwrap(), Money(minor));
            let (least, most) = (parts.iter().min().unwrap(), parts.iter().max().unwrap());
            prop_assert!(most.0 - least.0 <= 1);
        }

        #[test]
        fn allocation_loses_nothing(minor in -1_000_000_000_000_i64..1_000_000_000_000, weights in prop::collection::vec(0_u64..1_000_000, 1..30)) {
            let parts = Money(minor).allocate(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(Money::total(parts).unwrap(), Money(minor));
        }

        #[test]
        fn tax_is_never_more_than_the_price(minor in 0_i64..1_000_000_000_000, rate in 0_u32..10_000) {
            let tax = Money(minor).tax_included(BasisPoints(rate));
            prop_assert!(tax >= Money::ZERO && tax.0 * 2 <= minor + 1);
        }
    }
}
