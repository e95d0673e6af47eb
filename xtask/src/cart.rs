//! Realistic orders made from whatever menu the box has: sizes chosen, required questions answered, every second
//! line with a paid extra, combos filled.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::mint::mint;

/// Lines ready to be given an id and ordered.
#[derive(Debug)]
pub struct Carts {
    /// The rest of each line's JSON object, after its id.
    lines: Vec<String>,
}

/// One order, ready to be posted.
#[derive(Debug)]
pub struct NewOrder {
    pub order_id: String,
    pub body: Vec<u8>,
}

impl Carts {
    /// Reads `GET /menu`.
    pub fn from_menu(menu: &Value) -> Result<Self> {
        let products = menu["products"].as_array().context("a menu without products")?;
        let sold = products.iter().filter(|product| product["active"] == true && product["sold_out"] != true);
        let lines: Vec<String> =
            sold.enumerate().map(|(nth, product)| line(menu, product, nth % 2 == 0)).collect();
        ensure!(!lines.is_empty(), "the menu has nothing to sell");
        Ok(Self { lines })
    }

    /// Order number `nth`: three lines, sent to the kitchen at once; types take turns.
    pub fn order(&self, nth: usize) -> NewOrder {
        let (order_id, send_id) = (mint("ord"), mint("snd"));
        let mut body = format!(r#"{{"order_id":"{order_id}","send_id":"{send_id}",{},"lines":["#, kind(nth));
        for place in 0..3 {
            let line = &self.lines[(nth * 7 + place * 5) % self.lines.len()];
            let comma = if place == 0 { "" } else { "," };
            write!(body, r#"{comma}{{"line_id":"{}",{line}}}"#, mint("lin"))
                .expect("a string takes everything");
        }
        body.push_str("]}");
        NewOrder { order_id, body: body.into_bytes() }
    }
}

/// Who ordered, and how.
fn kind(nth: usize) -> String {
    match nth % 4 {
        0 | 1 => format!(r#""order_type":"dine_in","table":"{}","guests":2"#, nth % 18 + 1),
        2 => r#""order_type":"takeaway","customer":{"name":"Camila"}"#.to_owned(),
        _ => concat!(
            r#""order_type":"delivery","customer":{"name":"Andrés","phone":"3104567890","#,
            r#""address":"Calle 59 # 9-34, apto 302"}"#
        )
        .to_owned(),
    }
}

/// A line's JSON without braces and id.
fn line(menu: &Value, product: &Value, extra: bool) -> String {
    let mut fields = json!({
        "product_id": product["product_id"],
        "quantity": 1,
        "modifiers": answers(menu, product, extra),
        "components": components(menu, product),
    });
    if let Some(size) = product["variants"].get(0) {
        fields["variant_id"] = size["variant_id"].clone();
    }
    if extra {
        fields["note"] = json!("Bien caliente");
    }
    let text = fields.to_string();
    text[1..text.len() - 1].to_owned()
}

/// The first option of each slot of a combo, its required questions answered.
fn components(menu: &Value, product: &Value) -> Vec<Value> {
    let slots = product["combo_slots"].as_array().into_iter().flatten();
    let filled = slots.filter_map(|slot| {
        let option = slot["options"].get(0)?;
        let products = menu["products"].as_array()?;
        let chosen = products.iter().find(|product| product["product_id"] == option["product_id"])?;
        Some(json!({
            "slot_id": slot["slot_id"],
            "product_id": option["product_id"],
            "variant_id": option["variant_id"],
            "modifiers": answers(menu, chosen, false),
        }))
    });
    filled.collect()
}

/// Defaults (or the first answers) of required groups, and with `extra` the first paid answer of another group.
fn answers(menu: &Value, product: &Value, extra: bool) -> Vec<Value> {
    let groups = menu["modifier_groups"].as_array().into_iter().flatten();
    let asked = product["modifier_group_ids"].as_array().into_iter().flatten();
    let groups: Vec<&Value> = groups.collect();
    let mut chosen = Vec::new();
    let mut paid = extra;
    for id in asked {
        let Some(group) = groups.iter().find(|group| group["modifier_group_id"] == *id) else { continue };
        let modifiers = group["modifiers"].as_array().into_iter().flatten();
        let mut on_sale = modifiers.filter(|modifier| modifier["active"] == true);
        let picked = if group["required"] == true {
            let all: Vec<&Value> = on_sale.collect();
            all.iter().find(|modifier| modifier["is_default"] == true).or(all.first()).copied()
        } else if paid {
            on_sale.find(|modifier| modifier["price"].as_i64() > Some(0)).inspect(|_| paid = false)
        } else {
            None
        };
        chosen
            .extend(picked.map(|modifier| json!({ "modifier_id": modifier["modifier_id"], "quantity": 1 })));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_of_the_demo_shop_can_be_ordered() {
        let text = std::fs::read_to_string(crate::repo::demo_shop()).unwrap();
        let menu: Value = serde_json::from_str(&text).unwrap();
        let carts = Carts::from_menu(&menu).unwrap();
        assert_eq!(carts.lines.len(), menu["products"].as_array().unwrap().len());
        for nth in 0..100 {
            let order = carts.order(nth);
            let body: Value = serde_json::from_slice(&order.body).unwrap();
            assert_eq!(body["order_id"], order.order_id);
            for line in body["lines"].as_array().unwrap() {
                let products = menu["products"].as_array().unwrap();
                let product =
                    products.iter().find(|product| product["product_id"] == line["product_id"]).unwrap();
                let sized = product["variants"].as_array().unwrap().is_empty();
                assert_eq!(line["variant_id"].is_null(), sized, "{}", product["name"]);
                let slots = product["combo_slots"].as_array().unwrap().len();
                assert_eq!(line["components"].as_array().unwrap().len(), slots);
            }
        }
    }
}
