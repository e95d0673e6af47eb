//! Each report as a table, with the headings an owner reads.

use super::period::Period;
use super::table::{Cell, Column, Table};
use crate::money::Money;
use crate::order::OrderType;
use crate::wire::reports::{
    Consolidated, HoursReport, PaymentReport, ProductReport, SalesFigures, SalesReport, StaffReport,
};

/// By day; a single day by type of order.
pub fn sales(report: &SalesReport, place: &str) -> Table {
    let single = report.period.days() == 1;
    let rows = if single {
        report.by_type.iter().map(|of| figures(label(of.order_type).to_owned(), &of.figures)).collect()
    } else {
        report.by_day.iter().map(|of| figures(of.business_day.shown(), &of.figures)).collect()
    };
    let first = if single { "Tipo" } else { "Día" };
    Table {
        columns: figure_columns(Column::text(first, 14)),
        rows,
        totals: Some(figures("Total".to_owned(), &report.figures)),
        ..empty("Ventas", "ventas", report.period, place)
    }
}

/// The most sold first.
pub fn products(report: &ProductReport, place: &str) -> Table {
    let rows = report.products.iter().map(|product| {
        vec![
            text(&product.name),
            text(product.variant.as_deref().unwrap_or_default()),
            Cell::Count(product.quantity),
            Cell::Money(product.gross),
            Cell::Money(product.discount),
            Cell::Money(product.total),
            Cell::Percent(product.share_bp),
            Cell::Count(product.lost_quantity),
            Cell::Money(product.previous_total),
        ]
    });
    let sum = |of: fn(&crate::wire::reports::ProductSales) -> Money| {
        Cell::Money(report.products.iter().map(of).sum())
    };
    let totals = vec![
        text("Total"),
        Cell::Empty,
        Cell::Count(report.products.iter().map(|product| product.quantity).sum()),
        sum(|product| product.gross),
        sum(|product| product.discount),
        Cell::Money(report.total),
        Cell::Empty,
        Cell::Count(report.products.iter().map(|product| product.lost_quantity).sum()),
        Cell::Money(report.previous_total),
    ];
    Table {
        columns: vec![
            Column::text("Producto", 32),
            Column::text("Tamaño", 14),
            Column::count("Unidades"),
            Column::money("Bruto"),
            Column::money("Descuento"),
            Column::money("Vendido"),
            Column::percent("% ventas"),
            Column::count("Anuladas"),
            Column::money("Período anterior"),
        ],
        rows: rows.collect(),
        totals: Some(totals),
        ..empty("Productos más vendidos", "productos", report.period, place)
    }
}

/// All hours of the day.
pub fn hours(report: &HoursReport, place: &str) -> Table {
    let rows = report.hours.iter().map(|hour| {
        vec![
            Cell::Text(format!("{:02}:00 a {:02}:00", hour.hour, (hour.hour + 1) % 24)),
            Cell::Count(hour.orders),
            Cell::Money(hour.total),
            Cell::Percent(hour.share_bp),
            Cell::Count(hour.previous_orders),
            Cell::Money(hour.previous_total),
        ]
    });
    let totals = vec![
        text("Total"),
        Cell::Count(report.hours.iter().map(|hour| hour.orders).sum()),
        Cell::Money(report.hours.iter().map(|hour| hour.total).sum()),
        Cell::Empty,
        Cell::Count(report.hours.iter().map(|hour| hour.previous_orders).sum()),
        Cell::Money(report.hours.iter().map(|hour| hour.previous_total).sum()),
    ];
    Table {
        columns: vec![
            Column::text("Hora", 16),
            Column::count("Pedidos"),
            Column::money("Vendido"),
            Column::percent("% ventas"),
            Column::count("Antes"),
            Column::money("Período anterior"),
        ],
        rows: rows.collect(),
        totals: Some(totals),
        ..empty("Ventas por hora", "horas", report.period, place)
    }
}

