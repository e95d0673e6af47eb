//! The released layout of order documents, and what damage and newer programs do to it.

use automerge::transaction::Transactable as _;
use insta::assert_debug_snapshot;
use minicbor::{Decode, Encode};

use super::*;
use crate::document::Author;
use crate::order::stage::StepTo;
use crate::projection;
use crate::testing::{
    NOW, add, all, an_order, cancel, card, cash, charge, discount, hex, lin, line, ord, pesos, sent_order,
    unhex, void,
};

const AUTHOR: Author = Author { replica: *b"caja-uno", epoch: 1 };

/// An order as version 1 wrote it. A fixture is never written again: when the layout grows, add `fixtures/v2/` with
/// what the program of that day writes (the test below prints it) and keep reading this one.
const ORDER_V1: &str = include_str!("../../../fixtures/v1/order.hex");

fn a_life() -> Vec<Event> {
    let (mut shop, order) = an_order(&["papas", "combo"]);
    let mut order = order;
    let mut facts = Vec::new();
    facts.push(Event::Opened(order.opened.clone()));
    facts.push(Event::HeaderSet(Header {
        table: order.header.table.clone(),
        guests: Some(2),
        note: Some("ventana".to_owned()),
    }));
    facts.extend(order.lines.iter().map(|(id, line)| Event::LineAdded { line_id: *id, line: line.clone() }));
    for command in [
        crate::testing::send("primera"),
        all("listo", StepTo::Ready),
        add(vec![line("gaseosa")], None),
        void("v", "gaseosa", "se cayó"),
        discount("d", 1_470),
        charge(vec![card("p", 20_000, "0042"), cash("q", 28_000)]),
    ] {
        let decision = shop.ask(&order, &crate::testing::admin(), &command).unwrap();
        order = decision.order;
        facts.extend(decision.events);
    }
    let cancelled =
        shop.ask(&sent_order(&["papas"]).1, &crate::testing::admin(), &cancel("se fueron")).unwrap();
    facts.extend(cancelled.events);
    facts
}

fn written(facts: &[Event]) -> Vec<u8> {
    let mut document = Document::new(AUTHOR);
    write(&mut document, facts).unwrap();
    document.commit(NOW).unwrap().bytes
}

fn loaded(chunks: &[Vec<u8>]) -> Document {
    Document::load(chunks.iter().map(Vec::as_slice), AUTHOR).unwrap()
}

#[test]
fn version_1_is_read_for_ever() {
    let order = read(&loaded(&[unhex(ORDER_V1)]), ord("pedido")).unwrap();
    assert_debug_snapshot!("order_v1", order);
    assert_debug_snapshot!("order_rows_v1", projection::rows(&order));
}

/// Fails when the layout grows: then add a fixture directory with this text, and compare with that one here.
#[test]
fn this_program_writes_version_1() {
    assert_eq!(hex(&written(&a_life())), ORDER_V1.trim());
}

#[test]
fn facts_and_keys_of_a_newer_program_are_left_alone() {
    #[derive(Encode, Decode)]
    #[cbor(map)]
    struct Newer {
        #[n(0)]
        lines: Vec<LineId>,
        #[n(1)]
        by: crate::ids::StaffId,
        #[n(2)]
        by_name: String,
        #[n(3)]
        at: Hlc,
        #[n(9)]
        from_drone: Option<Vec<String>>,
    }
    let (_, order) = sent_order(&["papas"]);
    let mut document = loaded(&[written(&a_life())]);
    let sent = order.rounds()[0].1;
    let from_drone = Some(vec!["norte".to_owned()]);
    let newer = Newer {
        lines: sent.lines.clone(),
        by: sent.by,
        by_name: sent.by_name.clone(),
        at: sent.at,
        from_drone,
    };
    let id = SendId::new(uuid::Uuid::from_u128(7));
    put(&mut document, key("s", id.uuid()), &newer).unwrap();
    put(&mut document, "z/algo".to_owned(), &newer).unwrap();
    document.automerge.put(ROOT_MAP, "mood", "alegre").unwrap();
    document.automerge.put_object(ROOT_MAP, "x/lista", automerge::ObjType::List).unwrap();
    let bytes = document.commit(NOW).unwrap().bytes;
    let mut document = loaded(&[written(&a_life()), bytes]);
    assert_eq!(read(&document, ord("pedido")).unwrap().sends[&id], *sent);
    write(&mut document, &[Event::HeaderSet(Header::default())]).unwrap();
    let (kept, _) = document.automerge.get(ROOT_MAP, key("s", id.uuid())).unwrap().unwrap();
    assert_eq!(minicbor::decode::<Newer>(kept.as_bytes().unwrap()).unwrap().from_drone, newer.from_drone);
    assert!(document.automerge.get(ROOT_MAP, "mood").unwrap().is_some());
}

