//! A temporary menu made from the file itself: each item a product, each price it was ever sold at a size of it, each
//! choice a modifier.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::fixture::{Line, Order};
use crate::http::Client;
use crate::mint::mint;

/// The shop's stations, each with a printer of its name.
pub const STATIONS: [&str; 3] = ["Parrilla", "Freidora", "Bebidas"];
/// How orders take turns being taken away, eaten here and delivered.
const TYPES: [&str; 4] = ["takeaway", "dine_in", "takeaway", "delivery"];
/// How often one choice may be taken on one line.
const CHOICE_MAX: usize = 20;

/// What the file's words became.
#[derive(Debug)]
pub struct Menu {
    items: BTreeMap<String, Item>,
    choices: BTreeMap<String, String>,
    group_id: String,
    station_ids: Vec<String>,
    /// Whether the box has the choices as modifiers; otherwise they travel as a note.
    pub modifiers: bool,
}

#[derive(Debug)]
struct Item {
    product_id: String,
    /// Unit price in pesos to variant.
    variants: BTreeMap<i64, String>,
    station: usize,
}

impl Menu {
    /// Collects the words of all orders. Stations take turns, as the file names none.
    pub fn of(orders: &[Order]) -> Self {
        let (mut items, mut choices) = (BTreeMap::new(), BTreeMap::new());
        for line in orders.iter().flat_map(|order| &order.lines) {
            let station = items.len() % STATIONS.len();
            let new = || Item { product_id: mint("prd"), variants: BTreeMap::new(), station };
            let item = items.entry(line.item.clone()).or_insert_with(new);
            item.variants.entry(line.pesos).or_insert_with(|| mint("var"));
            for choice in &line.choices {
                choices.entry(choice.clone()).or_insert_with(|| mint("mod"));
            }
        }
        let station_ids = STATIONS.iter().map(|_| mint("sta")).collect();
        Self { items, choices, group_id: mint("mgr"), station_ids, modifiers: true }
    }

    /// A seed for a box of our own: people, stations, printers and the choices; the products come through REST.
    pub fn seed(&self) -> Value {
        let printer_ids: Vec<String> = STATIONS.iter().map(|_| mint("prn")).collect();
        let each = || STATIONS.iter().zip(&self.station_ids).zip(&printer_ids).enumerate();
        let stations: Vec<Value> = each()
            .map(|(position, ((name, station_id), printer_id))| {
                json!({ "station_id": station_id, "name": name, "position": position, "printer_id": printer_id })
            })
            .collect();
        let mut printers: Vec<Value> = each()
            .map(|(_, ((name, _), printer_id))| {
                json!({ "printer_id": printer_id, "name": name, "address": "", "width_mm": 80, "role": "station" })
            })
            .collect();
        printers.push(
            json!({ "printer_id": mint("prn"), "name": "Caja", "address": "", "width_mm": 80, "role": "receipt" }),
        );
        let modifiers: Vec<Value> = self
            .choices
            .iter()
            .map(|(name, id)| {
                json!({ "modifier_id": id, "name": name, "price": 0, "max": CHOICE_MAX, "is_default": false,
                    "recipe": [], "active": true })
            })
            .collect();
        let most = modifiers.len().clamp(1, 99);
        json!({
            "company": { "company_id": mint("com"), "slug": "repeticion", "name": "Repetición" },
            "branch": { "branch_id": mint("brn"), "name": "Única", "business_name": "Repetición S.A.S.",
                "nit": "901.742.385-2", "address": "Calle 1 # 2-03", "zone": "America/Bogota", "closes_at_min": 360,
                "cash_rounding": 5000 },
            "staff": [
                { "staff_id": mint("stf"), "name": "Ana", "username": "ana", "password": "repeticion-ana",
                  "pin": "4826", "roles": ["admin"] },
                { "staff_id": mint("stf"), "name": "Luz", "username": "luz", "password": "repeticion-luz",
                  "pin": "1370", "roles": ["cashier"] },
            ],
            "stations": stations, "printers": printers, "ingredients": [],
            "modifier_groups": [{ "modifier_group_id": self.group_id, "name": "Opciones", "required": false,
                "min": 0, "max": most, "modifiers": modifiers }],
            "categories": [], "products": [],
        })
    }

