//! What the customer gets on paper: an internal document, not a fiscal invoice, and it says so.
//!
//! The right column adds up from top to bottom: lines, extras and discounts make the total.

use super::kitchen::Service;
use super::paper_text::PaperText;
use super::ticket::{Align, Block, Cell, Run, Size, Style, Ticket, Width};
use crate::money::Money;

/// Who sells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Business {
    /// The name over the door.
    pub name: String,
    /// Tax number with its check digit, `900.123.456-7`.
    pub nit: Option<String>,
    /// Street and city.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What stands at the bottom: `¡Gracias por su compra!`
    pub thanks: Option<String>,
}

/// A bill, all amounts decided elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Who sells.
    pub business: Business,
    /// The number of this paper.
    pub number: String,
    /// The number people call out.
    pub turn: String,
    /// Where the food goes.
    pub service: Service,
    /// `22/11/2026`
    pub date: String,
    /// `7:41 p. m.`
    pub hour: String,
    /// Who charged.
    pub cashier: String,
    /// Who pays, when they want to be named.
    pub customer: Option<String>,
    /// What was sold.
    pub lines: Vec<BillLine>,
    /// Discounts and surcharges of the whole order, signed: a discount is negative.
    pub adjustments: Vec<Labelled>,
    /// Tip, included in the total.
    pub tip: Option<Money>,
    /// What cash rounding took off (negative) or added; included in the total.
    pub rounding: Money,
    /// What is to be paid.
    pub total: Money,
    /// Taxes that are inside the prices, shown apart.
    pub taxes: Vec<BillTax>,
    /// How it was paid; empty for a bill that is not paid yet.
    pub payments: Vec<BillPayment>,
    /// A code to scan, and what it is for.
    pub qr: Option<BillQr>,
    /// Open the drawer with this paper.
    pub open_drawer: bool,
}

/// One thing sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// How many.
    pub quantity: u32,
    /// Product and size.
    pub name: String,
    /// Of all the pieces, without what is listed below.
    pub amount: Money,
    /// Extras; those that cost nothing show no price.
    pub modifiers: Vec<Labelled>,
    /// What was taken off this line, negative.
    pub discount: Option<Labelled>,
}

/// An amount and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// What it is for.
    pub label: String,
    /// How much.
    pub amount: Money,
}

/// A tax inside the prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillTax {
    /// `INC 8 %`
    pub name: String,
    /// What it was computed on, without it.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillPayment {
    /// `Efectivo`, `Nequi`.
    pub method: String,
    /// What it paid.
    pub amount: Money,
    /// What was handed over, when it was more.
    pub tendered: Option<Money>,
    /// What was given back.
    pub change: Option<Money>,
}

/// A code to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillQr {
    /// What the code says.
    pub text: String,
    /// What people read below it.
    pub caption: String,
}

impl Bill {
    /// The document to print.
    pub fn ticket(&self) -> Ticket {
        let mut ticket = Ticket::default();
        if self.open_drawer {
            // First, so that the till is open while the paper still moves.
            ticket.push(Block::Drawer);
        }
        self.put_head(&mut ticket);
        self.lines.iter().for_each(|line| put_line(&mut ticket, line));
        ticket.rule();
        self.put_sums(&mut ticket);
        self.put_payments(&mut ticket);
        self.put_foot(&mut ticket);
        ticket
    }

    fn put_head(&self, ticket: &mut Ticket) {
        let business = &self.business;
        ticket.centred(business.name.as_str(), Style::bold(Size::Big));
        let nit = business.nit.as_ref().map(|nit| format!("NIT {nit}"));
        let phone = business.phone.as_ref().map(|phone| format!("Tel. {phone}"));
        for line in [nit, business.address.clone(), phone].into_iter().flatten() {
            ticket.centred(line, Style::PLAIN);
        }
        ticket.push(Block::Gap { lines: 1 });
        ticket.pair(format!("Turno {}", self.turn), self.service.words(), Style::bold(Size::Tall));
        ticket.pair(format!("Cuenta {}", self.number), format!("{} {}", self.date, self.hour), Style::PLAIN);
        ticket.text(format!("Cajero: {}", self.cashier), Style::PLAIN);
        if let Some(customer) = &self.customer {
            ticket.text(format!("Cliente: {customer}"), Style::PLAIN);
        }
        ticket.rule();
    }

