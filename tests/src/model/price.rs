//! What a line costs and who makes it, worked out from the menu's JSON.

use serde_json::Value;

use crate::carta::{Carta, rows};

/// A line of the books.
#[derive(Debug, Clone)]
pub struct Row {
    pub line_id: String,
    pub product_id: String,
    pub quantity: i64,
    /// Of one piece, extras included, in centavos.
    pub unit: i64,
    /// What stations make for it: the station and the name on its ticket.
    pub parts: Vec<Part>,
}

/// Something a station makes.
#[derive(Debug, Clone)]
pub struct Part {
    pub station: Option<String>,
    pub name: String,
}

/// The row of an asked-for line.
pub fn row(carta: &Carta, line: &Value, order_type: &str) -> Row {
    let product = carta.by_id("products", "product_id", &line["product_id"]);
    let mut unit =
        base(product, &line["variant_id"], order_type) + extras(carta, product, &line["modifiers"]);
    let mut parts = Vec::new();
    for chosen in rows(&line["components"]) {
        let slot = rows(&product["combo_slots"]).find(|slot| slot["slot_id"] == chosen["slot_id"]);
        let mut options = rows(&slot.expect("a place of the combo")["options"]);
        let option = options.find(|option| {
            option["product_id"] == chosen["product_id"] && option["variant_id"] == chosen["variant_id"]
        });
        unit += number(&option.expect("an option of the place")["surcharge"]);
        let component = carta.by_id("products", "product_id", &chosen["product_id"]);
        unit += extras(carta, component, &chosen["modifiers"]);
        parts.push(part(component));
    }
    if parts.is_empty() {
        parts.push(part(product));
    }
    let line_id = line["line_id"].as_str().expect("a line id").to_owned();
    let product_id = product["product_id"].as_str().expect("an id").to_owned();
    Row { line_id, product_id, quantity: number(&line["quantity"]), unit, parts }
}

fn base(product: &Value, variant: &Value, order_type: &str) -> i64 {
    if let Some(size) = rows(&product["variants"]).find(|size| size["variant_id"] == *variant) {
        return number(&size["price"]);
    }
    let mut channels = rows(&product["channel_prices"]);
    let channel = channels.find(|channel| channel["order_type"] == order_type);
    number(channel.map_or(&product["price"], |channel| &channel["price"]))
}

fn extras(carta: &Carta, product: &Value, chosen: &Value) -> i64 {
    let offered = || {
        let groups = rows(&product["modifier_group_ids"]);
        let groups = groups.map(|id| carta.by_id("modifier_groups", "modifier_group_id", id));
        groups.flat_map(|group| rows(&group["modifiers"]))
    };
    let cost = |choice: &Value| {
        let modifier = offered().find(|modifier| modifier["modifier_id"] == choice["modifier_id"]);
        number(&modifier.expect("an extra of the product")["price"]) * number(&choice["quantity"])
    };
    rows(chosen).map(cost).sum()
}

fn part(product: &Value) -> Part {
    let name = product["name"].as_str().expect("a name").to_owned();
    Part { station: product["station_id"].as_str().map(str::to_owned), name }
}

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}
