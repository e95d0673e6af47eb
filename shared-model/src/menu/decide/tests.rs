//! What a form is told when the menu cannot be stored as asked.

use super::*;
use crate::menu::ComboSlot;
use crate::testing::{cat, menu, prd, product, sauces};

fn wrong(answer: Result<(), Vec<FieldError>>) -> String {
    let told = answer.err().unwrap_or_default();
    told.iter().map(|field| format!("{} {}", field.pointer, field.detail)).collect::<Vec<_>>().join("; ")
}

fn shop() -> Menu {
    let mut menu = menu();
    let carta = Category {
        category_id: cat("carta"),
        name: "Carta".to_owned(),
        position: 0,
        color: None,
        active: true,
    };
    menu.categories.insert(carta.category_id, carta);
    for name in ["papa", "carne", "rosada", "tocineta"] {
        let ingredient_id = crate::testing::ing(name);
        let ingredient =
            crate::menu::Ingredient { ingredient_id, name: name.to_owned(), unit: crate::menu::Unit::G };
        menu.ingredients.insert(ingredient_id, ingredient);
    }
    menu
}

#[test]
fn the_shop_of_the_tests_is_in_order() {
    let menu = shop();
    for product in menu.products.values() {
        assert_eq!(wrong(super::product(&menu, product)), "");
    }
    assert_eq!(wrong(modifier_group(&menu, &sauces())), "");
}

#[test]
fn each_wrong_field_is_named() {
    let menu = shop();
    let told = |name: &str, edit: &dyn Fn(&mut Product)| {
        let mut edited = menu.products[&prd(name)].clone();
        edit(&mut edited);
        wrong(super::product(&menu, &edited))
    };
    let itself = |product: &mut Product| {
        product.combo_slots = menu.products[&prd("combo")].combo_slots.clone();
        product.combo_slots[0].options[0].product_id = product.product_id;
        product.combo_slots[0].options[0].variant_id = None;
    };
    let rows = [
        told("papas", &|product| product.name = " ".to_owned()),
        told("papas", &|product| product.name = "pa\u{1b}pas".to_owned()),
        told("papas", &|product| product.price = Money::from_minor(-1)),
        told("papas", &|product| product.position = 100_001),
        told("papas", &|product| product.description = Some("x".repeat(501))),
        told("papas", &|product| product.emoji = Some("x".repeat(17))),
        told("papas", &|product| product.category_id = cat("otra")),
        told("papas", &|product| product.recipe.push(product.recipe[0].clone())),
        told("gaseosa", &|product| product.without_recipe = false),
        told("hamburguesa", &|product| product.variants[1].variant_id = product.variants[0].variant_id),
        told("combo", &|product| product.combo_slots[0].options.clear()),
        told("combo", &|product| {
            let first = product.combo_slots[0].options[0].clone();
            product.combo_slots[0].options.push(first);
        }),
        told("combo", &|product| product.modifier_group_ids = vec![crate::testing::grp("salsas")]),
        told("combo", &|product| {
            let slot = product.combo_slots[0].clone();
            product.combo_slots.extend((0..300_u128).map(|n| ComboSlot {
                slot_id: crate::ids::ComboSlotId::new(uuid::Uuid::from_u128(n)),
                ..slot.clone()
            }));
        }),
        told("papas", &itself),
    ];
    insta::assert_snapshot!(rows.join("\n"), @"
    /name escribe un nombre de 1 a 80 caracteres
    /name quita los caracteres de control
    /price el precio debe estar entre $ 0 y $ 100.000.000
    /position debe estar entre 0 y 100.000
    /description máximo 500 caracteres
    /emoji máximo 16 caracteres
    /category_id la categoría no existe
    /recipe/1 está repetido
    /recipe agrega la receta o marca el producto como «sin receta»
    /variants/1 está repetido
    /combo_slots/0/options agrega al menos una opción
    /combo_slots/0/options/2 está repetido
    /modifier_group_ids las opciones van en los productos del combo
    /combo_slots un combo tiene como máximo 20 partes
    /combo_slots un combo no puede ir dentro de otro, y «combo» lo ofrece
    ");
}

#[test]
fn groups_categories_and_stations_are_checked_too() {
    let menu = shop();
    let mut group = sauces();
    group.max = 0;
    assert_eq!(wrong(modifier_group(&menu, &group)), "/max el máximo debe estar entre el mínimo y 99");
    let other = Category {
        category_id: cat("b"),
        name: " CARTA".to_owned(),
        position: 0,
        color: Some("#ñ0000".to_owned()),
        active: true,
    };
    assert_eq!(
        wrong(category(&menu, &other)),
        "/name ya hay una categoría con ese nombre; /color escribe el color como #rrggbb"
    );
    assert_eq!(
        wrong(super::product(&menu, &product("papas", 1, Some("horno")))),
        "/station_id la estación no existe"
    );
}
