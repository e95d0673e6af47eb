//! What goes in comes out, whatever it is; and how many bytes an order costs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::document::{Author, DocKind, Document, order, registers};
use crate::ids::{LineId, OrderId, PaymentId, SendId, StepId};
use crate::order::command::{Command, NewOrder, NewPayment, Parts};
use crate::order::decide::{self, Context};
use crate::order::payment::Method;
use crate::order::stage::StepTo;
use crate::testing::{Shop, admin, cook, day, line, new_order, pesos, product, sta};
use crate::time::{Hlc, Timestamp};

/// A small generator: numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// An id as a tablet mints it.
    fn id(&mut self, at: Timestamp) -> Uuid {
        let ms = u64::try_from(at.ms()).unwrap();
        let high = ms << 16 | 0x7000 | self.roll() & 0xfff;
        Uuid::from_u64_pair(high, self.roll() >> 2 | 1 << 63)
    }
}

/// One life: opened with its lines, sent and paid at once; then the kitchen; then handed over. Six changes.
fn a_life(shop: &Shop, dice: &mut Dice, began: Timestamp, turn: u32) -> Vec<Parcel> {
    let doc = dice.id(began);
    let mut clock = Hlc::default();
    let mut document = Document::new(Author { replica: *b"caja-uno", epoch: 0x1234_5678 });
    let mut parcels = Vec::new();
    let mut lines: Vec<_> = ["papas", "hamburguesa", "gaseosa"].map(line).to_vec();
    if dice.roll().is_multiple_of(2) {
        lines.push(line("hamburguesa"));
    }
    for line in &mut lines {
        line.line_id = LineId::new(dice.id(began));
    }
    let new = NewOrder {
        order_id: OrderId::new(doc),
        table: Some(format!("{}", 1 + dice.roll() % 30)),
        lines,
        send_id: Some(SendId::new(dice.id(began))),
        ..new_order(vec![])
    };
    let mut order = None;
    let mut at = began;
    let step = |to, dice: &mut Dice, at, station: Option<&str>| Command::Step {
        step_id: StepId::new(dice.id(at)),
        to,
        parts: Parts::Matching { send: None, station: station.map(sta) },
    };
    for change in 0..6 {
        let actor = if (2..5).contains(&change) { cook() } else { admin() };
        let mut cx = Context {
            menu: &shop.menu,
            actor: &actor,
            now: at,
            clock: &mut clock,
            business_day: day(),
            next_turn: turn,
            cash_rounding: pesos(50),
            used_references: &BTreeSet::new(),
        };
        let decision = match (change, &order) {
            (0, _) => decide::open(new.order_id, &new, &mut cx),
            (1, Some(order)) => {
                let payment = NewPayment {
                    payment_id: PaymentId::new(dice.id(at)),
                    method: Method::Cash,
                    amount: decide::due(order),
                    tendered: None,
                    reference: None,
                };
                decide::decide(order, &Command::Pay { payments: vec![payment] }, &mut cx)
            }
            (2, Some(order)) => decide::decide(order, &step(StepTo::Preparing, dice, at, None), &mut cx),
            (3, Some(order)) => {
                decide::decide(order, &step(StepTo::Ready, dice, at, Some("freidora")), &mut cx)
            }
            (4, Some(order)) => {
                decide::decide(order, &step(StepTo::Ready, dice, at, Some("parrilla")), &mut cx)
            }
            (_, Some(order)) => decide::decide(order, &step(StepTo::Delivered, dice, at, None), &mut cx),
            (_, None) => unreachable!("opened first"),
        };
        at = at.plus_ms(i64::try_from(20_000 + dice.roll() % 200_000).unwrap());
        let decision = decision.unwrap();
        order::write(&mut document, &decision.events).unwrap();
        order = Some(decision.order);
        let chunk = document.commit(at).unwrap();
        parcels.push(Parcel { kind: DocKind::Order.number(), doc, bytes: chunk.bytes });
    }
    parcels
}

fn lives(count: u32) -> Vec<Parcel> {
    let (shop, mut dice) = (Shop::new(), Dice(7));
    let mut began = crate::testing::NOW;
    let mut lives = Vec::new();
    for turn in 1..=count {
        lives.extend(a_life(&shop, &mut dice, began, turn));
        began = began.plus_ms(i64::try_from(20_000 + dice.roll() % 60_000).unwrap());
    }
    lives
}

fn round_trip(parcels: &[Parcel]) -> Vec<Parcel> {
    unpack(&pack(parcels)).unwrap()
}

