//! Lines to order, made from whatever menu the box has: sizes chosen, required questions answered, combos filled.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::client::Client;
use super::mint;

/// What the menu sells, each as a line without its id.
#[derive(Debug, Clone)]
pub struct Menu {
    lines: Vec<Value>,
}

impl Menu {
    /// Reads the menu of a box.
    pub async fn read(client: &Client) -> Result<Self> {
        Self::of(&client.get("/menu").await?)
    }

    fn of(menu: &Value) -> Result<Self> {
        let products = menu["products"].as_array().context("a menu without products")?;
        let sold = products.iter().filter(|product| product["sold_out"] != true);
        let lines: Vec<Value> = sold.map(|product| line(menu, product)).collect();
        ensure!(!lines.is_empty(), "the menu has nothing to sell");
        Ok(Self { lines })
    }

    /// A new line with the product at `nth`, counted around; its note is unique to it, to find it on paper.
    pub fn line(&self, nth: usize) -> Value {
        let id = mint("lin");
        let mut line = self.lines[nth % self.lines.len()].clone();
        line["note"] = json!(line_mark(&id));
        line["line_id"] = json!(id);
        line
    }
}

/// What stands on paper for a line: `z` and the random end of its id.
pub fn line_mark(line_id: &str) -> String {
    mark('z', line_id)
}

/// What stands on paper for an order: `q` and the random end of its id.
pub fn order_mark(order_id: &str) -> String {
    mark('q', order_id)
}

fn mark(letter: char, id: &str) -> String {
    format!("{letter}{}", &id[id.len() - 10..])
}

fn line(menu: &Value, product: &Value) -> Value {
    let mut line = json!({
        "product_id": product["product_id"], "quantity": 1,
        "modifiers": answers(menu, product), "components": components(menu, product),
    });
    if let Some(size) = product["variants"].get(0) {
        line["variant_id"] = size["variant_id"].clone();
    }
    line
}

/// The least that the product's required questions accept.
fn answers(menu: &Value, product: &Value) -> Vec<Value> {
    let groups = product["modifier_group_ids"].as_array().into_iter().flatten();
    let known = groups.filter_map(|id| find(&menu["modifier_groups"], "modifier_group_id", id));
    let required = known.filter(|group| group["required"] == true);
    let chosen = required.flat_map(|group| {
        let least = usize::try_from(group["min"].as_u64().unwrap_or(1)).unwrap_or(1).max(1);
        group["modifiers"].as_array().into_iter().flatten().take(least)
    });
    chosen.map(|modifier| json!({"modifier_id": modifier["modifier_id"], "quantity": 1})).collect()
}

fn components(menu: &Value, product: &Value) -> Vec<Value> {
    let slots = product["combo_slots"].as_array().into_iter().flatten();
    let filled = slots.map(|slot| {
        let option = &slot["options"][0];
        let inside = find(&menu["products"], "product_id", &option["product_id"]);
        json!({
            "slot_id": slot["slot_id"], "product_id": option["product_id"], "variant_id": option["variant_id"],
            "modifiers": inside.map(|inside| answers(menu, inside)).unwrap_or_default(),
        })
    });
    filled.collect()
}

fn find<'a>(list: &'a Value, key: &str, id: &Value) -> Option<&'a Value> {
    list.as_array()?.iter().find(|entry| entry[key] == *id)
}
