//! Round trips, and what two people who edit one thing at once end up with.

use insta::assert_debug_snapshot;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::document::Author;
use crate::menu::{ChannelPrice, ModifierGroup, Product};
use crate::order::OrderType;
use crate::testing::{NOW, grp, menu, pesos, prd, sauces, var};

/// A product and its extras as version 1 wrote them; never written again (see `document/order/tests.rs`).
const PRODUCT_V1: &str = include_str!("../../../fixtures/v1/product.hex");

fn author(name: &str) -> Author {
    let mut replica = [b' '; 8];
    replica[..name.len()].copy_from_slice(name.as_bytes());
    Author { replica, epoch: 1 }
}

fn written<T: Serialize>(thing: &T) -> Vec<u8> {
    let mut document = Document::new(author("base"));
    write(&mut document, None, thing).unwrap();
    document.commit(NOW).unwrap().bytes
}

fn back<T: Serialize + DeserializeOwned>(thing: &T) -> T {
    read(&Document::load([written(thing).as_slice()], author("lee")).unwrap()).unwrap()
}

/// What both see after each edited its own copy, in both orders of arrival.
fn meet<T>(base: &T, here: impl FnOnce(&mut T), there: impl FnOnce(&mut T)) -> T
where
    T: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug,
{
    let first = written(base);
    let edited = |name: &str, after: &T| {
        let mut document = Document::load([first.as_slice()], author(name)).unwrap();
        write(&mut document, Some(base), after).unwrap();
        document.commit(NOW).unwrap().bytes
    };
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    here(&mut ours);
    there(&mut theirs);
    let (ours, theirs) = (edited("uno", &ours), edited("dos", &theirs));
    let load = |chunks: [&[u8]; 3]| read::<T>(&Document::load(chunks, author("lee")).unwrap()).unwrap();
    let met = load([&first, &ours, &theirs]);
    assert_eq!(met, load([&first, &theirs, &ours]));
    met
}

fn burger() -> Product {
    let mut burger = menu().products[&prd("hamburguesa")].clone();
    burger.description = Some("con 100 % res / cebolla".to_owned());
    burger.channel_prices = vec![ChannelPrice { order_type: OrderType::Delivery, price: pesos(1) }];
    burger
}

#[test]
fn version_1_is_read_for_ever() {
    let bytes: Vec<u8> = crate::testing::unhex(PRODUCT_V1);
    let document = Document::load([bytes.as_slice()], author("lee")).unwrap();
    assert_debug_snapshot!("product_v1", read::<Product>(&document).unwrap());
}

/// Fails when the layout grows: then add a fixture directory with this text, and compare with that one here.
#[test]
fn this_program_writes_version_1() {
    assert_eq!(crate::testing::hex(&written(&burger())), PRODUCT_V1.trim());
}