    fn put_sums(&self, ticket: &mut Ticket) {
        let subtotal: Money = self.lines.iter().flat_map(line_amounts).sum();
        let tip = self.tip.map(|amount| Labelled { label: "Propina voluntaria".to_owned(), amount });
        let rounding = Labelled { label: "Redondeo en efectivo".to_owned(), amount: self.rounding };
        let rounding = Some(rounding).filter(|rounding| !rounding.amount.is_zero());
        let between: Vec<&Labelled> = self.adjustments.iter().chain(&tip).chain(&rounding).collect();
        if !between.is_empty() {
            ticket.pair("Subtotal", subtotal.to_string(), Style::PLAIN);
        }
        for part in between {
            ticket.pair(part.label.as_str(), part.amount.to_string(), Style::PLAIN);
        }
        ticket.pair("TOTAL", self.total.to_string(), Style::bold(Size::Big));
        for tax in &self.taxes {
            let name = format!("Incluye {} (base {})", tax.name, tax.base);
            ticket.pair(name, tax.tax.to_string(), Style::PLAIN);
        }
    }

    fn put_payments(&self, ticket: &mut Ticket) {
        if self.payments.is_empty() {
            return;
        }
        ticket.rule();
        for payment in &self.payments {
            ticket.pair(payment.method.as_str(), payment.amount.to_string(), Style::PLAIN);
            if let Some(tendered) = payment.tendered {
                ticket.pair("  Recibido", tendered.to_string(), Style::PLAIN);
            }
            if let Some(change) = payment.change {
                ticket.pair("CAMBIO", change.to_string(), Style::bold(Size::Tall));
            }
        }
    }

    fn put_foot(&self, ticket: &mut Ticket) {
        ticket.rule();
        ticket.centred("Documento interno, no válido como factura", Style::PLAIN);
        if let Some(qr) = &self.qr {
            ticket.push(Block::Gap { lines: 1 });
            ticket.push(Block::Qr { text: qr.text.as_str().into() });
            ticket.centred(qr.caption.as_str(), Style::PLAIN);
        }
        if let Some(thanks) = &self.business.thanks {
            ticket.centred(thanks.as_str(), Style::BOLD);
        }
        ticket.push(Block::Cut);
    }
}

fn line_amounts(line: &BillLine) -> impl Iterator<Item = Money> + '_ {
    let parts = line.modifiers.iter().chain(&line.discount).map(|part| part.amount);
    std::iter::once(line.amount).chain(parts)
}

