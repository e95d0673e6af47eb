//! Consumption taxes of Colombia, dated: a rate is looked up for the day of the sale and kept with the line.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::BasisPoints;
use crate::time::BusinessDay;

/// The tax inside a line's price, as it was that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct AppliedTax {
    #[n(0)]
    pub tax: Tax,
    #[n(1)]
    pub rate: BasisPoints,
}

/// A tax that can be inside a price.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tax {
    /// Impuesto nacional al consumo.
    #[n(0)]
    Inc,
    /// Impuesto sobre las ventas.
    #[n(1)]
    Iva,
}

impl Tax {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inc => "inc",
            Self::Iva => "iva",
        }
    }

    /// What it is called on paper.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Inc => "INC",
            Self::Iva => "IVA",
        }
    }
}

/// Which consumption tax is inside a price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// Impuesto nacional al consumo of restaurants (Estatuto Tributario, art. 512-1 and 512-9).
    #[default]
    Inc,
    /// IVA, for franchises (Estatuto Tributario, art. 512-1 par. and 468).
    Iva,
    /// Not taxed.
    None,
}

/// Since when which rate holds; the newest first.
const RATES: &[(Tax, &str, BasisPoints)] = &[
    // Ley 1819 de 2016, art. 184 (E.T. art. 468).
    (Tax::Iva, "2017-01-01", BasisPoints(1_900)),
    // Ley 1111 de 2006.
    (Tax::Iva, "2007-01-01", BasisPoints(1_600)),
    // Ley 1607 de 2012, art. 71 and 78 (E.T. art. 512-9).
    (Tax::Inc, "2013-01-01", BasisPoints(800)),
];

/// The tax a product of `kind` carries on `day`.
pub fn applied(kind: TaxKind, day: BusinessDay) -> Option<AppliedTax> {
    let tax = match kind {
        TaxKind::Inc => Tax::Inc,
        TaxKind::Iva => Tax::Iva,
        TaxKind::None => return None,
    };
    let since = |date: &str| date.parse::<BusinessDay>().expect("the table holds dates");
    let (_, _, rate) = RATES.iter().find(|(of, date, _)| *of == tax && since(date) <= day)?;
    Some(AppliedTax { tax, rate: *rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_dated() {
        let on = |kind, day: &str| applied(kind, day.parse().unwrap()).map(|applied| applied.rate.0);
        assert_eq!(on(TaxKind::Inc, "2026-11-22"), Some(800));
        assert_eq!(on(TaxKind::Inc, "2012-12-31"), None);
        assert_eq!(on(TaxKind::Iva, "2016-12-31"), Some(1_600));
        assert_eq!(on(TaxKind::Iva, "2017-01-01"), Some(1_900));
        assert_eq!(on(TaxKind::None, "2026-11-22"), None);
    }
}
