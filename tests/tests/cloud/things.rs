//! One of each thing a company can have, to be named by those who may and by those who may not.

use cloud_sync::store::control::boxes::{self, EnrolledBox};
use cloud_sync::store::table::log;
use fastops_tests::cloud_world::{CloudWorld, Shop};
use fastops_tests::ids::mint;
use serde_json::{Value, json};
use shared_model::branch::{Branch, Printer};
use shared_model::catalog::Editable;
use shared_model::ids::{BoxId, BranchId};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::staff::Role;
use shared_model::wire::platform::BoxStatus;
use uuid::Uuid;

/// Things that exist in one company: their ids by their place in an address, and a body for each.
pub struct Things {
    ids: Vec<(&'static str, String)>,
    category: Value,
    product: Value,
    ingredient: Value,
    group: Value,
    station: Value,
    branch_id: BranchId,
}

impl Things {
    /// Makes one of each.
    pub async fn in_company(world: &CloudWorld, shop: &Shop) -> Self {
        let first: Branch = world.find(shop, shop.branch_id.uuid()).await;
        let branch_id = BranchId::new(Uuid::now_v7());
        world.write(shop, Branch { branch_id, name: mint("otra"), ..first }, Some(branch_id)).await;
        // Where it sells no branch can be closed; the one that is named can.
        let box_id = enrolled(world, shop, shop.branch_id).await;
        let staff_id = world.hire(shop, &mint("p")[..20], Role::Cashier, None).await;
        let category = json!({"category_id": mint("cat"), "name": "Papas"});
        let ingredient = json!({"ingredient_id": mint("ing"), "name": "Papa", "unit": "g"});
        let group = json!({"modifier_group_id": mint("mgr"), "name": "Salsas", "max": 1,
            "modifiers": [{"modifier_id": mint("mod"), "name": "Rosada"}]});
        let printer = json!({"printer_id": mint("prn"), "name": "Cocina", "address": "10.0.0.9:9100",
            "width_mm": 80, "role": "station"});
        let station =
            json!({"station_id": mint("sta"), "name": "Freidora", "printer_id": printer["printer_id"]});
        let product = json!({"product_id": mint("prd"), "category_id": category["category_id"], "name": "Salchipapa",
            "price": 1_200_000, "without_recipe": true});
        write::<Category>(world, shop, &category, None).await;
        write::<Ingredient>(world, shop, &ingredient, None).await;
        write::<ModifierGroup>(world, shop, &group, None).await;
        write::<Printer>(world, shop, &printer, Some(branch_id)).await;
        write::<Station>(world, shop, &station, None).await;
        write::<Product>(world, shop, &product, None).await;
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        let ids = vec![
            ("{company_id}", shop.company_id.to_string()),
            ("{branch_id}", branch_id.to_string()),
            ("{box_id}", box_id.to_string()),
            ("{staff_id}", staff_id.to_string()),
            ("{category_id}", text(&category["category_id"])),
            ("{ingredient_id}", text(&ingredient["ingredient_id"])),
            ("{modifier_group_id}", text(&group["modifier_group_id"])),
            ("{station_id}", text(&station["station_id"])),
            ("{product_id}", text(&product["product_id"])),
            ("{format}", "csv".to_owned()),
            ("{doc_kind}", "product".to_owned()),
            ("{doc_id}", text(&product["product_id"])),
        ];
        Self { ids, category, product, ingredient, group, station, branch_id }
    }

    /// An address with these ids in it.
    pub fn fill(&self, path: &str) -> String {
        let filled = self.ids.iter().fold(path.to_owned(), |path, (place, id)| path.replace(place, id));
        assert!(!filled.contains('{'), "no id for {filled}: add a thing");
        filled
    }

    /// Bodies that would do, but for the company: only then is it the id that is refused.
    pub fn sound_body(&self, operation: &str) -> Value {
        let person =
            json!({"name": "Ema", "username": "ema", "roles": ["cashier"], "branch_ids": [self.branch_id]});
        match operation {
            "get_custom_report" => {
                json!({"kind": "sales", "from": "2026-11-20", "to": "2026-11-22", "branch_ids": [self.branch_id]})
            }
            "switch_branch" => json!({"branch_id": self.branch_id}),
            "upgrade_plan" => json!({"plan": "basic"}),
            "downgrade_plan" => json!({"plan": "enterprise"}),
            "set_payment_method" => json!({"provider": "wompi", "token": "x"}),
            "create_branch" | "update_branch" => json!({"name": "Norte"}),
            "create_staff" => with(&person, "staff_id", mint("stf")),
            "update_staff" => person,
            "set_staff_password" => json!({"password": "papas-con-todo-2027"}),
            "set_staff_pin" => json!({"pin": "4821"}),
            "create_category" => with(&self.category, "category_id", mint("cat")),
            "update_category" => self.category.clone(),
            "create_product" => with(&self.product, "product_id", mint("prd")),
            "update_product" => self.product.clone(),
            "set_availability" => json!({"sold_out": true}),
            "set_recipe" => json!({"items": [], "without_recipe": true}),
            "create_ingredient" => with(&self.ingredient, "ingredient_id", mint("ing")),
            "update_ingredient" => self.ingredient.clone(),
            "create_modifier_group" => with(&self.group, "modifier_group_id", mint("mgr")),
            "update_modifier_group" => self.group.clone(),
            "create_station" => with(&self.station, "station_id", mint("sta")),
            "update_station" => self.station.clone(),
            "resolve_conflict" => json!({"field": "name", "value": "Robada"}),
            _ => json!({}),
        }
    }

    /// All that could have been changed from outside: the end of the company's log, and its box.
    pub async fn state(&self, world: &CloudWorld, shop: &Shop) -> (u64, BoxStatus) {
        let end = world.cloud().read(shop.company_id, log::end).await.expect("the log");
        let id: BoxId = self.fill("{box_id}").parse().expect("an id");
        let known = world.cloud().ask(move |tx| boxes::find(tx, id)).await.expect("the boxes");
        (end.seq, known.expect("the box is there").status)
    }
}

fn with(body: &Value, field: &str, value: String) -> Value {
    let mut body = body.clone();
    body[field] = value.into();
    body
}

async fn write<T: Editable + Send + 'static>(
    world: &CloudWorld,
    shop: &Shop,
    body: &Value,
    branch: Option<BranchId>,
) {
    let value: T = serde_json::from_value(body.clone()).expect("a sound thing");
    world.write(shop, value, branch).await;
}

async fn enrolled(world: &CloudWorld, shop: &Shop, branch_id: BranchId) -> BoxId {
    let (box_id, company_id) = (BoxId::new(Uuid::now_v7()), shop.company_id);
    let mut endpoint = [0; 32];
    endpoint[..16].copy_from_slice(box_id.uuid().as_bytes());
    let boxed = EnrolledBox {
        box_id,
        company_id,
        branch_id,
        endpoint,
        replica: [7; 8],
        certificate: vec![0],
        generation: 1,
        status: BoxStatus::Live,
        enrolled_at: world.cloud().now(),
    };
    world.cloud().note(move |tx| boxes::put(tx, &boxed)).await.expect("a box");
    box_id
}