fn put_line(ticket: &mut Ticket, line: &BillLine) {
    let cell = |text: &str, width, align| Cell {
        run: Run { text: PaperText::new(text), style: Style::PLAIN },
        width,
        align,
    };
    let cells = vec![
        cell(&line.quantity.to_string(), Width::Columns(3), Align::Left),
        cell(&line.name, Width::Rest, Align::Left),
        cell(&line.amount.to_string(), Width::Fit, Align::Right),
    ];
    ticket.push(Block::Row { cells });
    for part in line.modifiers.iter().chain(&line.discount) {
        let amount = if part.amount.is_zero() { String::new() } else { part.amount.to_string() };
        let sign = if part.amount.is_negative() { '-' } else { '+' };
        let cells = vec![
            cell("", Width::Columns(3), Align::Left),
            cell(&format!("{sign} {}", part.label), Width::Rest, Align::Left),
            cell(&amount, Width::Fit, Align::Right),
        ];
        ticket.push(Block::Row { cells });
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::layout::{Paper, lay_out};
    use super::super::plain;
    use super::*;

    const LATIN: fn(char) -> bool = |ch| ch < '\u{100}';

    fn labelled(label: &str, pesos: i64) -> Labelled {
        Labelled { label: label.to_owned(), amount: Money::from_pesos(pesos) }
    }

    fn bill() -> Bill {
        let business = Business {
            name: "La Esquina del Sabor".to_owned(),
            nit: Some("900.123.456-7".to_owned()),
            address: Some("Cra. 15 # 93-47, Bogotá".to_owned()),
            phone: None,
            thanks: Some("¡Gracias por su compra!".to_owned()),
        };
        let salchipapa = BillLine {
            quantity: 2,
            name: "Salchipapa Ranchera Grande".to_owned(),
            amount: Money::from_pesos(38_000),
            modifiers: vec![labelled("Queso extra", 6_000), labelled("Sin cebolla", 0)],
            discount: Some(labelled("Martes de papas", -4_400)),
        };
        let cash = BillPayment {
            method: "Efectivo".to_owned(),
            amount: Money::from_pesos(29_600),
            tendered: Some(Money::from_pesos(50_000)),
            change: Some(Money::from_pesos(20_400)),
        };
        let nequi = BillPayment {
            method: "Nequi".to_owned(),
            amount: Money::from_pesos(10_000),
            tendered: None,
            change: None,
        };
        Bill {
            business,
            number: "C-1024".to_owned(),
            turn: "M-047".to_owned(),
            service: Service::TakeAway,
            date: "22/11/2026".to_owned(),
            hour: "7:41 p. m.".to_owned(),
            cashier: "Laura Peña".to_owned(),
            customer: None,
            lines: vec![salchipapa],
            adjustments: vec![],
            tip: None,
            rounding: Money::ZERO,
            total: Money::from_pesos(39_600),
            taxes: vec![BillTax {
                name: "INC 8 %".to_owned(),
                base: Money::from_minor(3_666_667),
                tax: Money::from_minor(293_333),
            }],
            payments: vec![cash, nequi],
            qr: None,
            open_drawer: true,
        }
    }

    fn shown(bill: &Bill, columns: usize) -> String {
        plain::text(&lay_out(&bill.ticket(), Paper { columns, prints: LATIN }))
    }

    #[test]
    fn a_paid_bill_on_wide_paper() {
        assert_snapshot!(shown(&bill(), 48), @"
        [abre el cajón]
            La Esquina del Sabor
                       NIT 900.123.456-7
                    Cra. 15 # 93-47, Bogotá

        Turno M-047                               Llevar
        Cuenta C-1024              22/11/2026 7:41 p. m.
        Cajero: Laura Peña
        ------------------------------------------------
        2   Salchipapa Ranchera Grande          $ 38.000
            + Queso extra                        $ 6.000
            + Sin cebolla
            - Martes de papas                   -$ 4.400
        ------------------------------------------------
        TOTAL                      $ 39.600
        Incluye INC 8 % (base $ 36.666,67)    $ 2.933,33
        ------------------------------------------------
        Efectivo                                $ 29.600
          Recibido                              $ 50.000
        CAMBIO                                  $ 20.400
        Nequi                                   $ 10.000
        ------------------------------------------------
           Documento interno, no válido como factura
                    ¡Gracias por su compra!
        - - 8< - -
        ");
    }

    #[test]
    fn an_open_bill_with_everything_on_narrow_paper() {
        let bill = Bill {
            customer: Some("Íñigo".to_owned()),
            adjustments: vec![labelled("Cupón VUELVE10", -3_960)],
            tip: Some(Money::from_pesos(3_600)),
            rounding: Money::from_pesos(-40),
            total: Money::from_pesos(39_200),
            payments: vec![],
            open_drawer: false,
            qr: Some(BillQr {
                text: "https://pagos.example/c/1024".to_owned(),
                caption: "Pague aquí".to_owned(),
            }),
            ..bill()
        };
        assert_snapshot!(shown(&bill, 32), @"
          La Esquina del
                   Sabor
               NIT 900.123.456-7
            Cra. 15 # 93-47, Bogotá

        Turno M-047               Llevar
        Cuenta     22/11/2026 7:41 p. m.
        C-1024
        Cajero: Laura Peña
        Cliente: Íñigo
        --------------------------------
        2   Salchipapa Ranchera $ 38.000
            Grande
            + Queso extra        $ 6.000
            + Sin cebolla
            - Martes de papas   -$ 4.400
        --------------------------------
        Subtotal                $ 39.600
        Cupón VUELVE10          -$ 3.960
        Propina voluntaria       $ 3.600
        Redondeo en efectivo       -$ 40
        TOTAL      $ 39.200
        Incluye INC 8 % (base $ 2.933,33
        $ 36.666,67)
        --------------------------------
          Documento interno, no válido
                  como factura

        [QR] https://pagos.example/c/1024
                   Pague aquí
            ¡Gracias por su compra!
        - - 8< - -
        ");
    }
}