#[test]
fn damage_is_an_error_that_names_the_key() {
    let order = an_order(&["papas"]).1;
    let mut dear = order.lines[&lin("papas")].clone();
    dear.unit_price = crate::money::Money::from_minor(i64::MAX);
    let short = |value: ScalarValue, key: &str| {
        let mut document = loaded(&[written(&a_life())]);
        document.automerge.put(ROOT_MAP, key, value).unwrap();
        read(&document, ord("pedido")).unwrap_err().to_string()
    };
    let id = "00000000000000000000000000000001";
    let bytes = |line: &crate::order::Line| ScalarValue::Bytes(minicbor::to_vec(line).unwrap());
    let fine = bytes(&order.lines[&lin("papas")]);
    let told = [
        short(ScalarValue::Bytes(vec![0xff]), &format!("l/{id}")),
        short(ScalarValue::Null, &format!("p/{id}")),
        short(fine.clone(), "l/nada"),
        short(fine, "l/00000000-0000-0000-0000-000000000001"),
        short(bytes(&dear), &format!("l/{id}")),
        short(ScalarValue::Null, "o"),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    the fact under "l/00000000000000000000000000000001" cannot be read
    the fact under "p/00000000000000000000000000000001" cannot be read
    the key "l/nada" is not an id
    the key "l/00000000-0000-0000-0000-000000000001" is not an id
    the fact under "l/00000000000000000000000000000001" holds impossible amounts
    the fact under "o" cannot be read
    "#);
    let empty = read(&Document::new(AUTHOR), ord("pedido")).unwrap_err();
    assert_eq!(empty.to_string(), "the document has no opening");
}

#[test]
fn stored_twice_is_stored_once_and_a_missing_change_is_noticed() {
    let base = written(&a_life());
    let mut document = loaded(std::slice::from_ref(&base));
    write(&mut document, &[Event::HeaderSet(Header { note: Some("barra".to_owned()), ..Header::default() })])
        .unwrap();
    let later = document.commit(NOW).unwrap().bytes;
    let order =
        read(&loaded(&[base.clone(), later.clone(), base.clone(), later.clone()]), ord("pedido")).unwrap();
    assert_eq!(order, read(&document, ord("pedido")).unwrap());
    assert_eq!(order.header.note.as_deref(), Some("barra"));
    write(&mut document, &[Event::HeaderSet(Header::default())]).unwrap();
    let last = document.commit(NOW).unwrap().bytes;
    for holed in [vec![later.as_slice()], vec![&base, &last]] {
        let loaded = Document::load(holed, AUTHOR);
        assert!(matches!(loaded, Err(DocumentError::Incomplete { missing: 1 })), "{loaded:?}");
    }
    assert!(Document::load([&base[..base.len() - 1]], AUTHOR).is_err());
    assert!(document.commit(NOW).is_none(), "nothing new, no change");
}

#[test]
fn the_clock_is_behind_no_fact() {
    let (mut shop, order) = an_order(&["papas"]);
    for command in [discount("d", 100), charge(vec![cash("p", 11_900)])] {
        let order = shop.does(&order, &command);
        assert_eq!(latest(&order), shop.clock);
    }
    assert_eq!(pesos(1).minor(), 100);
}
