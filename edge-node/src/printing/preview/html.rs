//! A sheet as HTML for screens and screen readers: one element per line, styles as classes, everything escaped.

use std::fmt::Write;

use shared_model::receipt::layout::{PaperLine, PaperRun};
use shared_model::receipt::ticket::Size;

/// An `<article class="ticket">`. The page that shows it sets a fixed-pitch font and `white-space: pre`; classes are
/// `banner`, `tall`, `big`, `huge`, `inverse`.
pub fn html(lines: &[PaperLine], columns: usize) -> String {
    let mut out = String::new();
    put(&mut out, format_args!("<article class=\"ticket\" style=\"--columns:{columns}\">\n"));
    for line in lines {
        match line {
            PaperLine::Text { runs, banner } => {
                out.push_str(if *banner { "<p class=\"banner\" role=\"note\">" } else { "<p>" });
                for run in runs {
                    put_run(&mut out, run);
                }
                out.push_str("</p>\n");
            }
            PaperLine::Rule { double: false, .. } => out.push_str("<hr>\n"),
            PaperLine::Rule { double: true, .. } => out.push_str("<hr class=\"double\">\n"),
            PaperLine::Gap { lines } => out.push_str(&"<p></p>\n".repeat(usize::from(*lines))),
            PaperLine::Qr { text } => {
                put(
                    &mut out,
                    format_args!("<p class=\"qr\" data-text=\"{0}\">[QR] {0}</p>\n", escaped(text)),
                );
            }
            PaperLine::Cut => out.push_str("<hr class=\"cut\">\n"),
            PaperLine::Drawer => out.push_str("<p class=\"drawer\">Abre el cajón</p>\n"),
        }
    }
    out.push_str("</article>\n");
    out
}

fn put_run(out: &mut String, run: &PaperRun) {
    let size = match run.style.size {
        Size::Normal => "",
        Size::Tall => "tall",
        Size::Big => "big",
        Size::Huge => "huge",
    };
    let inverse = if run.style.inverse { "inverse" } else { "" };
    let classes = [size, inverse].into_iter().filter(|class| !class.is_empty()).collect::<Vec<_>>().join(" ");
    let element = if run.style.bold { "strong" } else { "span" };
    let text = escaped(&run.text);
    if classes.is_empty() && !run.style.bold {
        out.push_str(&text);
    } else if classes.is_empty() {
        put(out, format_args!("<{element}>{text}</{element}>"));
    } else {
        put(out, format_args!("<{element} class=\"{classes}\">{text}</{element}>"));
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes everything");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use shared_model::receipt::banner::Banner;
    use shared_model::receipt::layout::lay_out;
    use shared_model::receipt::ticket::{Block, Style, Ticket};

    use super::super::super::escpos::ProfileName;
    use super::*;

    #[test]
    fn typed_text_is_never_markup() {
        let mut ticket = Ticket::default();
        ticket.pair("<script>\"&", "$ 1.000", Style::BOLD).rule();
        ticket.push(Block::Qr { text: "https://x.example/?a=\"1\"".into() }).push(Block::Cut);
        let ticket = ticket.marked(Banner::late("7:41 p. m."));
        let paper = ProfileName::Epson58.profile().paper;
        insta::assert_snapshot!(html(&lay_out(&ticket, paper), paper.columns), @r#"
        <article class="ticket" style="--columns:32">
        <p class="banner" role="note"><strong class="tall inverse">      ATRASADA 7:41 p. m.       </strong></p>
        <p><strong>&lt;script&gt;&quot;&amp;</strong>               <strong>$ 1.000</strong></p>
        <hr>
        <p class="qr" data-text="https://x.example/?a=&quot;1&quot;">[QR] https://x.example/?a=&quot;1&quot;</p>
        <hr class="cut">
        </article>
        "#);
    }
}
