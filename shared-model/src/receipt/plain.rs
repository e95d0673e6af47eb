//! Paper as plain text: for tests, logs of a shift, and screens without graphics. Wide characters take one column
//! here, so it shows what is said, not how large.

use super::layout::PaperLine;

/// The lines as text, each ended by a line feed.
pub fn text(lines: &[PaperLine]) -> String {
    let mut out = String::new();
    for line in lines {
        match line {
            PaperLine::Text { runs, .. } => {
                let before = out.len();
                out.extend(runs.iter().map(|run| run.text.as_str()));
                out.truncate(before + out[before..].trim_end().len());
            }
            PaperLine::Rule { double, columns } => {
                out.extend(std::iter::repeat_n(if *double { '=' } else { '-' }, *columns));
            }
            PaperLine::Gap { lines } => {
                out.extend(std::iter::repeat_n('\n', usize::from(*lines)));
                continue;
            }
            PaperLine::Qr { text } => {
                out.push_str("[QR] ");
                out.push_str(text);
            }
            PaperLine::Cut => out.push_str("- - 8< - -"),
            PaperLine::Drawer => out.push_str("[abre el cajón]"),
        }
        out.push('\n');
    }
    out
}
