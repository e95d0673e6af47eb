//! What a station gets on paper: read from 1.5 m, in steam, by hands that are busy. The number first, then what to
//! make in the largest letters, what is different about it right below, and nothing about money.

use super::paper_text::PaperText;
use super::ticket::{Align, Block, Cell, Run, Size, Style, Ticket, Width};

/// Where the food goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    /// Eaten here, perhaps at a numbered table.
    DineIn {
        /// The table's name: `5`, `Terraza 2`.
        table: Option<String>,
    },
    /// Packed, fetched by the customer.
    TakeAway,
    /// Packed, brought to the customer.
    Delivery,
}

impl Service {
    /// As people in the shop say it.
    pub fn words(&self) -> String {
        match self {
            Self::DineIn { table: Some(table) } => format!("Mesa {table}"),
            Self::DineIn { table: None } => "Aquí".to_owned(),
            Self::TakeAway => "Llevar".to_owned(),
            Self::Delivery => "Domicilio".to_owned(),
        }
    }
}

/// What is the same on every kitchen ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenHead {
    /// The station's name: `Plancha`.
    pub station: String,
    /// The number people call out: `M-047`.
    pub turn: String,
    /// Where the food goes.
    pub service: Service,
    /// Local time as people say it: `7:41 p. m.`
    pub hour: String,
    /// Who took the order.
    pub taken_by: String,
    /// Whom to call.
    pub customer: Option<String>,
}

/// Lines that a station has to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenTicket {
    /// Number, place, time.
    pub head: KitchenHead,
    /// 1 for the first dispatch of the order to this station; later ones are marked.
    pub round: u32,
    /// What to make.
    pub lines: Vec<KitchenLine>,
    /// What holds for the whole order.
    pub note: Option<String>,
}

/// Lines that a station must not make any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenVoid {
    /// Number, place, time of the void.
    pub head: KitchenHead,
    /// What not to make.
    pub lines: Vec<KitchenLine>,
    /// Why.
    pub reason: String,
}

/// One thing to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenLine {
    /// How many.
    pub quantity: u32,
    /// The product's short name.
    pub product: String,
    /// Its size.
    pub variant: Option<String>,
    /// What is different about it.
    pub modifiers: Vec<KitchenModifier>,
    /// What the customer asked for in words.
    pub note: Option<String>,
}

/// One difference: an extra, a sauce, a part of a combo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenModifier {
    /// How many for each; 1 is not printed.
    pub quantity: u32,
    /// `Queso extra`, `Sin cebolla`.
    pub name: String,
}

impl KitchenModifier {
    /// What is left out is in capitals: adding by habit is the commonest mistake of a kitchen.
    fn words(&self) -> String {
        let upper = self.name.to_uppercase();
        match self.quantity {
            _ if upper.starts_with("SIN ") => format!("- {upper}"),
            0 | 1 => format!("+ {}", self.name),
            many => format!("+ {many} x {}", self.name),
        }
    }
}

const BIG: Style = Style::bold(Size::Big);
const TALL: Style = Style::bold(Size::Tall);

impl KitchenTicket {
    /// The document to print.
    pub fn ticket(&self) -> Ticket {
        let mut ticket = Ticket::default();
        put_head(&mut ticket, &self.head);
        if self.round > 1 {
            ticket.centred(format!("RONDA {}", self.round), Style::inverse(Size::Big));
        }
        ticket.rule();
        put_lines(&mut ticket, &self.lines);
        if let Some(note) = filled(self.note.as_ref()) {
            put_note(&mut ticket, 0, &format!("PEDIDO: {note}"));
            ticket.rule();
        }
        put_foot(&mut ticket, &self.head, &self.lines);
        ticket
    }
}

impl KitchenVoid {
    /// The document to print.
    pub fn ticket(&self) -> Ticket {
        let mut ticket = Ticket::default();
        ticket.centred("ANULADO", Style::inverse(Size::Huge)).push(Block::Gap { lines: 1 });
        put_head(&mut ticket, &self.head);
        ticket.rule().text("NO PREPARAR:", TALL);
        put_lines(&mut ticket, &self.lines);
        put_note(&mut ticket, 0, &format!("Motivo: {}", self.reason));
        ticket.rule();
        put_foot(&mut ticket, &self.head, &self.lines);
        ticket
    }
}

fn put_head(ticket: &mut Ticket, head: &KitchenHead) {
    ticket.pair(head.station.to_uppercase(), head.hour.as_str(), TALL);
    let service = head.service.words().to_uppercase();
    let cells = vec![
        cell(&head.turn, Style::bold(Size::Huge), Width::Rest, Align::Left),
        cell(&service, Style::inverse(Size::Big), Width::Fit, Align::Right),
    ];
    ticket.push(Block::Row { cells });
    if let Some(customer) = filled(head.customer.as_ref()) {
        ticket.text(customer, TALL);
    }
}

