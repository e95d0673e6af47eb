//! The one pricing engine: what a bill comes to. Box, cloud and every preview on a screen use it and nothing else.
//!
//! Invariants, held by properties below: lines minus discount is the total; the tax buckets' bases and amounts add up to
//! the total; no operation loses or invents a centavo.

use std::collections::{BTreeMap, BTreeSet};

use super::tax::AppliedTax;
use super::{Line, Order};
use crate::ids::LineId;
use crate::money::Money;

/// What a bill comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Lines before discounts, taxes included.
    pub subtotal: Money,
    pub discount: Money,
    /// What the customer owes in all, taxes included.
    pub total: Money,
    /// The total apart by tax; what carries none is under `None`.
    pub buckets: Vec<TaxBucket>,
}

/// A part of the total that carries the same tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxBucket {
    pub tax: Option<AppliedTax>,
    /// Without the tax.
    pub base: Money,
    /// The tax.
    pub amount: Money,
}

/// What an order comes to: its lines that were not taken back, less its discounts.
pub fn totals(order: &Order) -> Totals {
    let voided: BTreeSet<LineId> = order.voids.values().map(|void| void.line).collect();
    let lines = order.lines.iter().filter(|(line_id, _)| !voided.contains(line_id));
    let discounts = order.discounts.values().map(|discount| discount.amount).sum();
    bill(lines.map(|(_, line)| line), discounts)
}

/// What loose lines come to, for a quote.
pub fn quote(lines: &[(LineId, Line)]) -> Totals {
    bill(lines.iter().map(|(_, line)| line), Money::ZERO)
}

/// Adds up lines and takes a discount off them in proportion, so that each tax's base shrinks by its share.
/// A discount beyond the bill takes off the whole bill.
fn bill<'a>(lines: impl Iterator<Item = &'a Line>, discount: Money) -> Totals {
    let mut gross: BTreeMap<Option<AppliedTax>, Money> = BTreeMap::new();
    for line in lines {
        let bucket = gross.entry(line.tax).or_default();
        *bucket = [*bucket, line.total()].into_iter().sum();
    }
    let subtotal: Money = gross.values().copied().sum();
    let discount = discount.clamp(Money::ZERO, subtotal);
    let weights: Vec<u64> = gross.values().map(|part| part.minor().unsigned_abs()).collect();
    let shares = discount.allocate(&weights);
    let less = |amount: Money, share: Money| amount.minus(share).expect("a share is at most its amount");
    let buckets = gross.into_iter().zip(shares).map(|((tax, amount), share)| {
        let net_of_discount = less(amount, share);
        let included = tax.map_or(Money::ZERO, |applied| net_of_discount.tax_included(applied.rate));
        TaxBucket { tax, base: less(net_of_discount, included), amount: included }
    });
    Totals { subtotal, discount, total: less(subtotal, discount), buckets: buckets.collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::BasisPoints;
    use crate::order::tax::Tax;
    use crate::time::Hlc;

    fn line(unit_price: i64, quantity: u32, tax: Option<AppliedTax>) -> Line {
        Line {
            product_id: crate::ids::ProductId::new(uuid::Uuid::nil()),
            name: "papas".to_owned(),
            variant: None,
            quantity,
            unit_price: Money::from_minor(unit_price),
            modifiers: vec![],
            note: None,
            tax,
            parts: vec![],
            consumption: vec![],
            at: Hlc::default(),
        }
    }

    fn any_tax() -> impl Strategy<Value = Option<AppliedTax>> {
        prop::sample::select(vec![
            None,
            Some(AppliedTax { tax: Tax::Inc, rate: BasisPoints(800) }),
            Some(AppliedTax { tax: Tax::Iva, rate: BasisPoints(1_900) }),
        ])
    }

    #[test]
    fn inc_is_shown_apart_and_inside() {
        let inc = Some(AppliedTax { tax: Tax::Inc, rate: BasisPoints(800) });
        let lines = [line(1_080_000, 2, inc), line(300_000, 1, None)];
        let totals = bill(lines.iter(), Money::ZERO);
        assert_eq!(totals.total, Money::from_pesos(24_600));
        let shown: Vec<_> =
            totals.buckets.iter().map(|b| (b.base.to_string(), b.amount.to_string())).collect();
        assert_eq!(
            shown,
            [("$ 3.000".to_owned(), "$ 0".to_owned()), ("$ 20.000".to_owned(), "$ 1.600".to_owned())]
        );
    }

    proptest! {
        #[test]
        fn no_centavo_is_lost(
            lines in prop::collection::vec((0_i64..50_000_000, 1_u32..20, any_tax()), 0..30),
            discount in 0_i64..2_000_000_000,
        ) {
            let lines: Vec<Line> = lines.into_iter().map(|(price, count, tax)| line(price, count, tax)).collect();
            let totals = bill(lines.iter(), Money::from_minor(discount));
            let gross: Money = lines.iter().map(Line::total).sum();
            prop_assert_eq!(totals.subtotal, gross);
            prop_assert_eq!(totals.total.plus(totals.discount).unwrap(), gross);
            let apart: Money = totals.buckets.iter().flat_map(|b| [b.base, b.amount]).sum();
            prop_assert_eq!(apart, totals.total);
            prop_assert!(totals.buckets.iter().all(|b| !b.base.is_negative() && !b.amount.is_negative()));
        }
    }
}
