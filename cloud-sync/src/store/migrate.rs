//! The tables, written once. A migration is plain SQL of both databases but for four marks: `{company_column}` and
//! `{company}` (see [`super::sql`]), `{integer}`, `{blob}`, and `{table_end}`.

use std::borrow::Cow;

/// Append-only: a released migration is never edited.
pub const TENANT: &[&str] = &[include_str!("../../migrations/tenant/0001_company.sql")];

/// Append-only: a released migration is never edited.
pub const CONTROL: &[&str] = &[include_str!("../../migrations/control/0001_control.sql")];

/// The words of one database for the marks.
#[derive(Debug)]
pub struct Dialect {
    /// Column that says whose a row is, if rows must say it.
    pub company_column: &'static str,
    /// How keys and indexes begin.
    pub company: &'static str,
    pub integer: &'static str,
    pub blob: &'static str,
    pub table_end: &'static str,
}

impl Dialect {
    /// The statement in this database's words.
    pub fn translate<'a>(&self, sql: &'a str) -> Cow<'a, str> {
        if !sql.contains('{') {
            return Cow::Borrowed(sql);
        }
        let sql = sql
            .replace("{company_column}", self.company_column)
            .replace("{company}", self.company)
            .replace("{integer}", self.integer)
            .replace("{blob}", self.blob)
            .replace("{table_end}", self.table_end);
        Cow::Owned(sql)
    }
}
