//! A4 pages with the table's header on each, amounts aligned to the right, and page numbers.
//!
//! Everything is placed in whole tenths of a point; the page scales them down once.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::helvetica;
use crate::report::table::{Cell, Column, ColumnKind, Table};

/// A4, the short and the long side, in tenths of a point.
const SHORT: i16 = 5953;
const LONG: i16 = 8419;
const MARGIN: i16 = 400;
const ROW: i16 = 150;
/// From a column's edge to its text.
const PADDING: i16 = 30;
/// From the bottom of a row to its text.
const BASELINE: i16 = 45;
const SIZE: i16 = 90;
/// From the top margin to the first row: title, subtitle, header.
const HEAD: i16 = 620;
/// Characters a page is wide when it stands.
const STANDING_MAX: u16 = 100;

const PLAIN: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");

/// The bytes of the file.
pub fn write(table: &Table) -> Vec<u8> {
    let layout = Layout::of(table);
    let rows: Vec<(&Vec<Cell>, bool)> =
        table.rows.iter().map(|row| (row, false)).chain(table.totals.iter().map(|row| (row, true))).collect();
    // A report without rows is a page that says so by being empty.
    let pages: Vec<&[(&Vec<Cell>, bool)]> =
        if rows.is_empty() { vec![&[]] } else { rows.chunks(layout.rows_per_page()).collect() };
    let contents = (1..).zip(&pages).map(|(number, rows)| {
        let mut page = Page::new(&layout);
        page.head(table);
        page.rows(rows);
        page.foot(number, pages.len());
        page.content.finish().to_vec()
    });
    assemble(table, &layout, contents.collect())
}

/// Where the columns of a table are on its pages.
struct Layout {
    width: i16,
    height: i16,
    /// Left and right edge of each column, with what it holds.
    columns: Vec<(i16, i16, Column)>,
}

impl Layout {
    fn of(table: &Table) -> Self {
        let all: u16 = table.columns.iter().map(|column| column.width).sum();
        let (width, height) = if all > STANDING_MAX { (LONG, SHORT) } else { (SHORT, LONG) };
        let room = i32::from(width - 2 * MARGIN);
        let edge = |before: u16| {
            let offset = room * i32::from(before) / i32::from(all.max(1));
            MARGIN + i16::try_from(offset).unwrap_or(width)
        };
        let mut before = 0;
        let columns = table.columns.iter().map(|column| {
            let left = edge(before);
            before += column.width;
            (left, edge(before), *column)
        });
        Self { width, height, columns: columns.collect() }
    }

    fn rows_per_page(&self) -> usize {
        usize::from(((self.height - 2 * MARGIN - HEAD) / ROW).unsigned_abs()).max(1)
    }
}

/// One page being drawn.
struct Page<'a> {
    layout: &'a Layout,
    content: Content,
    /// The bottom of what is drawn so far.
    y: i16,
}

impl<'a> Page<'a> {
    fn new(layout: &'a Layout) -> Self {
        let mut content = Content::new();
        content.transform([0.1, 0.0, 0.0, 0.1, 0.0, 0.0]);
        Self { layout, content, y: layout.height - MARGIN }
    }

    fn head(&mut self, table: &Table) {
        let room = i32::from(self.layout.width - 2 * MARGIN);
        self.content.begin_text();
        self.text(BOLD, 140, MARGIN, self.y - 140, &helvetica::encode(table.title));
        let subtitle = helvetica::fitted(helvetica::encode(&table.subtitle), thousandths(room));
        self.text(PLAIN, SIZE, MARGIN, self.y - 300, &subtitle);
        self.content.end_text();
        self.y -= HEAD;
        self.content.set_fill_gray(0.9);
        let wide = self.layout.width - 2 * MARGIN;
        self.rect(MARGIN, self.y, wide, 2 * ROW - 60);
        self.content.set_fill_gray(0.0);
        self.content.begin_text();
        for (left, right, column) in &self.layout.columns {
            self.cell(PLAIN, (*left, *right, column.kind), self.y + 45, column.title);
        }
        self.content.end_text();
    }

