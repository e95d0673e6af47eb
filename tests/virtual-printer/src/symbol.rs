//! Pictures: raster images, column images, QR codes and barcodes as bitmaps.

use qrcode::{Color, EcLevel, QrCode};

use crate::item::Bitmap;

/// `GS v 0`: `row_bytes` × `rows` bytes; `None` if `m` or the size is not in the reference.
pub fn raster(m: u8, row_bytes: u32, rows: u32, bits: &[u8]) -> Option<Bitmap> {
    let scale = match m & !0x30 {
        0 => (1, 1),
        1 => (2, 1),
        2 => (1, 2),
        3 => (2, 2),
        _ => return None,
    };
    let whole = row_bytes > 0 && rows > 0 && bits.len() == (row_bytes * rows) as usize;
    whole.then(|| Bitmap { x: 0, width: row_bytes * 8, height: rows, scale, bits: bits.to_vec() })
}

/// `ESC *`: columns of 8 or 24 dots, turned into rows; `None` for a density the reference does not have.
pub fn column_image(m: u8, width: u32, columns: &[u8]) -> Option<Bitmap> {
    let (column_bytes, scale) = match m {
        0 => (1, (2, 3)),
        1 => (1, (1, 3)),
        32 => (3, (2, 1)),
        33 => (3, (1, 1)),
        _ => return None,
    };
    let row_bytes = width.div_ceil(8) as usize;
    let mut bits = vec![0; row_bytes * column_bytes * 8];
    for (x, column) in columns.chunks_exact(column_bytes).enumerate() {
        for (byte_at, byte) in column.iter().enumerate() {
            for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                bits[(byte_at * 8 + bit) * row_bytes + x / 8] |= 0x80 >> (x % 8);
            }
        }
    }
    let height = if column_bytes == 1 { 8 } else { 24 };
    Some(Bitmap { x: 0, width: width.div_ceil(8) * 8, height, scale, bits })
}

/// The QR code of `text`, row by row with `true` for black, and its side in modules; `None` if it holds too much.
pub fn qr_modules(text: &str, level: char) -> Option<(Vec<bool>, u32)> {
    let level = match level {
        'M' => EcLevel::M,
        'Q' => EcLevel::Q,
        'H' => EcLevel::H,
        _ => EcLevel::L,
    };
    let code = QrCode::with_error_correction_level(text, level).ok()?;
    let side = u32::try_from(code.width()).ok()?;
    Some((code.to_colors().into_iter().map(|color| color == Color::Dark).collect(), side))
}

/// Side of a printed QR code in dots, estimated from its length: exact enough for the speed of the paper.
pub fn qr_side(text: &str, module: u8) -> u32 {
    let version = (1..40u32).find(|v| (v * v * 3 + 12 * v) as usize >= text.len()).unwrap_or(40);
    (17 + 4 * version) * u32::from(module)
}

/// Bars that look like a barcode and differ with the content; they are not meant to be scanned.
pub fn bars(text: &str) -> Vec<bool> {
    let body = text.bytes().flat_map(|byte| {
        let shifted = u16::from(byte) ^ 0x155;
        (0..11).map(move |bit| shifted & (1 << (bit * 7 % 9)) != 0 || bit == 0)
    });
    [true, false, true].into_iter().chain(body).chain([true, true, false, true]).collect()
}
