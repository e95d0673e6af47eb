//! Files as spreadsheets and printers get them.

use insta::assert_snapshot;

use super::{Format, TEXT_MAX, Table, file_name, harmless, helvetica, write};
use crate::money::Money;
use crate::report::table::{Cell, Column};

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    Table {
        title: "Productos más vendidos",
        subtitle: "Piñata & Co · 22/11/2026".to_owned(),
        file_stem: "productos-2026-11-22".to_owned(),
        columns: vec![
            Column::text("Producto", 32),
            Column::count("Unidades"),
            Column::money("Vendido"),
            Column::percent("% ventas"),
        ],
        totals: Some(vec![
            text("Total"),
            Cell::Count(1_203),
            Cell::Money(Money::from_pesos(-500)),
            Cell::Empty,
        ]),
        rows,
    }
}

fn of_products(count: i64) -> Table {
    let row = |nth: i64| {
        let name = format!("Hamburguesa de la casa número {nth} con queso, tocineta y piña asada");
        let money = Cell::Money(Money::from_minor(nth * 1_234_500 + nth % 3));
        vec![Cell::Text(name), Cell::Count(nth * 7), money, Cell::Percent(nth)]
    };
    table((0..count).map(row).collect())
}

#[test]
fn csv_opens_in_spanish_excel() {
    let rows = vec![
        vec![
            text("Perro \"súper\"; doble"),
            Cell::Count(1_204),
            Cell::Money(Money::from_minor(1_250_050)),
            Cell::Percent(1_235),
        ],
        vec![text("=1+1"), Cell::Count(-1), Cell::Money(Money::from_pesos(-12_500)), Cell::Percent(-5)],
    ];
    let bytes = write(&table(rows), Format::Csv).unwrap();
    assert_eq!(bytes[..3], [0xef, 0xbb, 0xbf]);
    let text = String::from_utf8(bytes[3..].to_vec()).unwrap();
    assert_eq!(text.matches("\r\n").count(), 4);
    assert_snapshot!(text.replace('\r', ""), @r#"
    Producto;Unidades;Vendido;% ventas
    "Perro ""súper""; doble";1204;12500,50;12,35
    '=1+1;-1;-12500;-0,05
    Total;1203;-500;
    "#);
}

#[test]
fn no_name_becomes_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "\0"] {
        assert_eq!(harmless(&format!("{start}cmd")), format!("'{start}cmd"));
    }
    for fine in ["", "papas", "1-2", "'=x", "ñ=1"] {
        assert_eq!(harmless(fine), fine);
    }
    assert_eq!(harmless(&"x".repeat(5_000)).len(), TEXT_MAX);
}

#[test]
fn the_same_table_is_the_same_file() {
    for format in [Format::Csv, Format::Xlsx, Format::Pdf] {
        let bytes = || write(&of_products(3), format).unwrap();
        assert_eq!(bytes(), bytes(), "{format:?}");
        let empty = Table { totals: None, ..of_products(0) };
        assert!(!write(&empty, format).unwrap().is_empty());
    }
    assert_eq!(file_name(&of_products(0), Format::Pdf), "productos-2026-11-22.pdf");
}

#[test]
fn pdf_repeats_its_header_and_counts_its_pages() {
    let bytes = write(&of_products(100), Format::Pdf).unwrap();
    let whole = String::from_utf8_lossy(&bytes);
    assert!(whole.starts_with("%PDF-"));
    // 100 rows and the totals, 46 to a page.
    assert_eq!(whole.matches("/Type /Page\n").count(), 3);
    assert_eq!(whole.matches("(Producto)").count(), 3);
    // Text beyond ASCII is written in hexadecimal.
    let hex = |text: &str| crate::testing::hex(&helvetica::encode(text)).to_uppercase();
    assert_eq!(whole.matches(&hex("Página 3 de 3")).count(), 1);
    assert_eq!(whole.matches(&hex("Hamburguesa de la casa nú")).count(), 100);
    assert_eq!(whole.matches(&hex("con queso, tocineta")).count(), 0, "what does not fit ends in …");
}

#[test]
fn xlsx_is_a_zip_of_a_workbook() {
    let bytes = write(&of_products(3), Format::Xlsx).unwrap();
    assert!(bytes.starts_with(b"PK"));
}
