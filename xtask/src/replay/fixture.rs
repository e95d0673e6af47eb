//! Reads the file of real orders: tab-separated, one line of an order a row, prices in dollars.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

/// Pesos a dollar is taken for.
const PESOS_PER_DOLLAR: i64 = 4000;
/// Prices are rounded to this many pesos.
const ROUND_TO: i64 = 100;

/// One order of the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    pub lines: Vec<Line>,
}

/// One line of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub item: String,
    pub quantity: i64,
    /// What was chosen, in the file's order; the same choice may stand twice.
    pub choices: Vec<String>,
    /// Price of one, in whole pesos.
    pub pesos: i64,
}

/// Reads the whole file; orders come in the order of their first row.
pub fn parse(text: &str) -> Result<Vec<Order>> {
    let mut rows = text.lines();
    let head: Vec<&str> = rows.next().context("an empty file")?.split('\t').collect();
    let column = |name: &str| {
        head.iter().position(|title| *title == name).with_context(|| format!("no column {name}"))
    };
    let (id, quantity, item) = (column("order_id")?, column("quantity")?, column("item_name")?);
    let (choices, price) = (column("choice_description")?, column("item_price")?);
    let mut orders: Vec<Order> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in rows.enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let fields: Vec<&str> = row.split('\t').collect();
        let field =
            |at: usize| fields.get(at).map(|text| text.trim()).with_context(|| format!("row {}", number + 2));
        let count: i64 =
            field(quantity)?.parse().with_context(|| format!("quantity in row {}", number + 2))?;
        ensure!((1..=999).contains(&count), "quantity {count} in row {}", number + 2);
        let line = Line {
            item: field(item)?.to_owned(),
            quantity: count,
            choices: split_choices(field(choices)?),
            pesos: pesos(field(price)?, count).with_context(|| format!("price in row {}", number + 2))?,
        };
        let place = *places.entry(field(id)?.to_owned()).or_insert(orders.len());
        if place == orders.len() {
            orders.push(Order { lines: Vec::new() });
        }
        orders[place].lines.push(line);
    }
    Ok(orders)
}

/// `[a, [b, c]]` is three choices; `NULL` is none.
fn split_choices(text: &str) -> Vec<String> {
    if text == "NULL" {
        return Vec::new();
    }
    let parts =
        text.split(',').map(|part| part.trim_matches(|c: char| matches!(c, '[' | ']') || c.is_whitespace()));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The row's dollars are for all of them; the answer is for one.
fn pesos(dollars: &str, count: i64) -> Result<i64> {
    let (whole, cents) =
        dollars.trim_start_matches('$').trim().split_once('.').context("no decimal point")?;
    ensure!(cents.len() == 2, "cents have two digits");
    let cents = whole.parse::<i64>()? * 100 + cents.parse::<i64>()?;
    let unit = 100 * count * ROUND_TO;
    Ok((cents * PESOS_PER_DOLLAR + unit / 2) / unit * ROUND_TO)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "order_id\tquantity\titem_name\tchoice_description\titem_price\n\
        7\t1\tSopa\tNULL\t$2.39 \n\
        8\t2\tTaco\t[Res (Picante), [Queso, Queso, Maíz]]\t$16.98 \n\
        7\t1\tJugo\t[Mora]\t$1.00 \n";

    #[test]
    fn rows_of_one_order_come_together() {
        let orders = parse(FILE).unwrap();
        assert_eq!(orders.iter().map(|order| order.lines.len()).collect::<Vec<_>>(), [2, 1]);
        let taco = &orders[1].lines[0];
        assert_eq!((taco.item.as_str(), taco.quantity, taco.pesos), ("Taco", 2, 34_000));
        assert_eq!(taco.choices, ["Res (Picante)", "Queso", "Queso", "Maíz"]);
        assert_eq!((orders[0].lines[0].pesos, orders[0].lines[1].pesos), (9_600, 4_000));
    }

    #[test]
    fn a_broken_row_is_named() {
        let error =
            parse("order_id\tquantity\titem_name\tchoice_description\titem_price\n1\tx\ta\tNULL\t$1.00\n");
        assert!(error.unwrap_err().to_string().contains("row 2"));
        assert!(parse("a\tb\n").is_err());
    }
}
