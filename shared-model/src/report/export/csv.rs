//! CSV as Excel in Spanish opens it with a double click: byte order mark, semicolons, decimal commas.

use csv::{Terminator, WriterBuilder};

use super::harmless;
use crate::report::table::{Cell, Table};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The bytes of the file: a header, the rows, the totals.
pub fn write(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(table.columns.iter().map(|column| column.title))?;
    for row in table.rows.iter().chain(&table.totals) {
        writer.write_record(row.iter().map(field))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Money(_) | Cell::Count(_) | Cell::Percent(_) | Cell::Empty => cell.plain(','),
    }
}
