//! One Sunday evening as its reports show it.

use insta::assert_snapshot;

use crate::ids::{BranchId, OrderId};
use crate::order::command::NewOrder;
use crate::order::{Order, OrderType};
use crate::report::consolidated::{self, BranchRows};
use crate::report::count::contributions;
use crate::report::export::{Format, write};
use crate::report::period::Period;
use crate::report::rollup::RollupRow;
use crate::report::table::Table;
use crate::report::{Compared, growth_bp, hours, payments, products, sales, share_bp, staff, tables};
use crate::testing::{
    Shop, all, cancel, card, cash, cashier, charge, day, discount, line, new_order, send, void,
};
use crate::time::DayRule;

/// Two sales, a line taken back after it was sent, a discount, and an order that was called off.
fn orders() -> Vec<Order> {
    let mut shop = Shop::new();
    let mut open = |nth: u8, order_type: OrderType, products: &[&str]| {
        let lines = products.iter().map(|product| line(product)).collect();
        let order_id = OrderId::new(uuid::Uuid::from_bytes([nth; 16]));
        let new = NewOrder { order_id, order_type, guests: Some(2), ..new_order(lines) };
        let order = shop.open(&cashier(), &new).unwrap().order;
        shop.does(&order, &send("primera"))
    };
    let table = open(1, OrderType::DineIn, &["papas", "hamburguesa", "combo"]);
    let away = open(2, OrderType::Takeaway, &["papas", "gaseosa"]);
    let gone = open(3, OrderType::Delivery, &["papas"]);
    let table = shop.does(&table, &void("v", "papas", "fría"));
    let table = shop.does(&table, &discount("d", 1_234));
    let table = shop.does(&table, &charge(vec![card("c", 20_000, "A1"), cash("p", 34_266)]));
    let table = shop.does(&table, &all("e", crate::order::stage::StepTo::Delivered));
    let away = shop.does(&away, &charge(vec![cash("q", 16_500)]));
    let gone = shop.does(&gone, &cancel("se fueron"));
    vec![table, away, gone]
}

fn rows() -> Vec<RollupRow> {
    orders().iter().flat_map(contributions).collect()
}

fn rule() -> DayRule {
    DayRule::try_new("America/Bogota", 360).unwrap()
}

fn shown(table: &Table) -> String {
    let bytes = write(table, Format::Csv).unwrap();
    String::from_utf8(bytes[3..].to_vec()).unwrap().replace('\r', "")
}

#[test]
fn a_day_by_type_product_method_and_person() {
    let rows = rows();
    let of = Compared { period: Period::day(day()).unwrap(), now: &rows, before: &rows[..1] };
    let sold = sales::fold(&of);
    assert_snapshot!(shown(&tables::sales(&sold, "Centro")), @"
    Tipo;Pedidos;Cancelados;Subtotal;Descuento;Impuesto incl.;Vendido;Promedio
    Mesa;1;0;55500;1234;4019,70;54266;54266
    Llevar;1;0;16500;0;1222,22;16500;16500
    Domicilio;0;1;0;0;0;0;0
    Total;2;1;72000;1234;5241,92;70766;35383
    ");
    assert_snapshot!(shown(&tables::products(&products::fold(&of), "Centro")), @"
    Producto;Tamaño;Unidades;Bruto;Descuento;Vendido;% ventas;Anuladas;Período anterior
    combo;;1;37500;833,78;36666,22;51,81;0;0
    hamburguesa;sencilla;1;18000;400,22;17599,78;24,87;0;0
    papas;;1;12000;0;12000;16,96;2;0
    gaseosa;;1;4500;0;4500;6,36;0;0
    Total;;4;72000;1234;70766;;2;0
    ");
    assert_snapshot!(shown(&tables::payments(&payments::fold(&of), "Centro")), @"
    Medio de pago;Pagos;Valor;% recibido;Período anterior
    Efectivo;2;50750;71,73;0
    Datáfono;1;20000;28,27;0
    Recibido;3;70750;;0
    Redondeo (a favor del cliente);;16;;
    Por cobrar;;0;;
    Por devolver;;0;;
    Vendido;;70766;;
    ");
    assert_snapshot!(shown(&tables::staff(&staff::fold(&of), "Centro")), @"
    Persona;Pedidos;Subtotal;Descuento;Vendido;Promedio;Anuló;Valor anulado
    Camila;2;72000;1234;70766;35383;0;0
    Andrés;0;0;0;0;0;2;24000
    Total;2;72000;1234;70766;;2;24000
    ");
    let by_hour = hours::fold(&of, &rule());
    assert_eq!((by_hour.hours[0].hour, by_hour.hours[23].hour), (6, 5), "the day begins at six");
    let busy: Vec<_> = by_hour.hours.iter().filter(|hour| hour.orders > 0).collect();
    assert_eq!(busy.iter().map(|hour| (hour.hour, hour.orders)).collect::<Vec<_>>(), [(19, 2)]);
    assert_eq!(tables::hours(&by_hour, "Centro").rows.len(), 24);
    let removals: Vec<_> =
        sold.removals.iter().map(|of| (of.reason.as_str(), of.count, of.total.to_string())).collect();
    assert_eq!(
        removals,
        [
            ("fría", 1, "$ 12.000".to_owned()),
            ("se fueron", 1, "$ 12.000".to_owned()),
            ("cliente fiel", 1, "$ 1.234".to_owned())
        ]
    );
}

#[test]
fn a_week_shows_all_its_days_and_what_came_before() {
    let rows = rows();
    let of = Compared { period: Period::week(day()).unwrap(), now: &rows, before: &[] };
    let report = sales::fold(&of);
    assert_eq!((report.by_day.len(), report.growth_bp), (7, None));
    assert_eq!(report.by_day[6].figures, report.figures);
    let table = tables::sales(&report, "Centro");
    assert_eq!(table.subtitle, "Centro · 16/11/2026 a 22/11/2026");
    assert_eq!(table.file_stem, "ventas-2026-11-16-a-2026-11-22");
    assert_eq!(growth_bp(150, 100), Some(5_000));
    assert_eq!(
        (growth_bp(0, 3), share_bp(1, 3), share_bp(-2, 3), share_bp(1, 0)),
        (Some(-10_000), 3_333, -6_667, 0)
    );
}

#[test]
fn branches_add_up_to_the_company() {
    let rows = rows();
    let branch = |nth: u8, name, now| BranchRows {
        branch_id: BranchId::new(uuid::Uuid::from_bytes([nth; 16])),
        name,
        now,
        before: &rows,
    };
    let period = Period::day(day()).unwrap();
    let report = consolidated::fold(period, &[branch(1, "Norte", &rows[..0]), branch(2, "Centro", &rows)]);
    assert_snapshot!(shown(&tables::consolidated(&report, "Todas")), @"
    Sucursal;Pedidos;Cancelados;Subtotal;Descuento;Impuesto incl.;Vendido;Promedio
    Centro;2;1;72000;1234;5241,92;70766;35383
    Norte;0;0;0;0;0;0;0
    Total;2;1;72000;1234;5241,92;70766;35383
    ");
    assert_eq!((report.growth_bp, report.branches[1].growth_bp), (Some(-5_000), Some(-10_000)));
}