/// By method, then what is between what was received and what was sold.
pub fn payments(report: &PaymentReport, place: &str) -> Table {
    let mut rows: Vec<Vec<Cell>> = report
        .methods
        .iter()
        .map(|method| {
            vec![
                text(method.method.label()),
                Cell::Count(method.payments),
                Cell::Money(method.amount),
                Cell::Percent(method.share_bp),
                Cell::Money(method.previous_amount),
            ]
        })
        .collect();
    let apart = |name: &str, amount: Money| {
        vec![text(name), Cell::Empty, Cell::Money(amount), Cell::Empty, Cell::Empty]
    };
    rows.push(vec![
        text("Recibido"),
        Cell::Count(report.methods.iter().map(|method| method.payments).sum()),
        Cell::Money(report.received),
        Cell::Empty,
        Cell::Money(report.previous_received),
    ]);
    rows.push(apart("Redondeo (a favor del cliente)", report.rounding));
    rows.push(apart("Por cobrar", report.due));
    let owed = Money::ZERO.minus(report.overpaid).unwrap_or_default();
    rows.push(apart("Por devolver", owed));
    Table {
        columns: vec![
            Column::text("Medio de pago", 32),
            Column::count("Pagos"),
            Column::money("Valor"),
            Column::percent("% recibido"),
            Column::money("Período anterior"),
        ],
        rows,
        totals: Some(apart("Vendido", report.total)),
        ..empty("Medios de pago", "pagos", report.period, place)
    }
}

/// Who sold the most first.
pub fn staff(report: &StaffReport, place: &str) -> Table {
    let rows = report.people.iter().map(|person| {
        vec![
            text(&person.name),
            Cell::Count(person.orders),
            Cell::Money(person.subtotal),
            Cell::Money(person.discount),
            Cell::Money(person.total),
            Cell::Money(person.average),
            Cell::Count(person.removals),
            Cell::Money(person.removed_total),
        ]
    });
    let sum =
        |of: fn(&crate::wire::reports::StaffSales) -> Money| Cell::Money(report.people.iter().map(of).sum());
    let totals = vec![
        text("Total"),
        Cell::Count(report.people.iter().map(|person| person.orders).sum()),
        sum(|person| person.subtotal),
        sum(|person| person.discount),
        sum(|person| person.total),
        Cell::Empty,
        Cell::Count(report.people.iter().map(|person| person.removals).sum()),
        sum(|person| person.removed_total),
    ];
    Table {
        columns: vec![
            Column::text("Persona", 24),
            Column::count("Pedidos"),
            Column::money("Subtotal"),
            Column::money("Descuento"),
            Column::money("Vendido"),
            Column::money("Promedio"),
            Column::count("Anuló"),
            Column::money("Valor anulado"),
        ],
        rows: rows.collect(),
        totals: Some(totals),
        ..empty("Ventas por persona", "personal", report.period, place)
    }
}

/// The branch that sold the most first.
pub fn consolidated(report: &Consolidated, place: &str) -> Table {
    Table {
        columns: figure_columns(Column::text("Sucursal", 24)),
        rows: report.branches.iter().map(|branch| figures(branch.name.clone(), &branch.figures)).collect(),
        totals: Some(figures("Total".to_owned(), &report.figures)),
        ..empty("Consolidado de sucursales", "consolidado", report.period, place)
    }
}

fn empty(title: &'static str, name: &str, period: Period, place: &str) -> Table {
    let (from, to) = (period.from(), period.to());
    let days = if from == to { from.to_string() } else { format!("{from}-a-{to}") };
    Table {
        title,
        subtitle: format!("{place} · {}", period.shown()),
        file_stem: format!("{name}-{days}"),
        columns: Vec::new(),
        rows: Vec::new(),
        totals: None,
    }
}

fn figure_columns(first: Column) -> Vec<Column> {
    vec![
        first,
        Column::count("Pedidos"),
        Column::count("Cancelados"),
        Column::money("Subtotal"),
        Column::money("Descuento"),
        Column::money("Impuesto incl."),
        Column::money("Vendido"),
        Column::money("Promedio"),
    ]
}

fn figures(name: String, figures: &SalesFigures) -> Vec<Cell> {
    vec![
        Cell::Text(name),
        Cell::Count(figures.orders),
        Cell::Count(figures.cancelled),
        Cell::Money(figures.subtotal),
        Cell::Money(figures.discount),
        Cell::Money(figures.tax),
        Cell::Money(figures.total),
        Cell::Money(figures.average),
    ]
}

fn label(order_type: OrderType) -> &'static str {
    match order_type {
        OrderType::DineIn => "Mesa",
        OrderType::Takeaway => "Llevar",
        OrderType::Delivery => "Domicilio",
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}
