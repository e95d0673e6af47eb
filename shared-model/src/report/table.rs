//! Any report as a title, columns and rows: what every file format is written from.

use crate::money::Money;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Money,
    Count,
    Percent,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
    pub kind: ColumnKind,
    /// In characters.
    pub width: u16,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Money(Money),
    Count(i64),
    /// In 1/10,000.
    Percent(i64),
    /// Nothing to say here.
    Empty,
}

/// A report as columns and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// `Productos más vendidos`
    pub title: &'static str,
    /// Where and when: `Centro · 22/11/2026`.
    pub subtitle: String,
    /// What a file of it is called, without the format: `productos-2026-11-22`.
    pub file_stem: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub totals: Option<Vec<Cell>>,
}

impl Column {
    /// A column of words.
    pub const fn text(title: &'static str, width: u16) -> Self {
        Self { title, kind: ColumnKind::Text, width }
    }

    /// A column of amounts.
    pub const fn money(title: &'static str) -> Self {
        Self { title, kind: ColumnKind::Money, width: 16 }
    }

    /// A column of numbers.
    pub const fn count(title: &'static str) -> Self {
        Self { title, kind: ColumnKind::Count, width: 11 }
    }

    /// A column of shares.
    pub const fn percent(title: &'static str) -> Self {
        Self { title, kind: ColumnKind::Percent, width: 11 }
    }
}

impl Cell {
    /// For people: `$ 12.500`, `1.204`, `12,35 %`.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Money(money) => money.to_string(),
            Self::Count(count) => {
                // Money groups its digits the same way.
                Money::from_minor(count.saturating_mul(100)).to_string().replacen("$ ", "", 1)
            }
            Self::Percent(share) => format!("{} %", hundredths(*share, ',')),
            Self::Empty => String::new(),
        }
    }

    /// For a spreadsheet that writes decimals with `point`: `12500`, `12500,50`, `12,35` (percent). Never grouped.
    pub fn plain(&self, point: char) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Money(money) if money.minor() % 100 == 0 => (money.minor() / 100).to_string(),
            Self::Money(money) => hundredths(money.minor(), point),
            Self::Count(count) => count.to_string(),
            Self::Percent(share) => hundredths(*share, point),
            Self::Empty => String::new(),
        }
    }
}

/// `1234` as `12,34`.
fn hundredths(value: i64, point: char) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}{point}{:02}", value.unsigned_abs() / 100, value.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_in_colombia_and_calculate_as_in_a_spreadsheet() {
        let both = |cell: Cell| (cell.shown(), cell.plain(','));
        let said = |shown: &str, plain: &str| (shown.to_owned(), plain.to_owned());
        assert_eq!(both(Cell::Money(Money::from_pesos(12_500))), said("$ 12.500", "12500"));
        assert_eq!(both(Cell::Money(Money::from_minor(-1_250_050))), said("-$ 12.500,50", "-12500,50"));
        assert_eq!(both(Cell::Money(Money::from_minor(-7))), said("-$ 0,07", "-0,07"));
        assert_eq!(both(Cell::Count(1_204)), said("1.204", "1204"));
        assert_eq!(both(Cell::Count(-1_204)), said("-1.204", "-1204"));
        assert_eq!(both(Cell::Percent(1_235)), said("12,35 %", "12,35"));
        assert_eq!(both(Cell::Percent(-5)), said("-0,05 %", "-0,05"));
        assert_eq!(both(Cell::Empty), said("", ""));
    }
}