    /// Creates category and products on a box. One that is not ours has other stations, and no modifiers of ours.
    pub fn create(&mut self, admin: &mut Client) -> Result<()> {
        let theirs = admin.get("/api/v1/menu")?;
        let groups = theirs["modifier_groups"].as_array().context("a menu without modifier groups")?;
        self.modifiers = groups.iter().any(|group| group["modifier_group_id"] == self.group_id);
        let stations = theirs["stations"].as_array().context("a menu without stations")?;
        for (name, id) in STATIONS.iter().zip(&mut self.station_ids) {
            let station = stations.iter().find(|station| station["name"] == *name);
            let found = station.with_context(|| format!("the box has no station {name}"))?;
            found["station_id"].as_str().context("a station without an id")?.clone_into(id);
        }
        let category_id = mint("cat");
        let category = json!({ "category_id": category_id, "name": "Repetición", "position": 999 });
        admin.post("/api/v1/categories", &category)?;
        for (position, (name, item)) in self.items.iter().enumerate() {
            admin.post("/api/v1/products", &self.product(name, item, &category_id, position))?;
        }
        Ok(())
    }

    fn product(&self, name: &str, item: &Item, category_id: &str, position: usize) -> Value {
        let sizes: Vec<Value> = item
            .variants
            .iter()
            .map(|(pesos, id)| json!({ "variant_id": id, "name": format!("$ {pesos}"), "price": pesos * 100, "recipe": [] }))
            .collect();
        let groups = if self.modifiers { vec![&self.group_id] } else { Vec::new() };
        json!({
            "product_id": item.product_id, "category_id": category_id, "name": name, "description": null,
            "price": item.variants.keys().min().map(|pesos| pesos * 100), "channel_prices": [],
            "variants": sizes, "modifier_group_ids": groups, "combo_slots": [], "recipe": [],
            "without_recipe": true, "station_id": self.station_ids[item.station], "tax": "inc",
            "position": position, "active": true, "emoji": null,
        })
    }

    /// The body that orders this, and its id.
    pub fn order(&self, nth: usize, order: &Order) -> Result<(String, Value)> {
        let lines: Vec<Value> = order.lines.iter().map(|line| self.line(line)).collect::<Result<_>>()?;
        let order_id = mint("ord");
        let mut body = json!({
            "order_id": order_id, "send_id": mint("snd"), "lines": lines,
            "order_type": TYPES[nth % TYPES.len()],
        });
        match nth % TYPES.len() {
            1 => body["table"] = json!((nth % 18 + 1).to_string()),
            3 => {
                body["customer"] =
                    json!({ "name": "Camila", "phone": "3104567890", "address": "Calle 59 # 9-34" });
            }
            _ => {}
        }
        Ok((order_id, body))
    }

    fn line(&self, line: &Line) -> Result<Value> {
        let item = self.items.get(&line.item).context("an item that is not on the menu")?;
        let variant = item.variants.get(&line.pesos).context("a price that is not on the menu")?;
        let mut body = json!({
            "line_id": mint("lin"), "product_id": item.product_id, "variant_id": variant, "quantity": line.quantity,
        });
        if self.modifiers {
            let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
            for choice in &line.choices {
                *counts
                    .entry(self.choices.get(choice).context("a choice that is not on the menu")?)
                    .or_default() += 1;
            }
            let chosen =
                counts.iter().map(|(id, quantity)| json!({ "modifier_id": id, "quantity": quantity }));
            body["modifiers"] = chosen.collect();
        } else if !line.choices.is_empty() {
            body["note"] = json!(line.choices.join(", ").chars().take(120).collect::<String>());
        }
        Ok(body)
    }

    /// The stations an order's tickets come out at.
    pub fn stations(&self, order: &Order) -> Vec<&'static str> {
        let mut places: Vec<usize> = order
            .lines
            .iter()
            .filter_map(|line| self.items.get(&line.item))
            .map(|item| item.station)
            .collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| STATIONS[place]).collect()
    }
}

/// What an order costs by the file's own prices, in centavos.
pub fn total(order: &Order) -> i64 {
    order.lines.iter().map(|line| line.pesos * 100 * line.quantity).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(item: &str, pesos: i64, choices: &[&str]) -> Line {
        Line {
            item: item.into(),
            quantity: 2,
            choices: choices.iter().map(|c| (*c).to_owned()).collect(),
            pesos,
        }
    }

    #[test]
    fn an_order_names_what_the_menu_has() {
        let order = Order { lines: vec![line("Sopa", 9_000, &["Ají", "Ají"]), line("Jugo", 4_000, &[])] };
        let menu = Menu::of(std::slice::from_ref(&order));
        let (_, body) = menu.order(1, &order).unwrap();
        assert_eq!(body["lines"][0]["modifiers"][0]["quantity"], 2);
        assert_eq!(body["order_type"], "dine_in");
        assert_eq!(menu.stations(&order), ["Parrilla", "Freidora"]);
        assert_eq!(total(&order), 2_600_000);
        let seed = menu.seed();
        assert_eq!(seed["modifier_groups"][0]["modifiers"].as_array().unwrap().len(), 1);
    }
}
