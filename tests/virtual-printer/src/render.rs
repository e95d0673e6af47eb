//! Draws the items of a ticket, one pixel per printer dot.

use crate::glyphs::{Glyph, glyph};
use crate::item::{Align, Bitmap, Item, Line, Run, cells};
use crate::symbol;

/// Paper above the first line, in dots: the way from knife to head.
const TOP: u32 = 28;
/// Paper below the last line.
const BOTTOM: u32 = 28;
/// Longest picture, 4 m of paper; what is longer is cut off.
const LONGEST: u32 = 32_000;

/// The paper as far as it is drawn: darkness per dot, 0 to 255.
struct Paper {
    width: u32,
    dots: Vec<u8>,
    y: u32,
}

/// A greyscale PNG of `items` on paper `width` dots wide.
pub fn png(items: &[Item], width: u32) -> Vec<u8> {
    let mut paper = Paper { width, dots: Vec::new(), y: TOP };
    for item in items {
        paper.item(item);
    }
    paper.y = paper.y.saturating_add(BOTTOM).min(LONGEST);
    paper.reach(paper.y);
    paper.encode()
}

impl Paper {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Line(line) => self.line(line),
            Item::Feed(dots) => self.advance(*dots),
            Item::Raster(image) => {
                self.bitmap(image, image.x, self.y);
                self.advance(image.height * image.scale.1);
            }
            Item::Qr { text, module, level, align } => self.qr(text, u32::from(*module), *level, *align),
            Item::Barcode { text, height, align, .. } => self.barcode(text, u32::from(*height), *align),
            Item::Pulse(_) | Item::Beep | Item::Query(_) | Item::Cut(_) | Item::Unknown(_) => (),
        }
    }

    fn advance(&mut self, dots: u32) {
        self.y = self.y.saturating_add(dots).min(LONGEST);
    }

    fn reach(&mut self, y: u32) {
        let size = (y.min(LONGEST) * self.width) as usize;
        if self.dots.len() < size {
            self.dots.resize(size, 0);
        }
    }

    fn dot(&mut self, x: u32, y: u32, darkness: u8) {
        if x < self.width && y < LONGEST {
            self.reach(y + 1);
            let dot = &mut self.dots[(y * self.width + x) as usize];
            *dot = (*dot).max(darkness);
        }
    }

    fn fill(&mut self, x: u32, y: u32, width: u32, height: u32) {
        for row in y..y + height {
            for column in x..x + width {
                self.dot(column, row, 255);
            }
        }
    }

    fn line(&mut self, line: &Line) {
        let tallest = line.runs.iter().map(|run| run.style.cell_height());
        let image = line.images.iter().map(|image| image.height * image.scale.1);
        let base = self.y + tallest.chain(image).max().unwrap_or(0);
        for run in &line.runs {
            self.run(run, line.x + run.x, base - run.style.cell_height());
        }
        for image in &line.images {
            self.bitmap(image, line.x + image.x, base - image.height * image.scale.1);
        }
        self.advance(line.feed);
    }

    fn run(&mut self, run: &Run, x: u32, y: u32) {
        let style = run.style;
        let (cell, height) = if style.small { (9, 17) } else { (12, 24) };
        let wide = run.chars_wide() * (style.cell_width() + run.spacing);
        if style.inverted {
            self.fill(x, y, wide, style.cell_height());
        }
        let mut left = x;
        for character in run.text.chars() {
            let cells = cells(character);
            let shape = glyph(character, style.bold, (cells * cell) as usize, height);
            self.glyph(&shape, left, y, (u32::from(style.width), u32::from(style.height)), style.inverted);
            left += cells * (style.cell_width() + run.spacing);
        }
        if style.underline > 0 && !style.inverted {
            self.fill(x, y + style.cell_height(), wide, u32::from(style.underline));
        }
    }

    fn glyph(&mut self, shape: &Glyph, x: u32, y: u32, (across, down): (u32, u32), inverted: bool) {
        let wide = u32::try_from(shape.width).unwrap_or(0) * across;
        let high = u32::try_from(shape.dots.len() / shape.width).unwrap_or(0) * down;
        for row in 0..high {
            for column in 0..wide {
                let darkness = if across == 1 && down == 1 {
                    shape.dots[row as usize * shape.width + column as usize]
                } else {
                    enlarged(shape, middle(column, across), middle(row, down))
                };
                match (darkness, inverted) {
                    (0, _) => (),
                    (_, true) => self.lighten(x + column, y + row, darkness),
                    (_, false) => self.dot(x + column, y + row, darkness),
                }
            }
        }
    }

    fn lighten(&mut self, x: u32, y: u32, by: u8) {
        if x < self.width
            && let Some(dot) = self.dots.get_mut((y * self.width + x) as usize)
        {
            *dot = dot.saturating_sub(by);
        }
    }

    fn bitmap(&mut self, image: &Bitmap, x: u32, y: u32) {
        let (across, down) = image.scale;
        for (row, bytes) in (0u32..).zip(image.bits.chunks_exact((image.width / 8).max(1) as usize)) {
            for column in (0..image.width).filter(|c| bytes[(c / 8) as usize] & (0x80 >> (c % 8)) != 0) {
                self.fill(x + column * across, y + row * down, across, down);
            }
        }
    }

    fn qr(&mut self, text: &str, module: u32, level: char, align: Align) {
        let Some((modules, side)) = symbol::qr_modules(text, level) else { return };
        let x = self.indent(side * module, align);
        for (at, _) in (0u32..).zip(&modules).filter(|(_, dark)| **dark) {
            self.fill(x + at % side * module, self.y + at / side * module, module, module);
        }
        self.advance(side * module);
    }

    fn barcode(&mut self, text: &str, height: u32, align: Align) {
        let bars = symbol::bars(text);
        let width = u32::try_from(bars.len()).unwrap_or(u32::MAX).saturating_mul(2).min(self.width);
        let x = self.indent(width, align);
        for (at, _) in (0..width / 2).zip(&bars).filter(|(_, dark)| **dark) {
            self.fill(x + at * 2, self.y, 2, height);
        }
        self.advance(height + 4);
        let label = Run { x: 0, spacing: 0, text: text.into(), style: crate::item::Style::default() };
        let label_x = self.indent(label.chars_wide() * 12, align);
        self.run(&label, label_x, self.y);
        self.advance(26);
    }

    fn indent(&self, width: u32, align: Align) -> u32 {
        let free = self.width.saturating_sub(width);
        match align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        }
    }

    fn encode(self) -> Vec<u8> {
        let height = self.y.max(1);
        let mut light: Vec<u8> = self.dots.iter().map(|darkness| 255 - darkness).collect();
        light.resize((self.width * height) as usize, 255);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&light))
            .expect("a Vec takes every byte, and the buffer is width × height");
        bytes
    }
}

/// Where the middle of dot `at` of a glyph enlarged `times` lies in the glyph, in 1/256 dots.
fn middle(at: u32, times: u32) -> usize {
    ((2 * at + 1) * 128 / times).saturating_sub(128) as usize
}

/// The darkness between four dots, made steep so that enlarged letters have smooth edges and are still sharp.
fn enlarged(shape: &Glyph, x: usize, y: usize) -> u8 {
    let last = shape.dots.len() / shape.width - 1;
    let dot =
        |x: usize, y: usize| usize::from(shape.dots[y.min(last) * shape.width + x.min(shape.width - 1)]);
    let (left, top, right_part, bottom_part) = (x / 256, y / 256, x % 256, y % 256);
    let row = |y: usize| dot(left, y) * (256 - right_part) + dot(left + 1, y) * right_part;
    let mixed = (row(top) * (256 - bottom_part) + row(top + 1) * bottom_part) / 65_536;
    u8::try_from((mixed.saturating_sub(80) * 3).min(255)).unwrap_or(u8::MAX)
}