#[test]
fn real_changes_come_back_grouped_by_document() {
    let parcels = lives(20);
    assert_eq!(round_trip(&parcels), parcels);
    let mut mixed = parcels.clone();
    mixed.sort_by_key(|parcel| parcel.bytes.len());
    let mut back = round_trip(&mixed);
    for doc in parcels.iter().map(|parcel| parcel.doc) {
        let of =
            |list: &[Parcel]| list.iter().filter(|parcel| parcel.doc == doc).cloned().collect::<Vec<_>>();
        assert_eq!(of(&back), of(&mixed));
    }
    back.sort_by_key(|parcel| parcel.bytes.len());
    assert_eq!(back.len(), mixed.len());
    let mut document = Document::new(Author { replica: *b"la nube!", epoch: 3 });
    registers::write(&mut document, None, &product("papas", 5_000, Some("freidora"))).unwrap();
    let bytes = document.commit(crate::testing::NOW).unwrap().bytes;
    let parcel = Parcel { kind: DocKind::Product.number(), doc: Uuid::from_u128(7), bytes };
    assert_eq!(round_trip(std::slice::from_ref(&parcel)), [parcel]);
}

/// The goal is 320 bytes, the limit 400.
#[test]
fn a_life_of_six_changes_costs_few_bytes() {
    let parcels = lives(1_000);
    let (mut rest, mut wire, mut raw) = (parcels.as_slice(), 0, 0);
    while !rest.is_empty() {
        let count = fit(rest.iter().map(|parcel| parcel.bytes.len()), BATCH_BYTES);
        let packed = pack(&rest[..count]);
        assert_eq!(unpack(&packed).unwrap(), rest[..count]);
        wire += packed.zstd.len();
        raw += packed.raw_len as usize;
        rest = &rest[count..];
    }
    let changes = parcels.len();
    let plain: usize = parcels.iter().map(|parcel| parcel.bytes.len()).sum();
    println!(
        "{changes} changes; a life: {} plain, {} packed, {} on the wire",
        plain / 1000,
        raw / 1000,
        wire / 1000
    );
    assert_eq!(changes, 6_000);
    assert!(wire / 1_000 <= 400, "{} bytes", wire / 1_000);
}

#[test]
fn a_bomb_is_not_let_off() {
    let zeros = vec![0; 200 << 20];
    let zstd = zstd::bulk::compress(&zeros, 3).unwrap();
    let bomb = |raw_len| Packed { digest: digest(&zeros), raw_len, zstd: zstd.clone() };
    assert_eq!(unpack(&bomb(200 << 20)), Err(PackError::TooLarge));
    assert_eq!(unpack(&bomb(1_000)), Err(PackError::Compression));
}

#[test]
fn what_is_not_the_pack_is_refused() {
    let packed = pack(&lives(2));
    assert_eq!(unpack(&Packed { digest: [0; 16], ..packed.clone() }), Err(PackError::Digest));
    assert_eq!(unpack(&Packed { raw_len: packed.raw_len + 1, ..packed }), Err(PackError::Compression));
    let many = vec![Parcel { kind: 0, doc: Uuid::nil(), bytes: vec![] }; ENTRIES_MAX + 1];
    assert_eq!(unpack(&pack(&many)), Err(PackError::TooMany));
    assert_eq!(from_raw(&[9]), Err(PackError::Layout(9)));
}

#[test]
fn as_many_as_fit_and_at_least_one() {
    assert_eq!(fit([600_000], BATCH_BYTES), 1);
    assert_eq!(fit([60_000; 20], BATCH_BYTES), 8);
    assert_eq!(fit(std::iter::repeat(1), BATCH_BYTES), ENTRIES_MAX);
}

proptest! {
    #[test]
    fn any_bytes_come_back(
        chunks in prop::collection::vec((0_u16..5, 0_u128..3, prop::collection::vec(any::<u8>(), 0..80)), 0..20),
    ) {
        let mut parcels: Vec<_> = chunks
            .into_iter()
            .map(|(kind, doc, bytes)| Parcel { kind, doc: Uuid::from_u128(doc), bytes })
            .collect();
        let mut back = round_trip(&parcels);
        for list in [&mut parcels, &mut back] {
            list.sort_by_key(|parcel| (parcel.kind, parcel.doc));
        }
        prop_assert_eq!(back, parcels);
    }

    #[test]
    fn changed_changes_come_back(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let mut parcels = lives(2);
        for parcel in &mut parcels {
            let at = at.index(parcel.bytes.len());
            parcel.bytes[at] ^= flip;
        }
        prop_assert_eq!(round_trip(&parcels), parcels);
    }

    #[test]
    fn no_pack_makes_it_panic(raw in prop::collection::vec(any::<u8>(), 0..200), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)) {
        let _ = from_raw(&raw);
        let mut real = to_raw(&lives(2));
        for (at, to) in flips {
            let at = at.index(real.len());
            real[at] = to;
        }
        let _ = from_raw(&real);
    }
}