fn put_lines(ticket: &mut Ticket, lines: &[KitchenLine]) {
    for line in lines {
        let name = match filled(line.variant.as_ref()) {
            Some(variant) => format!("{} {variant}", line.product),
            None => line.product.clone(),
        };
        let cells = vec![
            cell(&line.quantity.to_string(), BIG, Width::Fit, Align::Left),
            cell(&name, BIG, Width::Rest, Align::Left),
        ];
        ticket.push(Block::Row { cells });
        for modifier in &line.modifiers {
            ticket.indented(3, modifier.words(), TALL);
        }
        if let Some(note) = filled(line.note.as_ref()) {
            put_note(ticket, 3, note);
        }
        ticket.rule();
    }
}

/// Words of a person are white on black: they are what goes wrong.
fn put_note(ticket: &mut Ticket, indent: u8, note: &str) {
    ticket.indented(indent, note, Style::inverse(Size::Tall));
}

fn put_foot(ticket: &mut Ticket, head: &KitchenHead, lines: &[KitchenLine]) {
    let units: u32 = lines.iter().map(|line| line.quantity).sum();
    let units = if units == 1 { "1 unidad".to_owned() } else { format!("{units} unidades") };
    ticket.pair(format!("Tomó: {}", head.taken_by), units, Style::PLAIN).push(Block::Cut);
}

fn cell(text: &str, style: Style, width: Width, align: Align) -> Cell {
    Cell { run: Run { text: PaperText::new(text), style }, width, align }
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::layout::{Paper, lay_out};
    use super::super::plain;
    use super::*;

    const LATIN: fn(char) -> bool = |ch| ch < '\u{100}';

    fn head() -> KitchenHead {
        KitchenHead {
            station: "Plancha".to_owned(),
            turn: "M-047".to_owned(),
            service: Service::DineIn { table: Some("5".to_owned()) },
            hour: "7:41 p. m.".to_owned(),
            taken_by: "Laura Peña".to_owned(),
            customer: None,
        }
    }

    fn lines() -> Vec<KitchenLine> {
        vec![
            KitchenLine {
                quantity: 2,
                product: "Salchipapa Ranchera".to_owned(),
                variant: Some("Grande".to_owned()),
                modifiers: vec![
                    KitchenModifier { quantity: 1, name: "Sin cebolla".to_owned() },
                    KitchenModifier { quantity: 2, name: "Queso extra".to_owned() },
                ],
                note: Some("papas bien doradas, el niño es alérgico al maní".to_owned()),
            },
            KitchenLine {
                quantity: 10,
                product: "Hamburguesa".to_owned(),
                variant: None,
                modifiers: vec![],
                note: Some("  ".to_owned()),
            },
        ]
    }

    fn shown(ticket: &Ticket, columns: usize) -> String {
        plain::text(&lay_out(ticket, Paper { columns, prints: LATIN }))
    }

    #[test]
    fn a_second_round_on_wide_paper() {
        let note = Some("entregar todo junto".to_owned());
        let ticket = KitchenTicket { head: head(), round: 2, lines: lines(), note };
        assert_snapshot!(shown(&ticket.ticket(), 48), @"
        PLANCHA                               7:41 p. m.
        M-047                  MESA 5
                        RONDA 2
        ------------------------------------------------
        2 Salchipapa Ranchera
           Grande
           - SIN CEBOLLA
           + 2 x Queso extra
            papas bien doradas, el niño es alérgico al
            maní
        ------------------------------------------------
        10 Hamburguesa
        ------------------------------------------------
         PEDIDO: entregar todo junto
        ------------------------------------------------
        Tomó: Laura Peña                     12 unidades
        - - 8< - -
        ");
    }

    #[test]
    fn a_delivery_on_narrow_paper() {
        let head =
            KitchenHead { service: Service::Delivery, customer: Some("Íñigo Muñoz".to_owned()), ..head() };
        let ticket = KitchenTicket { head, round: 1, lines: lines(), note: None };
        assert_snapshot!(shown(&ticket.ticket(), 32), @"
        PLANCHA               7:41 p. m.
        M-047
                   DOMICILIO
        Íñigo Muñoz
        --------------------------------
        2 Salchipapa
           Ranchera
           Grande
           - SIN CEBOLLA
           + 2 x Queso extra
            papas bien doradas, el niño
            es alérgico al maní
        --------------------------------
        10 Hamburguesa
        --------------------------------
        Tomó: Laura Peña     12 unidades
        - - 8< - -
        ");
    }

    #[test]
    fn a_void_says_so_first() {
        let reason = "el cliente cambió de opinión".to_owned();
        let ticket = KitchenVoid { head: head(), lines: lines()[1..].to_vec(), reason };
        assert_snapshot!(shown(&ticket.ticket(), 48), @"
                   ANULADO

        PLANCHA                               7:41 p. m.
        M-047                  MESA 5
        ------------------------------------------------
        NO PREPARAR:
        10 Hamburguesa
        ------------------------------------------------
         Motivo: el cliente cambió de opinión
        ------------------------------------------------
        Tomó: Laura Peña                     10 unidades
        - - 8< - -
        ");
    }
}
