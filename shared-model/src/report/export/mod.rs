//! A table as a file: CSV for Excel in Spanish, XLSX, or PDF for paper. The same table gives the same bytes.

mod csv;
mod helvetica;
mod pdf;
#[cfg(test)]
mod tests;
mod xlsx;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::table::Table;

/// Characters of a cell at most; names are far shorter.
const TEXT_MAX: usize = 1_000;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Csv,
    Xlsx,
    Pdf,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the CSV could not be written")]
    Csv(#[source] ::csv::Error),
    #[error("the spreadsheet could not be written")]
    Xlsx(#[source] rust_xlsxwriter::XlsxError),
}

impl Format {
    /// What a browser is told.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }

    /// The end of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }
}

/// The bytes of a table's file.
pub fn write(table: &Table, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Csv => csv::write(table).map_err(ExportError::Csv),
        Format::Xlsx => xlsx::write(table).map_err(ExportError::Xlsx),
        Format::Pdf => Ok(pdf::write(table)),
    }
}

/// `ventas-2026-11-22.xlsx`
pub fn file_name(table: &Table, format: Format) -> String {
    format!("{}.{}", table.file_stem, format.extension())
}

/// A text that no spreadsheet takes for a formula (ASVS 5.0, 1.2.10): names may come from anybody who orders by QR.
fn harmless(text: &str) -> String {
    let mut harmless: String = text.chars().take(TEXT_MAX).collect();
    if harmless.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
        harmless.insert(0, '\'');
    }
    harmless
}
