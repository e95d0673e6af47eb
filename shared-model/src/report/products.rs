//! What sold, the most first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::rollup::{Dimension, RollupRow, Sums};
use super::{Compared, share_bp};
use crate::money::Money;
use crate::wire::reports::{ProductReport, ProductSales};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Product];

/// The report. Rows of an id that cannot be are left out of the list, not of the total.
pub fn fold(of: &Compared<'_>) -> ProductReport {
    let mut sold: BTreeMap<(&str, &str), Product<'_>> = BTreeMap::new();
    for row in products(of.now) {
        let product = sold.entry((&row.key.subject, &row.key.detail)).or_default();
        product.now = product.now.plus(row.sums);
        product.see_name(row);
    }
    for row in products(of.before) {
        // What is not sold any more is missed too.
        let product = sold.entry((&row.key.subject, &row.key.detail)).or_default();
        product.before = product.before.plus(row.sums);
        product.see_name(row);
    }
    let total: i64 = products(of.now).map(|row| row.sums.total).sum();
    let mut products_sold: Vec<ProductSales> =
        sold.into_iter().filter_map(|((id, variant), product)| product.view(id, variant, total)).collect();
    products_sold.sort_by_key(|product| {
        (Reverse(product.total), Reverse(product.quantity), product.product_id, product.variant.clone())
    });
    let before: i64 = products(of.before).map(|row| row.sums.total).sum();
    ProductReport {
        period: of.period,
        previous_period: of.period.previous(),
        products: products_sold,
        total: Money::from_minor(total),
        previous_total: Money::from_minor(before),
    }
}

fn products(rows: &[RollupRow]) -> impl Iterator<Item = &RollupRow> {
    rows.iter().filter(|row| row.key.dimension == Dimension::Product)
}

#[derive(Default)]
struct Product<'a> {
    now: Sums,
    before: Sums,
    named: Option<&'a RollupRow>,
}

impl<'a> Product<'a> {
    fn see_name(&mut self, row: &'a RollupRow) {
        if self.named.is_none_or(|known| known.key <= row.key) {
            self.named = Some(row);
        }
    }

    fn view(self, id: &str, variant: &str, sold: i64) -> Option<ProductSales> {
        let Self { now, before, named } = self;
        Some(ProductSales {
            product_id: id.parse().ok()?,
            name: named?.key.label.clone(),
            variant: Some(variant).filter(|variant| !variant.is_empty()).map(str::to_owned),
            quantity: now.quantity,
            gross: Money::from_minor(now.gross),
            discount: Money::from_minor(now.discount),
            total: Money::from_minor(now.total),
            share_bp: share_bp(now.total, sold),
            lost_quantity: now.lost_count,
            lost_total: Money::from_minor(now.lost_total),
            previous_quantity: before.quantity,
            previous_total: Money::from_minor(before.total),
        })
    }
}