    fn rows(&mut self, rows: &[(&Vec<Cell>, bool)]) {
        for (row, total) in rows {
            self.y -= ROW;
            if *total {
                self.rect(MARGIN, self.y + ROW - 6, self.layout.width - 2 * MARGIN, 6);
            }
            let font = if *total { BOLD } else { PLAIN };
            self.content.begin_text();
            for (cell, (left, right, column)) in row.iter().zip(&self.layout.columns) {
                if *cell != Cell::Empty {
                    self.cell(font, (*left, *right, column.kind), self.y + BASELINE, &cell.shown());
                }
            }
            self.content.end_text();
        }
    }

    fn foot(&mut self, number: usize, of: usize) {
        let text = helvetica::encode(&format!("Página {number} de {of}"));
        let x = self.layout.width - MARGIN - tenths(&text);
        self.content.begin_text();
        self.text(PLAIN, SIZE, x, MARGIN / 2, &text);
        self.content.end_text();
    }

    fn cell(&mut self, font: Name<'_>, (left, right, kind): (i16, i16, ColumnKind), y: i16, text: &str) {
        let room = i32::from(right - left - 2 * PADDING);
        let text = helvetica::fitted(helvetica::encode(text), thousandths(room));
        let x = if kind == ColumnKind::Text { left + PADDING } else { right - PADDING - tenths(&text) };
        self.text(font, SIZE, x, y, &text);
    }

    fn text(&mut self, font: Name<'_>, size: i16, x: i16, y: i16, encoded: &[u8]) {
        self.content.set_font(font, f32::from(size));
        self.content.set_text_matrix([1.0, 0.0, 0.0, 1.0, f32::from(x), f32::from(y)]);
        self.content.show(Str(encoded));
    }

    fn rect(&mut self, x: i16, y: i16, width: i16, height: i16) {
        self.content.rect(f32::from(x), f32::from(y), f32::from(width), f32::from(height));
        self.content.fill_nonzero();
    }
}

/// How much text fits in so many tenths of a point, in 1/1,000 of the size.
fn thousandths(tenths: i32) -> u32 {
    u32::try_from(tenths * 1_000 / i32::from(SIZE)).unwrap_or_default()
}

/// How wide text is, in tenths of a point.
fn tenths(encoded: &[u8]) -> i16 {
    let tenths = helvetica::width(encoded) * u32::from(SIZE.unsigned_abs()) / 1_000;
    i16::try_from(tenths).unwrap_or(i16::MAX / 4)
}

fn assemble(table: &Table, layout: &Layout, contents: Vec<Vec<u8>>) -> Vec<u8> {
    let [catalog, tree, info, plain, bold] = [1, 2, 3, 4, 5].map(Ref::new);
    let ids: Vec<(Ref, Ref)> =
        (3..).take(contents.len()).map(|nth| (Ref::new(2 * nth), Ref::new(2 * nth + 1))).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("es-CO"));
    pdf.document_info(info).title(TextStr(table.title)).producer(TextStr("FastOps"));
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(count);
    for (font, name) in [(plain, "Helvetica"), (bold, "Helvetica-Bold")] {
        let mut font = pdf.type1_font(font);
        font.base_font(Name(name.as_bytes())).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let points = |tenths: i16| f32::from(tenths / 10);
    let paper = Rect::new(0.0, 0.0, points(layout.width), points(layout.height));
    for ((page_id, content_id), content) in ids.into_iter().zip(contents) {
        let mut page = pdf.page(page_id);
        page.media_box(paper).parent(tree).contents(content_id);
        let mut resources = page.resources();
        resources.fonts().pair(PLAIN, plain).pair(BOLD, bold);
        resources.finish();
        page.finish();
        pdf.stream(content_id, &content);
    }
    pdf.finish()
}
