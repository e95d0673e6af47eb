//! A workbook with one sheet: title, header that stays in sight, numbers that calculate.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::harmless;
use crate::report::table::{Cell, ColumnKind, Table};

/// The row of the column titles, under title, subtitle and an empty row.
const HEADER_ROW: u32 = 3;

/// The bytes of the file.
pub fn write(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same report is the same file, whenever it is made.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(table.title).set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name(table.title)?;
    sheet.write_string_with_format(0, 0, table.title, &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(1, 0, harmless(&table.subtitle))?;
    let header = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E5_E7EB))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for (nth, column) in (0_u16..).zip(&table.columns) {
        let align = if column.kind == ColumnKind::Text { FormatAlign::Left } else { FormatAlign::Right };
        let format = header.clone().set_align(align);
        sheet.write_string_with_format(HEADER_ROW, nth, column.title, &format)?;
        sheet.set_column_width(nth, column.width)?;
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    let formats = Formats::new(&Format::new());
    let mut at = HEADER_ROW + 1;
    for row in &table.rows {
        write_row(sheet, at, row, &formats)?;
        at += 1;
    }
    if let Some(totals) = &table.totals {
        let bold = Formats::new(&Format::new().set_bold().set_border_top(FormatBorder::Thin));
        write_row(sheet, at, totals, &bold)?;
    }
    book.save_to_buffer()
}

struct Formats {
    text: Format,
    pesos: Format,
    centavos: Format,
    count: Format,
    percent: Format,
}

impl Formats {
    fn new(base: &Format) -> Self {
        let numbers = |pattern: &str| base.clone().set_num_format(pattern);
        Self {
            text: base.clone(),
            pesos: numbers("\"$\" #,##0;-\"$\" #,##0"),
            centavos: numbers("\"$\" #,##0.00;-\"$\" #,##0.00"),
            count: numbers("#,##0"),
            percent: numbers("0.00%"),
        }
    }
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &[Cell], formats: &Formats) -> Result<(), XlsxError> {
    for (nth, cell) in (0_u16..).zip(row) {
        let (number, format) = match cell {
            Cell::Text(text) => {
                sheet.write_string_with_format(at, nth, harmless(text), &formats.text)?;
                continue;
            }
            Cell::Empty => {
                sheet.write_blank(at, nth, &formats.text)?;
                continue;
            }
            Cell::Money(money) if money.minor() % 100 == 0 => (cell.plain('.'), &formats.pesos),
            Cell::Money(_) => (cell.plain('.'), &formats.centavos),
            Cell::Count(_) => (cell.plain('.'), &formats.count),
            Cell::Percent(share) => (ten_thousandths(*share), &formats.percent),
        };
        sheet.write_number_with_format(at, nth, as_stored(&number), format)?;
    }
    Ok(())
}

/// The file format holds numbers as binary fractions. Reading the decimal text rounds once, where arithmetic would twice.
fn as_stored(decimal: &str) -> f64 {
    decimal.parse().expect("sums are written as decimal numbers")
}

/// `1235` as `0.1235`.
fn ten_thousandths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", value.unsigned_abs() / 10_000, value.unsigned_abs() % 10_000)
}
