//! Whatever happens on two sides, in whatever sequence it arrives.

use proptest::prelude::*;

use super::*;

/// What may happen at one of two copies.
#[derive(Debug, Clone)]
enum Deed {
    Open { order: u8, papas: bool, paid: bool },
    Add { order: u8, line: u8 },
    Pay { order: u8, payment: u8 },
    Cancel { order: u8 },
    Price { papas: bool, pesos: u8 },
    Rename { papas: bool, name: u8 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let order = 0..6_u8;
    prop_oneof![
        3 => (order.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(order, papas, paid)| Deed::Open { order, papas, paid }),
        2 => (order.clone(), any::<u8>()).prop_map(|(order, line)| Deed::Add { order, line }),
        2 => (order.clone(), any::<u8>()).prop_map(|(order, payment)| Deed::Pay { order, payment }),
        1 => order.prop_map(|order| Deed::Cancel { order }),
        1 => (any::<bool>(), 1..9_u8).prop_map(|(papas, pesos)| Deed::Price { papas, pesos }),
        1 => (any::<bool>(), 1..9_u8).prop_map(|(papas, name)| Deed::Rename { papas, name }),
    ]
}

impl Copy {
    fn does(&mut self, deed: &Deed, nth: i64) {
        let at = NOW.plus_ms(nth);
        let product = |papas: bool| if papas { PAPAS } else { GASEOSA };
        let order = |order: u8| 0x100 + u128::from(order);
        match *deed {
            Deed::Open { order: which, papas, paid } => {
                let command = open(order(which), product(papas), paid.then_some(10_000));
                self.order(order(which), &command, at);
            }
            Deed::Add { order: which, line: new } => {
                let new = line(0x5_0000 + order(which) * 0x100 + u128::from(new), GASEOSA);
                self.order(order(which), &Command::AddLines { lines: vec![new], send: None }, at);
            }
            Deed::Pay { order: which, payment } => {
                let payment = 0x6_0000 + order(which) * 0x100 + u128::from(payment);
                self.order(order(which), &pay(payment, 1_000), at);
            }
            Deed::Cancel { order: which } => {
                self.order(order(which), &Command::Cancel { reason: "se fue".to_owned() }, at);
            }
            Deed::Price { papas, pesos } => {
                self.edit(product(papas), |product| product.price = Money::from_pesos(pesos.into()));
            }
            Deed::Rename { papas, name } => {
                self.edit(product(papas), |product| product.name = format!("Nombre {name}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_on_two_sides_both_end_up_the_same(
        deeds in prop::collection::vec((any::<bool>(), deed(), any::<prop::sample::Index>()), 1..24),
        partly in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        seed in any::<u64>(),
    ) {
        let (mut here, mut there) = pair();
        for (nth, (at_home, deed, cut)) in deeds.iter().enumerate() {
            let copy = if *at_home { &mut here } else { &mut there };
            copy.does(deed, i64::try_from(nth).unwrap());
            // Now and then the first part of what one side has reaches the other.
            if partly.iter().any(|at| at.index(deeds.len()) == nth) {
                let mut told = here.told(false);
                told.truncate(cut.index(told.len()));
                there.hear(told);
            }
        }
        // In any sequence, some of it twice.
        let (mut ours, mut theirs) = (here.told(false), there.told(false));
        shuffle(&mut ours, seed);
        shuffle(&mut theirs, !seed);
        ours.extend_from_within(..ours.len() / 3);
        for part in ours.chunks(5) {
            there.hear(part.to_vec());
        }
        here.hear(theirs);
        prop_assert_eq!(letters(&here), vec![]);
        prop_assert_eq!(letters(&there), vec![]);
        prop_assert_eq!(here.rows(false), there.rows(false));
        here.assert_rebuilds();
        there.assert_rebuilds();
        let sides = |copy: &Copy| -> Vec<_> {
            let found = conflict::list(&copy.conn, None, 100).unwrap();
            found.into_iter().map(|conflict| (conflict.doc, conflict.field, conflict.sides)).collect()
        };
        prop_assert_eq!(sides(&here), sides(&there));
        let ends = [&here, &there].map(|copy| copy.told(false).len());
        prop_assert_eq!(ends[0], ends[1]);
    }
}

/// Fisher-Yates with a small generator (xorshift64), so that a failure comes again.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for last in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (last as u64 + 1)).unwrap();
        items.swap(last, other);
    }
}
