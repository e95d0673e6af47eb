//! The menu as a tablet reads it, and orders made from it by name.

use serde_json::{Value, json};

use crate::ids::mint;

/// The menu of a box.
#[derive(Debug, Clone)]
pub struct Carta(pub Value);

impl Carta {
    /// A product by its name.
    pub fn product(&self, name: &str) -> &Value {
        let found = rows(&self.0["products"]).find(|product| product["name"] == name);
        found.unwrap_or_else(|| panic!("the menu has no {name}"))
    }

    /// A thing of a list by its id.
    pub fn by_id(&self, list: &str, id_name: &str, id: &Value) -> &Value {
        let found = rows(&self.0[list]).find(|thing| thing[id_name] == *id);
        found.unwrap_or_else(|| panic!("the menu has no {id_name} {id}"))
    }

    /// Names of everything sold.
    pub fn names(&self) -> Vec<String> {
        let sold = rows(&self.0["products"]).filter(|product| product["active"] == true);
        sold.filter_map(|product| product["name"].as_str().map(str::to_owned)).collect()
    }

    /// One piece of a product: the first size, the first answer to what must be answered, the first option of each place
    /// of a combo.
    pub fn line(&self, name: &str) -> Value {
        let product = self.product(name);
        let mut line = json!({
            "line_id": mint("lin"), "product_id": product["product_id"], "quantity": 1,
            "modifiers": self.answers(product),
        });
        if let Some(size) = product["variants"].get(0) {
            line["variant_id"] = size["variant_id"].clone();
        }
        let slots = rows(&product["combo_slots"]).map(|slot| {
            let option = &slot["options"][0];
            let chosen = self.by_id("products", "product_id", &option["product_id"]);
            json!({"slot_id": slot["slot_id"], "product_id": option["product_id"],
                   "variant_id": option["variant_id"], "modifiers": self.answers(chosen)})
        });
        line["components"] = slots.collect();
        line
    }

    /// Several pieces of a product.
    pub fn lines_of(&self, quantity: u32, name: &str) -> Value {
        let mut line = self.line(name);
        line["quantity"] = quantity.into();
        line
    }

    /// A product in one of its sizes.
    pub fn sized(&self, name: &str, size: &str) -> Value {
        let found = rows(&self.product(name)["variants"]).find(|variant| variant["name"] == size);
        let mut line = self.line(name);
        line["variant_id"] = found.unwrap_or_else(|| panic!("{name} has no {size}"))["variant_id"].clone();
        line
    }

    /// The line with an extra.
    pub fn with(&self, mut line: Value, extra: &str) -> Value {
        let product = self.by_id("products", "product_id", &line["product_id"]);
        let offered = rows(&product["modifier_group_ids"])
            .flat_map(|id| rows(&self.by_id("modifier_groups", "modifier_group_id", id)["modifiers"]));
        let mut offered = offered.filter(|modifier| modifier["name"] == extra);
        let modifier = offered.next().unwrap_or_else(|| panic!("{} has no {extra}", product["name"]));
        let chosen = json!({"modifier_id": modifier["modifier_id"], "quantity": 1});
        line["modifiers"].as_array_mut().expect("a list").push(chosen);
        line
    }

    fn answers(&self, product: &Value) -> Value {
        let groups = rows(&product["modifier_group_ids"])
            .map(|id| self.by_id("modifier_groups", "modifier_group_id", id))
            .filter(|group| group["required"] == true);
        let first =
            |group: &Value| json!({"modifier_id": group["modifiers"][0]["modifier_id"], "quantity": 1});
        groups.map(first).collect()
    }
}

/// The line with a note.
pub fn noted(mut line: Value, note: &str) -> Value {
    line["note"] = note.into();
    line
}

/// A table's order.
pub fn dine_in(table: &str, lines: impl IntoIterator<Item = Value>) -> Value {
    let mut body = order("dine_in", lines);
    body["table"] = table.into();
    body
}

/// An order to go.
pub fn takeaway(name: &str, lines: impl IntoIterator<Item = Value>) -> Value {
    let mut body = order("takeaway", lines);
    body["customer"] = json!({"name": name});
    body
}

/// An order to somebody's door.
pub fn delivery(name: &str, lines: impl IntoIterator<Item = Value>) -> Value {
    let mut body = order("delivery", lines);
    body["customer"] = json!({"name": name, "phone": "3104567890", "address": "Calle 59 # 9-34"});
    body
}

/// The order, sent to the kitchen at once.
pub fn sent(mut body: Value) -> Value {
    body["send_id"] = mint("snd").into();
    body
}

/// The order, paid at once.
pub fn paid(mut body: Value, payments: impl IntoIterator<Item = Value>) -> Value {
    body["payments"] = payments.into_iter().collect();
    body
}

/// Cash that settles `amount` of a bill.
pub fn cash(amount: i64, tendered: i64) -> Value {
    json!({"payment_id": mint("pay"), "method": "cash", "amount": amount, "tendered": tendered})
}

/// Money that leaves a number.
pub fn by(method: &str, amount: i64, reference: &str) -> Value {
    json!({"payment_id": mint("pay"), "method": method, "amount": amount, "reference": reference})
}

fn order(order_type: &str, lines: impl IntoIterator<Item = Value>) -> Value {
    let lines: Value = lines.into_iter().collect();
    json!({"order_id": mint("ord"), "order_type": order_type, "lines": lines})
}

/// The items of a JSON list; none when it is no list.
pub fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
