//! Layout lines to one buffer of bytes: from `ESC @` to the request to say when it is out.

use shared_model::receipt::layout::{PaperLine, PaperRun, pitch_dots};
use shared_model::receipt::ticket::{Size, Style};

use super::code_page::CodePage;
use super::command;
use super::profile::{Fence, Profile};

/// Dots of one QR module: 0.75 mm, which any telephone reads.
const QR_MODULE_DOTS: u8 = 6;
/// Lines fed on a printer without a cutter, so that the text is past the tear bar.
const TEAR_LINES: u8 = 4;

/// What the printer echoes when a sheet is out: four characters that count up, so that an old echo is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessId([u8; 4]);

impl ProcessId {
    /// How many there are before they start over.
    pub const COUNT: u64 = 95_u64.pow(4);

    /// The id of a number, modulo [`ProcessId::COUNT`]: base 95 in the characters from space to `~`.
    pub fn of(number: u64) -> Self {
        let digit = |power: u64| b' ' + u8::try_from(number / power % 95).expect("a digit is below 95");
        Self([digit(95 * 95 * 95), digit(95 * 95), digit(95), digit(1)])
    }

    /// The four bytes.
    pub const fn bytes(self) -> [u8; 4] {
        self.0
    }

    /// The four characters.
    pub fn text(self) -> String {
        self.0.map(char::from).iter().collect()
    }
}

/// The bytes of one sheet. Characters were chosen in the layout, so none is missing from the profile's tables.
pub fn encode(lines: &[PaperLine], profile: &Profile, id: ProcessId) -> Vec<u8> {
    let (first, number) = profile.pages[0];
    let mut pen = Pen { out: Vec::with_capacity(1024), page: first, style: Style::PLAIN, pitch: 0, profile };
    pen.out.extend(command::INITIALISE);
    pen.out.extend(command::SINGLE_BYTE);
    if profile.status_push {
        // `ESC @` switched it off.
        pen.out.extend(command::STATUS_PUSH);
    }
    pen.out.extend(command::code_page(number));
    for line in lines {
        pen.line(line);
    }
    match profile.fence {
        Fence::ProcessId => pen.out.extend(command::echo(id.bytes())),
        Fence::Status => pen.out.extend(command::STATUS_WHEN_DONE),
    }
    pen.out
}

struct Pen<'a> {
    out: Vec<u8>,
    page: CodePage,
    style: Style,
    pitch: u8,
    profile: &'a Profile,
}

impl Pen<'_> {
    fn line(&mut self, line: &PaperLine) {
        match line {
            PaperLine::Text { runs, .. } => self.text(runs),
            PaperLine::Rule { double, columns } => {
                let text = if *double { "=" } else { "-" }.repeat(*columns);
                self.text(&[PaperRun { text, style: Style::PLAIN }]);
            }
            PaperLine::Gap { lines } => {
                self.style(Style::PLAIN);
                self.pitch(30);
                self.out.extend(command::feed(*lines));
            }
            PaperLine::Qr { text } => self.qr(text),
            PaperLine::Cut => {
                self.style(Style::PLAIN);
                match self.profile.cut {
                    Some(partial) => self.out.extend(command::cut(partial, 0)),
                    None => self.out.extend(command::feed(TEAR_LINES)),
                }
            }
            PaperLine::Drawer => self.out.extend(command::drawer(self.profile.drawer_pin)),
        }
    }

    fn text(&mut self, runs: &[PaperRun]) {
        self.pitch(pitch_dots(runs));
        for run in runs {
            self.style(run.style);
            run.text.chars().for_each(|ch| self.char(ch));
        }
        self.out.push(b'\n');
    }

    fn char(&mut self, ch: char) {
        if let Some(byte) = self.page.byte(ch) {
            self.out.push(byte);
            return;
        }
        let other = self.profile.pages.iter().find_map(|(page, n)| Some((*page, *n, page.byte(ch)?)));
        let Some((page, number, byte)) = other else {
            // The layout asked the same tables; a question mark keeps the columns should they ever differ.
            self.out.push(b'?');
            return;
        };
        self.page = page;
        self.out.extend(command::code_page(number));
        self.out.push(byte);
    }

    fn qr(&mut self, text: &str) {
        self.style(Style::PLAIN);
        match command::qr(text, QR_MODULE_DOTS).filter(|_| self.profile.qr) {
            Some(bytes) => {
                self.out.extend(command::centre(true));
                self.out.extend(bytes);
                self.out.push(b'\n');
                self.out.extend(command::centre(false));
            }
            None => {
                for chunk in text.chars().collect::<Vec<_>>().chunks(self.profile.paper.columns) {
                    self.text(&[PaperRun { text: chunk.iter().collect(), style: Style::PLAIN }]);
                }
            }
        }
    }

    fn style(&mut self, style: Style) {
        if style.size != self.style.size {
            let (width, height) = multiples(style.size);
            self.out.extend(command::size(width, height));
        }
        if style.bold != self.style.bold {
            self.out.extend(command::bold(style.bold));
        }
        if style.inverse != self.style.inverse {
            self.out.extend(command::inverse(style.inverse));
        }
        self.style = style;
    }

    fn pitch(&mut self, dots: u8) {
        if dots != self.pitch {
            self.pitch = dots;
            self.out.extend(command::line_pitch(dots));
        }
    }
}

