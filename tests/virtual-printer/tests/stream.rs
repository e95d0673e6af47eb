//! What bytes become on paper, without sockets: tables of commands, split reads, and random bytes.

use std::fmt::Write as _;

use proptest::prelude::*;
use virtual_printer::{Align, Config, Cut, End, Item, Machine, PaperWidth, Ticket};

const CUT: &[u8] = b"\x1dV\x00";

/// Everything a receipt of ours may use.
fn receipt() -> Vec<u8> {
    [
        &b"\x1b@\x1c.\x1bt\x10\x1ba\x01\x1b!\x38PEDIDO 47\n\x1b!\x00\x1ba\x00"[..],
        b"\x1bE\x012 x Salchipapa Ni\xf1o\x1bE\x00\n\x1dB\x01 SIN CEBOLLA \x1dB\x00\n",
        b"\x1d!\x11Grande\x1d!\x00\n\x1b-\x01Subrayado\x1b-\x00\nTotal\x1b$\x90\x01$ 18.000\n",
        b"\x1dv0\x00\x02\x00\x03\x00\xff\xff\x80\x01\xff\xff",
        b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E1\x1d(k\x07\x001P0HOLA\x1d(k\x03\x001Q0",
        b"\x1bp\x00\x19\xfa\x1bd\x03\x1dV\x42\x00\x1d(H\x06\x0000A047\x1dr\x01",
    ]
    .concat()
}

fn machine(bytes: &[u8]) -> Machine {
    let mut machine = Machine::new(Config { buffer_bytes: usize::MAX, ..Config::default() }, 0);
    machine.receive(bytes, 0);
    machine.run(0);
    machine
}

fn ticket(bytes: &[u8]) -> Ticket {
    let machine = machine(&[bytes, CUT].concat());
    let ticket = machine.tape().tickets().next().expect("a cut ends the ticket");
    Ticket::clone(ticket)
}

/// The items as one would describe the paper over the phone.
fn described(bytes: &[u8]) -> String {
    let mut said = String::new();
    for item in ticket(bytes).items() {
        match item {
            Item::Line(line) => {
                let align = match line.align {
                    Align::Left => "",
                    Align::Center => "center ",
                    Align::Right => "right ",
                };
                write!(said, "{align}@{}", line.x).expect("a String takes all");
                for run in line.runs {
                    let (style, x) = (run.style, run.x);
                    let marks: String = [(style.bold, 'b'), (style.inverted, 'i'), (style.small, 's')]
                        .into_iter()
                        .filter_map(|(on, mark)| on.then_some(mark))
                        .collect();
                    let line = "_".repeat(style.underline.into());
                    write!(said, " {x}:{marks}{line}{}x{} {:?}", style.width, style.height, run.text)
                        .expect("a String takes all");
                }
                said.push('\n');
            }
            Item::Cut(_) => (),
            other @ (Item::Feed(_)
            | Item::Raster(_)
            | Item::Qr { .. }
            | Item::Barcode { .. }
            | Item::Pulse(_)
            | Item::Beep
            | Item::Query(_)
            | Item::Unknown(_)) => writeln!(said, "{other:?}").expect("a String takes all"),
        }
    }
    said
}

#[test]
fn styles_sizes_and_places() {
    for (bytes, expected) in [
        (&b"hola\n"[..], "@0 0:1x1 \"hola\"\n"),
        (b"\x1bE\x01a\x1bE\x00b\n", "@0 0:b1x1 \"a\" 12:1x1 \"b\"\n"),
        (b"\x1bG\x01a\n", "@0 0:b1x1 \"a\"\n"),
        (b"\x1b!\x38x\n", "@0 0:b2x2 \"x\"\n"),
        (b"\x1b!\x01x\n", "@0 0:s1x1 \"x\"\n"),
        (b"\x1d!\x21x\n", "@0 0:3x2 \"x\"\n"),
        (b"\x1dB\x01x\n", "@0 0:i1x1 \"x\"\n"),
        (b"\x1b-\x02x\n", "@0 0:__1x1 \"x\"\n"),
        (b"\x1ba\x01abcd\n", "center @264 0:1x1 \"abcd\"\n"),
        (b"\x1ba\x32abcd\n", "right @528 0:1x1 \"abcd\"\n"),
        (b"a\tb\n", "@0 0:1x1 \"a\" 96:1x1 \"b\"\n"),
        (b"a\x1b$\x90\x01b\n", "@0 0:1x1 \"a\" 400:1x1 \"b\"\n"),
        (b"\x1dL\x18\x00\x1dW\x18\x00abc\n", "@24 0:1x1 \"ab\"\n@24 0:1x1 \"c\"\n"),
        (b"\x1b \x06ab\n", "@0 0:1x1 \"ab\"\n"),
        (b"lost\x18kept\n", "@0 0:1x1 \"kept\"\n"),
        (b"a\r\n\n", "@0 0:1x1 \"a\"\n@0\n"),
        (b"\x1bE\x01\x1b@x\n", "@0 0:1x1 \"x\"\n"),
        (b"x\x1bd\x02", "@0 0:1x1 \"x\"\n"),
        (b"\x1bd\x02", "Feed(60)\n"),
        (b"\x1b3\x28\x1bd\x02\x1b2\x1bd\x01\x1bJ\x07", "Feed(80)\nFeed(30)\nFeed(7)\n"),
    ] {
        assert_eq!(described(bytes), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn text_follows_the_code_page_and_the_country() {
    for (bytes, expected) in [
        (&b"\x1bt\x10a\xf1o \x80\n"[..], "año €\n"),
        (b"\x1bt\x13a\xa4o \xd5\n", "año €\n"),
        (b"\x1bt\x02\xb5rbol\n", "Árbol\n"),
        (b"a\xa4o\n", "año\n"),
        (b"\x1bR\x07[\\]\n", "¡Ñ¿\n"),
        (b"\x1c&\xc4\xe3a\n", "你a\n"),
        (b"\x1c&\xc4\xe3\x1c.\xa4\n", "你ñ\n"),
        (b"\x1c&\xf1\n", "□\n"),
    ] {
        assert_eq!(ticket(bytes).text, expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_line_of_48_columns_is_full_and_32_on_narrow_paper() {
    let ruler = "-".repeat(50);
    assert_eq!(ticket(format!("{ruler}\n").as_bytes()).text, format!("{}\n--\n", "-".repeat(48)));
    let mut narrow = Machine::new(Config { width: PaperWidth::Mm58, ..Config::default() }, 0);
    narrow.receive(format!("{ruler}\n").as_bytes(), 0);
    narrow.run(0);
    let open = narrow.tape().open().expect("no cut yet");
    assert_eq!(open.text, format!("{}\n{}\n", "-".repeat(32), "-".repeat(18)));
}

#[test]
fn a_whole_receipt_leaves_everything_on_the_tape() {
    let machine = machine(&receipt());
    let ticket = machine.tape().tickets().next().unwrap();
    assert_eq!(
        ticket.text,
        "PEDIDO 47\n2 x Salchipapa Niño\n SIN CEBOLLA\nGrande\nSubrayado\nTotal                            $ 18.000\n"
    );
    assert_eq!(ticket.end, Some(End::Cut(Cut::Partial)));
    assert_eq!((ticket.qr[0].as_str(), ticket.rasters[0]), ("HOLA", (16, 3)));
    assert_eq!((ticket.pulses[0].pin, ticket.pulses[0].on_ms, ticket.pulses[0].off_ms), (2, 50, 500));
    assert_eq!((ticket.process_ids[0], ticket.unknown.len()), (*b"A047", 0));
    assert_eq!(ticket.raw, receipt(), "questions after the cut stay with their ticket");
    assert!(machine.tape().open().is_none());
    assert_eq!(&ticket.png()[..8], b"\x89PNG\r\n\x1a\n");
}

#[test]
fn stored_graphics_print_once() {
    let store = b"\x1d8L\x0e\x00\x00\x00\x30\x70\x30\x01\x02\x31\x09\x00\x02\x00\xff\x80\xff\x80";
    let stored = ticket(&[&store[..], b"\x1d(L\x02\x00\x30\x32\x1d(L\x02\x00\x30\x32"].concat());
    assert_eq!((stored.rasters.as_slice(), stored.unknown.len()), (&[(16, 2)][..], 1));
}

#[test]
fn a_short_drawer_kick_eats_the_text_behind_it() {
    let kicked = ticket(b"\x1bp\x00Hola caja\n");
    assert_eq!(
        (kicked.text.as_str(), kicked.pulses[0].on_ms, kicked.pulses[0].off_ms),
        ("la caja\n", 144, 222)
    );
}

#[test]
fn mistakes_are_on_the_tape_with_their_place() {
    for (bytes, offset, hex) in [
        (&b"ab\n\x1bz"[..], 3, "1b 7a"),
        (b"\x1bt\x63", 0, "1b 74 63"),
        (b"ab\x1ba\x01\n", 2, "1b 61 01"),
        (b"\x01", 0, "01"),
        (b"\x1d(k\x03\x001Q0", 0, "1d 28 6b 03 00 31 51 30"),
    ] {
        let unknown = ticket(bytes).unknown;
        let found: Vec<_> = unknown.iter().map(|found| (found.offset, found.hex.as_str())).collect();
        assert_eq!(found, [(offset, hex)], "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_cut_in_mid_line_is_refused_and_reported() {
    let machine = machine(b"no line feed\x1dV\x00");
    let open = machine.tape().open().unwrap();
    assert_eq!((machine.tape().printed(), open.unknown[0].hex.as_str()), (0, "1d 56 00"));
}

#[test]
fn half_an_image_swallows_the_next_ticket_until_it_is_flushed() {
    let half = b"\x1b@\x1dv0\x00\x48\x00\x60\x00half";
    let mut machine = machine(half);
    machine.receive(b"\x1b@lost ticket\n\x1dV\x00", 0);
    machine.run(0);
    assert_eq!((machine.tape().printed(), machine.tape().lines()), (0, 0));
    machine.receive(&[0; 8192], 0);
    machine.receive(b"\x1b@next ticket\n\x1dV\x00", 0);
    machine.run(0);
    assert_eq!(machine.tape().tickets().next().unwrap().text, "next ticket\n");
}

#[test]
fn the_tape_forgets_old_tickets_but_counts_on() {
    let mut machine = Machine::new(Config { tape_tickets: 3, ..Config::default() }, 0);
    for number in 1..=5 {
        machine.receive(format!("{number}\n\x1dV\0").as_bytes(), 0);
        machine.run(0);
    }
    let kept: Vec<_> = machine.tape().tickets().map(|ticket| (ticket.seq, ticket.text.clone())).collect();
    assert_eq!(kept, [(3, "3\n".into()), (4, "4\n".into()), (5, "5\n".into())]);
    assert_eq!((machine.tape().printed(), machine.tape().lines()), (5, 5));
    assert!(machine.tape().ticket(2).is_none());
    assert_eq!(machine.tape().ticket(4).unwrap().text, "4\n");
}

#[test]
fn reads_split_anywhere_give_the_same_tape() {
    let bytes = receipt();
    let whole = machine(&bytes);
    let expected = whole.tape().tickets().next().unwrap();
    for at in 0..=bytes.len() {
        let mut split = machine(&bytes[..at]);
        split.receive(&bytes[at..], 0);
        split.run(0);
        let found = split.tape().tickets().next().unwrap();
        assert_eq!((&found.text, &found.raw), (&expected.text, &expected.raw), "split at {at}");
        assert_eq!(found.items(), expected.items(), "split at {at}");
    }
}

#[test]
fn paper_moves_at_its_speed() {
    // 30 dots are 3.75 mm: 18.75 ms at 200 mm/s.
    let mut machine = Machine::new(Config { speed_mm_s: 200, cut_ms: 350, ..Config::default() }, 0);
    machine.receive(b"a\nb\n\x1dV\x00\x1d(H\x06\x0000A047", 0);
    let mut now = 0;
    let mut heard = Vec::new();
    while let Some(wake) = machine.wake_us() {
        now = wake;
        machine.run(now);
        heard.extend(machine.take_replies(now, true));
    }
    assert_eq!(now, 2 * 18_750 + 350_000, "the echo comes when the cut is done");
    assert_eq!(heard, b"7\"A047\0");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let machine = machine(&bytes);
        for ticket in machine.tape().tickets() {
            ticket.png();
        }
        machine.tape().open().map(Ticket::png);
    }

    #[test]
    fn random_commands_never_panic(
        commands in proptest::collection::vec(
            (
                prop_oneof![Just(0x10u8), Just(0x1B), Just(0x1C), Just(0x1D)],
                0x20u8..0x80,
                proptest::collection::vec(0u8..20, 0..12),
            ),
            0..40,
        ),
    ) {
        let bytes: Vec<u8> =
            commands.into_iter().flat_map(|(a, b, rest)| [vec![a, b], rest].concat()).collect();
        let machine = machine(&bytes);
        for ticket in machine.tape().tickets() {
            prop_assert_eq!(ticket.items().iter().filter(|item| matches!(item, Item::Cut(_))).count(), 1);
            ticket.png();
        }
    }
}