#[test]
fn the_whole_menu_comes_back_as_it_was() {
    for product in menu().products.values().chain([&burger()]) {
        assert_eq!(&back(product), product);
    }
    assert_eq!(back(&sauces()), sauces());
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Odd {
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    numbers: Vec<i64>,
    #[serde(default)]
    flags: Vec<bool>,
    #[serde(default)]
    nested: Vec<Vec<u8>>,
    #[serde(default)]
    nothings: Vec<Nothing>,
    #[serde(default)]
    twins: Vec<Twin>,
    #[serde(default)]
    large: u64,
    #[serde(default)]
    by_name: BTreeMap<String, i64>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Nothing {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Twin {
    side_id: String,
    #[serde(default)]
    yes: bool,
    #[serde(default)]
    note: Option<String>,
}

#[test]
fn odd_shapes_come_back_as_they_were() {
    let twin = |yes| Twin { side_id: "a/b%2F∕".to_owned(), yes, note: None };
    let odd = Odd {
        texts: ["", "a/b", "a∕b", "%2F", "#", "-", "=", "true", "1", "a/b"].map(str::to_owned).into(),
        numbers: vec![3, 3, -1, i64::MIN],
        flags: vec![true, false, true],
        nested: vec![vec![3], vec![1, 2]],
        nothings: vec![Nothing {}, Nothing {}],
        twins: vec![twin(true), twin(false)],
        large: u64::MAX,
        by_name: [("a/b".to_owned(), 1), ("c[]".to_owned(), 2)].into(),
        note: Some(String::new()),
    };
    assert_eq!(back(&odd), odd);
    assert_eq!(back(&Odd::default()), Odd::default());
}

#[test]
fn different_fields_both_stand_and_one_field_has_one_winner() {
    let met = meet(&burger(), |here| here.price = pesos(1_000), |there| there.sold_out = true);
    assert!(met.sold_out && met.price == pesos(1_000));
    let met = meet(&burger(), |here| here.price = pesos(1_000), |there| there.price = pesos(2_000));
    assert!([pesos(1_000), pesos(2_000)].contains(&met.price));
}

#[test]
fn one_size_moved_here_and_renamed_there_keeps_both() {
    let met = meet(
        &burger(),
        |here| here.variants.reverse(),
        |there| there.variants[0].name = "clásica".to_owned(),
    );
    let names: Vec<_> = met.variants.iter().map(|size| size.name.as_str()).collect();
    assert_eq!(names, ["doble", "clásica"]);
}

#[test]
fn a_size_removed_here_is_gone_whatever_was_edited_there() {
    let remove = |product: &mut Product| drop(product.variants.remove(0));
    let edits: [fn(&mut Product); 4] = [
        |there| there.variants[0].price = pesos(1),
        |there| there.variants.reverse(),
        |there| there.variants[0].recipe.clear(),
        |there| drop(there.variants.remove(0)),
    ];
    for edit in edits {
        let met = meet(&burger(), remove, edit);
        assert_eq!(met.variants.iter().map(|size| size.variant_id).collect::<Vec<_>>(), [var("doble")]);
    }
}

#[test]
fn a_size_that_comes_back_is_only_what_it_is_now() {
    let before = burger();
    let mut without = before.clone();
    without.variants.remove(1);
    let mut again = before.clone();
    again.variants[1].recipe.clear();
    let mut document = Document::load([written(&before).as_slice()], author("uno")).unwrap();
    write(&mut document, Some(&before), &without).unwrap();
    assert_eq!(read::<Product>(&document).unwrap(), without);
    write(&mut document, Some(&without), &again).unwrap();
    assert_eq!(read::<Product>(&document).unwrap(), again);
}

#[test]
fn an_extra_group_added_on_both_sides_is_there_once() {
    let mut bare = burger();
    bare.modifier_group_ids.clear();
    let add = |product: &mut Product| product.modifier_group_ids.push(grp("salsas"));
    assert_eq!(meet(&bare, add, add).modifier_group_ids, [grp("salsas")]);
}

#[test]
fn registers_of_a_newer_program_are_left_alone() {
    let mut document = Document::load([written(&sauces()).as_slice()], author("uno")).unwrap();
    let deep = "a/".repeat(20_000);
    for key in ["allergens[]/mani/#", "modifiers[]/huerfano/price", "colour", deep.as_str()] {
        put(&mut document, key, ScalarValue::Int(1)).unwrap();
    }
    let known: ModifierGroup = read(&document).unwrap();
    assert_eq!(known, sauces());
    let mut edited = known.clone();
    edited.max = 2;
    write(&mut document, Some(&known), &edited).unwrap();
    assert_eq!(read::<ModifierGroup>(&document).unwrap(), edited);
    assert!(document.automerge.get(ROOT, "colour").unwrap().is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_texts_in_any_sequence_of_edits(lists in prop::collection::vec(prop::collection::vec("[a/%∕#=+-]{0,3}", 0..5), 1..5)) {
        let mut document = Document::new(author("uno"));
        let mut before: Option<Odd> = None;
        for texts in lists {
            let after = Odd { texts, ..Odd::default() };
            write(&mut document, before.as_ref(), &after).unwrap();
            prop_assert_eq!(&read::<Odd>(&document).unwrap(), &after);
            before = Some(after);
        }
    }
}

#[test]
fn fields_that_both_sides_wrote_differently_are_listed_with_who_wrote_what() {
    let base = burger();
    let first = written(&base);
    let edited = |name: &str, price: i64, label: &str| {
        let mut document = Document::load([first.as_slice()], author(name)).unwrap();
        let mut after = base.clone();
        after.price = pesos(price);
        label.clone_into(&mut after.name);
        write(&mut document, Some(&base), &after).unwrap();
        document.commit(NOW).unwrap().bytes
    };
    let (ours, theirs) = (edited("uno", 10, "Doble"), edited("dos", 20, "Doble"));
    let mut met = Document::load([first.as_slice(), &ours, &theirs], author("lee")).unwrap();
    let stands = serde_json::to_value(read::<Product>(&met).unwrap().price).unwrap();
    let found = conflicts(&met);
    // Both wrote the same name: that is no conflict.
    assert_eq!(found.iter().map(|conflict| conflict.field.as_str()).collect::<Vec<_>>(), ["price"]);
    let sides = &found[0].sides;
    assert_eq!((sides.len(), &sides[0].value), (2, &stands));
    let mut writers: Vec<[u8; 8]> = sides.iter().map(|side| side.replica).collect();
    writers.sort_unstable();
    assert_eq!(writers, [author("dos").replica, author("uno").replica]);
    let product: Product = read(&met).unwrap();
    write(&mut met, Some(&product), &Product { price: pesos(30), ..product.clone() }).unwrap();
    met.commit(NOW);
    assert_eq!(conflicts(&met), []);
}
