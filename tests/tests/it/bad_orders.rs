//! Orders that cannot be: each is refused with the field that is wrong, and nothing is stored.

use fastops_tests::answer::pointers;
use fastops_tests::carta::{Carta, cash, dine_in, noted, takeaway};
use fastops_tests::ids::mint;
use fastops_tests::world::World;
use serde_json::{Value, json};

use crate::bad_input::stored;

const SELLABLE: &str = "line-not-sellable";
const FIELD: &str = "invalid-field";

/// What an order is called here, the order, and the status, code and pointer of the answer.
type Case = (&'static str, Value, u16, &'static str, &'static str);

/// An order whose only line was changed.
fn with_line(mut line: Value, field: &str, value: Value) -> Value {
    line[field] = value;
    dine_in("1", [line])
}

/// An order with one field changed.
fn with(carta: &Carta, field: &str, value: Value) -> Value {
    let mut body = dine_in("1", [carta.line("Tinto")]);
    body[field] = value;
    body
}

fn bad_lines(carta: &Carta) -> Vec<Case> {
    let tinto = || carta.line("Tinto");
    let papas = || carta.line("Papa a la francesa");
    let group = &carta.product("Papa a la francesa")["modifier_group_ids"][0];
    let sauces = &carta.by_id("modifier_groups", "modifier_group_id", group)["modifiers"];
    let sauce = |nth: usize| json!({"modifier_id": sauces[nth]["modifier_id"], "quantity": 1});
    let all_sauces = json!([sauce(0), sauce(1), sauce(2), sauce(3), sauce(4)]);
    let twice = json!([{"modifier_id": sauces[0]["modifier_id"], "quantity": 2}]);
    let parts = || carta.line("Combo perro")["components"].clone();
    vec![
        ("wrong product", with_line(tinto(), "product_id", mint("prd").into()), 422, SELLABLE, "/lines/0"),
        ("no size", with_line(papas(), "variant_id", Value::Null), 422, SELLABLE, "/lines/0"),
        ("wrong size", with_line(papas(), "variant_id", mint("var").into()), 422, SELLABLE, "/lines/0"),
        ("quantity 0", with_line(tinto(), "quantity", 0.into()), 422, SELLABLE, "/lines/0"),
        ("quantity 1000", with_line(tinto(), "quantity", 1000.into()), 422, SELLABLE, "/lines/0"),
        ("quantity -1", with_line(tinto(), "quantity", (-1).into()), 422, FIELD, "/lines/0/quantity"),
        ("quantity 1.5", with_line(tinto(), "quantity", json!(1.5)), 422, FIELD, "/lines/0/quantity"),
        ("quantity «uno»", with_line(tinto(), "quantity", "uno".into()), 422, FIELD, "/lines/0/quantity"),
        ("too few sauces", with_line(papas(), "modifiers", json!([])), 422, SELLABLE, "/lines/0"),
        ("too many sauces", with_line(papas(), "modifiers", all_sauces), 422, SELLABLE, "/lines/0"),
        ("one sauce twice", with_line(papas(), "modifiers", twice), 422, SELLABLE, "/lines/0"),
        (
            "sauce of nobody",
            with_line(papas(), "modifiers", json!([{"modifier_id": mint("mod")}])),
            422,
            SELLABLE,
            "/lines/0",
        ),
        ("sauce of another", with_line(tinto(), "modifiers", json!([sauce(0)])), 422, SELLABLE, "/lines/0"),
        (
            "combo without parts",
            with_line(carta.line("Combo perro"), "components", json!([])),
            422,
            SELLABLE,
            "/lines/0",
        ),
        ("parts without combo", with_line(tinto(), "components", parts()), 422, SELLABLE, "/lines/0"),
        ("long note", dine_in("1", [noted(tinto(), &"a".repeat(201))]), 422, SELLABLE, "/lines/0"),
        (
            "second line wrong",
            with(carta, "lines", json!([tinto(), with_line(tinto(), "quantity", 0.into())["lines"][0]])),
            422,
            SELLABLE,
            "/lines/1",
        ),
    ]
}

fn bad_fields(carta: &Carta) -> Vec<Case> {
    let line = carta.line("Tinto");
    let doubled = json!([line.clone(), line.clone()]);
    let many: Vec<Value> = (0..201).map(|_| carta.line("Tinto")).collect();
    let payments = json!(vec![cash(1, 1); 21]);
    vec![
        ("no lines", with(carta, "lines", json!([])), 422, FIELD, "/lines"),
        ("201 lines", with(carta, "lines", many.into()), 422, FIELD, "/lines"),
        ("a line twice", with(carta, "lines", doubled), 409, "already-exists", "/lines"),
        ("huge table", with(carta, "table", "5".repeat(21).into()), 422, FIELD, "/table"),
        ("no guests", with(carta, "guests", 0.into()), 422, FIELD, "/guests"),
        ("201 guests", with(carta, "guests", 201.into()), 422, FIELD, "/guests"),
        ("long order note", with(carta, "note", "a".repeat(301).into()), 422, FIELD, "/note"),
        ("long name", takeaway(&"a".repeat(81), [line]), 422, FIELD, "/customer/name"),
        ("wrong type of order", with(carta, "order_type", "drone".into()), 422, FIELD, "/order_type"),
        ("id of another kind", with(carta, "order_id", mint("lin").into()), 422, FIELD, "/order_id"),
        ("id that is none", with(carta, "order_id", "5".into()), 422, FIELD, "/order_id"),
        ("21 payments", with(carta, "payments", payments), 422, FIELD, "/payments"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_that_cannot_be_are_refused_field_by_field() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let before = stored(&world).await;
    for (name, body, status, code, pointer) in bad_lines(&carta).into_iter().chain(bad_fields(&carta)) {
        let problem = till.post("/orders", &body).await.refused(status, code);
        assert_eq!(pointers(&problem), [pointer], "{name}: {problem}");
        assert_eq!(stored(&world).await, before, "{name}");
    }
}