const fn multiples(size: Size) -> (u8, u8) {
    match size {
        Size::Normal => (1, 1),
        Size::Tall => (1, 2),
        Size::Big => (2, 2),
        Size::Huge => (3, 3),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared_model::receipt::banner::Banner;
    use shared_model::receipt::kitchen::{KitchenHead, KitchenLine, KitchenModifier, KitchenTicket, Service};
    use shared_model::receipt::layout::lay_out;
    use shared_model::receipt::plain;
    use shared_model::receipt::ticket::{Block, Ticket};

    use super::super::profile::ProfileName;
    use super::*;

    fn bytes(name: ProfileName, build: impl FnOnce(&mut Ticket)) -> Vec<u8> {
        let mut ticket = Ticket::default();
        build(&mut ticket);
        let profile = name.profile();
        encode(&lay_out(&ticket, profile.paper), &profile, ProcessId::of(1))
    }

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_sheet_begins_clean_and_ends_asking() {
        let sheet = bytes(ProfileName::Epson80, |ticket| {
            ticket.text("Ñandú - 2", Style::bold(Size::Big)).push(Block::Cut);
        });
        assert_eq!(
            sheet,
            b"\x1b@\x1c.\x1da\x0f\x1bt\x10\x1b38\x1d!\x11\x1bE\x01\xd1and\xfa - 2\n\x1d!\x00\x1bE\x00\x1dVB\x00\x1d(H\x06\x0000   !"
        );
    }

    #[test]
    fn a_clone_gets_only_what_it_has() {
        let sheet = bytes(ProfileName::Clone58, |ticket| {
            ticket.text("Ñandú 5 €", Style::PLAIN).push(Block::Drawer).push(Block::Cut);
        });
        assert_eq!(
            sheet,
            b"\x1b@\x1c.\x1bt\x02\x1b3\x1e\xa5and\xa3 5 EUR\n\x1bp\x00\x19\xfa\x1bd\x04\x1dr\x01"
        );
    }

    #[test]
    fn another_table_is_used_for_what_the_first_lacks_and_left_again() {
        let sheet = bytes(ProfileName::Epson80, |ticket| {
            ticket.text("█ á —", Style::PLAIN);
        });
        assert!(has(&sheet, b"\x1bt\x13\xdb \xa0 \x1bt\x10\x97\n"), "{sheet:02x?}");
    }

    #[test]
    fn ids_count_up_in_printable_characters() {
        assert_eq!(ProcessId::of(0).text(), "    ");
        assert_eq!(ProcessId::of(95).text(), "  ! ");
        assert_eq!(ProcessId::of(ProcessId::COUNT - 1).text(), "~~~~");
        assert_eq!(ProcessId::of(ProcessId::COUNT), ProcessId::of(0));
    }

    /// What a printer would read from the bytes: text only, each command skipped by its own length.
    fn read_back(mut rest: &[u8], mut page: CodePage, profile: &Profile) -> String {
        let mut out = String::new();
        while let Some((first, tail)) = rest.split_first() {
            let (skip, numbered) = match (first, tail) {
                (0x1b, [b'@', ..]) | (0x1c, [b'.', ..]) => (2, None),
                (0x1b, [b't', number, ..]) => (3, Some(*number)),
                (0x1b, [b'3' | b'E' | b'a' | b'd', ..]) | (0x1d, [b'a' | b'!' | b'B' | b'r', ..]) => {
                    (3, None)
                }
                (0x1d, [b'V', ..]) => (4, None),
                (0x1d, [b'(', _, low, high, ..]) => {
                    (5 + usize::from(u16::from_le_bytes([*low, *high])), None)
                }
                (b'\n', _) => {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    (1, None)
                }
                (byte, _) => {
                    out.push(page.char(*byte).expect("the byte is text in its table"));
                    (1, None)
                }
            };
            if let Some(number) = numbered {
                page = profile.pages.iter().find(|(_, known)| *known == number).expect("a table it has").0;
            }
            rest = &rest[skip..];
        }
        out
    }

    #[test]
    fn paper_says_what_the_plain_text_says_on_every_model() {
        let head = KitchenHead {
            station: "Plancha".to_owned(),
            turn: "M-047".to_owned(),
            service: Service::Delivery,
            hour: "7:41 p. m.".to_owned(),
            taken_by: "Laura Peña".to_owned(),
            customer: Some("Íñigo — █ Ő 🍟".to_owned()),
        };
        let lines = vec![KitchenLine {
            quantity: 2,
            product: "Salchipapa ñapa".to_owned(),
            variant: Some("Única".to_owned()),
            modifiers: vec![KitchenModifier {
                quantity: 2, name: "Queso «doble crema» a 1 €".to_owned()
            }],
            note: Some("¿sin ají? ¡sí!".to_owned()),
        }];
        let ticket = KitchenTicket { head, round: 2, lines, note: None }.ticket();
        let ticket = ticket.marked(Banner::reprint(1, "Laura Peña", "7:50 p. m."));
        for name in [ProfileName::Epson80, ProfileName::Epson58, ProfileName::Clone80] {
            let profile = name.profile();
            let lines = lay_out(&ticket, profile.paper);
            let shown = plain::text(&lines).replace("- - 8< - -\n", "");
            let paper = read_back(&encode(&lines, &profile, ProcessId::of(7)), profile.pages[0].0, &profile);
            assert_eq!(paper, shown, "{name:?}");
        }
    }

    proptest! {
        /// Only bytes of text lie between our commands, whatever a person types.
        #[test]
        fn typed_text_adds_no_command(raw in any::<String>()) {
            let sheet = bytes(ProfileName::Epson80, |ticket| { ticket.text(raw.as_str(), Style::PLAIN); });
            let mut rest = &sheet[13..sheet.len() - 11];
            while let Some((first, tail)) = rest.split_first() {
                rest = match (first, tail) {
                    (0x1b, [b't', _, tail @ ..]) | (b'\n' | b' '..=b'~' | 0x80.., tail) => tail,
                    _ => return Err(TestCaseError::fail(format!("{rest:02x?}"))),
                };
            }
        }
    }
}
