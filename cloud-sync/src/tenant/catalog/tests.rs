//! The menu, edited in the cloud beside boxes.

use shared_model::document::{Document, registers};
use shared_model::money::Money;
use shared_model::tenant::Plan;
use shared_model::wire::menu::ResolveConflict;
use uuid::Uuid;

use super::*;
use crate::store::table::log::{self, NewEntry};
use crate::store::table::{conflict, register};
use crate::tenant::conflicts;
use crate::tenant::testing::{AUTHOR, NOW, Shop};
use shared_model::catalog::Editable as _;
use shared_model::document::{Author, DocKind};

fn tab() -> Category {
    let category_id = CategoryId::new(Uuid::from_u128(5));
    Category { category_id, name: "Papas".to_owned(), position: 1, color: None, active: true }
}

fn papas(number: u128) -> Product {
    let json = json!({"product_id": ProductId::new(Uuid::from_u128(number)), "category_id": tab().category_id,
        "name": format!("Papas {number}"), "price": 1_000_000, "without_recipe": true});
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn a_product_is_edited_only_from_the_version_it_was_read_at() {
    let shop = Shop::open(Plan::Trial).await;
    shop.work(|work| create_category(work, &tab())).await;
    let made = shop.work(|work| create_product(work, &papas(9))).await;
    assert_eq!(made.status, 201);
    let dearer = Product { price: Money::from_pesos(12_000), ..papas(9) };
    let (version, edit) = (made.version, dearer.clone());
    shop.work(move |work| update_product(work, &edit, version)).await;
    let late = shop.refused(move |work| update_product(work, &dearer, version)).await;
    assert!(late.starts_with("VersionMismatch"), "{late}");
    let gone = shop.work(|work| delete_product(work, papas(9).product_id)).await;
    assert!(String::from_utf8(gone.body).unwrap().contains(r#""active":false"#));
}

#[tokio::test]
async fn the_plan_limits_active_products_and_switched_off_ones_make_room() {
    let shop = Shop::open(Plan::Trial).await;
    shop.work(|work| create_category(work, &tab())).await;
    shop.work(|work| (0..50).try_for_each(|number| create_product(work, &papas(1_000 + number)).map(drop)))
        .await;
    let over = shop.refused(|work| create_product(work, &papas(2_000))).await;
    assert!(over.starts_with("PlanLimit"), "{over}");
    shop.work(|work| delete_product(work, papas(1_000).product_id)).await;
    shop.work(|work| create_product(work, &papas(2_000))).await;
}

#[tokio::test]
async fn two_prices_are_a_conflict_that_choosing_one_settles() {
    let shop = Shop::open(Plan::Trial).await;
    shop.work(|work| create_category(work, &tab())).await;
    let id = papas(9).product_id.uuid();
    shop.work(|work| create_product(work, &papas(9))).await;
    // A box writes another price at the same time as the cloud.
    let cloud_price = Product { price: Money::from_pesos(11_000), ..papas(9) };
    let box_price = Product { price: Money::from_pesos(12_000), ..papas(9) };
    let seen = shop
        .work(move |work| {
            let theirs = Author { replica: [9; 8], epoch: 1 };
            let stored = log::documents(work.tx, &[id])?.remove(0);
            let chunks = || stored.iter().map(|stored| stored.chunk.bytes.as_slice());
            let mut copy = Document::load(chunks(), theirs).unwrap();
            registers::write(&mut copy, Some(&papas(9)), &box_price).unwrap();
            let chunk = copy.commit(NOW).unwrap();
            work.put(&cloud_price, None)?;
            let entry = NewEntry { kind: DocKind::Product, doc: id, branch: None, origin: None, chunk };
            let end = log::end(work.tx)?;
            log::append(work.tx, end, &[entry])?;
            let stored = log::documents(work.tx, &[id])?.remove(0);
            let merged = Document::load(stored.iter().map(|s| s.chunk.bytes.as_slice()), AUTHOR).unwrap();
            conflict::refresh(work.tx, DocKind::Product, id, &merged, NOW)?;
            let body = serde_json::to_string(&registers::read::<Product>(&merged).unwrap()).unwrap();
            let row = register::Register { kind: Product::KIND, doc: id, branch: None, version: 4, body };
            register::put(work.tx, &[row])?;
            let writers = [("09".repeat(8), crate::tenant::testing::branch(100).branch_id)].into();
            conflicts::list(work.tx, &writers)
        })
        .await;
    let [found] = seen.items.as_slice() else { panic!("{seen:?}") };
    assert_eq!((found.field.as_str(), found.name.as_deref()), ("price", Some("Papas 9")));
    let mut by: Vec<_> = found.candidates.iter().map(|side| (side.by.as_str(), side.value.clone())).collect();
    by.sort_by_key(|(by, _)| *by);
    assert_eq!(by, [("Nube", json!(1_100_000)), ("Sucursal 100", json!(1_200_000))]);
    let chosen = |value: i64| ResolveConflict { field: "price".to_owned(), value: json!(value) };
    let other = shop.refused(move |work| conflicts::resolve(work, DocKind::Product, id, &chosen(5))).await;
    assert!(other.starts_with("Fields"), "{other}");
    shop.work(move |work| conflicts::resolve(work, DocKind::Product, id, &chosen(1_200_000))).await;
    let (product, left) = shop
        .work(move |work| {
            Ok::<_, crate::refusal::Refusal>((work.find::<Product>(id)?.0, conflict::all(work.tx, 9)?))
        })
        .await;
    assert_eq!((product.price, left), (Money::from_pesos(12_000), vec![]));
}
