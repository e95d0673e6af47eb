//! What joins a document and what does not.

mod rows;

use proptest::prelude::*;

use super::*;
use crate::document::{order, registers};
use crate::order::Event;
use crate::sync::inspect::{CHUNK_MAX, inspect};
use crate::testing::{NOW, add, card, charge, line, ord, product, sent_order};

const ONE: Author = Author { replica: *b"caja-uno", epoch: 1 };
const TWO: Author = Author { replica: *b"la nube!", epoch: 2 };

/// What an author adds to a document that these changes make up.
fn next(stored: &[Chunk], author: Author, events: &[Event]) -> Chunk {
    let mut document = if stored.is_empty() {
        Document::new(author)
    } else {
        Document::load(stored.iter().map(|chunk| chunk.bytes.as_slice()), author).unwrap()
    };
    order::write(&mut document, events).unwrap();
    document.commit(NOW).unwrap()
}

/// An order in three changes that build on each other, and its id.
fn a_chain() -> (Uuid, Vec<Chunk>) {
    let (mut shop, order) = sent_order(&["papas", "gaseosa"]);
    let mut facts = vec![Event::Opened(order.opened.clone())];
    facts.extend(order.lines.iter().map(|(id, line)| Event::LineAdded { line_id: *id, line: line.clone() }));
    facts.extend(order.sends.iter().map(|(id, sent)| Event::Sent { send_id: *id, sent: sent.clone() }));
    let mut chain = vec![next(&[], ONE, &facts)];
    let mut order = order;
    for command in [add(vec![line("hamburguesa")], None), charge(vec![card("p", 1_000, "0042")])] {
        let decision = shop.ask(&order, &crate::testing::admin(), &command).unwrap();
        order = decision.order;
        let author = if chain.len() == 1 { ONE } else { TWO };
        chain.push(next(&chain, author, &decision.events));
    }
    (ord("pedido").uuid(), chain)
}

fn bytes(chunks: &[Chunk]) -> Vec<Vec<u8>> {
    chunks.iter().map(|chunk| chunk.bytes.clone()).collect()
}

fn reasons(merged: &Merged) -> Vec<&'static str> {
    merged.refused.iter().map(|(_, why)| why.code()).collect()
}

/// A change of an order that is a whole change and no order.
fn broken(stored: &[Chunk]) -> Chunk {
    let mut document = Document::load(stored.iter().map(|chunk| chunk.bytes.as_slice()), TWO).unwrap();
    registers::write(&mut document, None, &serde_json::json!({ "l": { "nada": 7 } })).unwrap();
    document.commit(NOW).unwrap()
}

#[test]
fn good_ones_join_together() {
    let (doc, chain) = a_chain();
    let merged = merge(DocKind::Order, doc, &bytes(&chain[..1]), chain[1..].to_vec(), ONE).unwrap();
    assert_eq!((merged.accepted, merged.refused), (chain[1..].to_vec(), vec![]));
    let order = order::read(&merged.document.unwrap(), ord("pedido")).unwrap();
    assert_eq!((order.lines.len(), order.payments.len()), (3, 1));
}

#[test]
fn a_bad_one_takes_nobody_with_it() {
    let (doc, chain) = a_chain();
    let incoming = vec![chain[1].clone(), broken(&chain[..1]), chain[2].clone()];
    let merged = merge(DocKind::Order, doc, &bytes(&chain[..1]), incoming, ONE).unwrap();
    assert_eq!(merged.accepted, chain[1..]);
    assert_eq!(reasons(&merged), ["breaks-schema"]);
    assert!(order::read(&merged.document.unwrap(), ord("pedido")).is_ok());
}

#[test]
fn what_misses_a_change_waits_for_it() {
    let (doc, chain) = a_chain();
    let merged = merge(DocKind::Order, doc, &bytes(&chain[..1]), vec![chain[2].clone()], ONE).unwrap();
    assert_eq!((merged.accepted.len(), reasons(&merged)), (0, vec!["missing-dependency"]));
    let backwards = vec![chain[2].clone(), chain[1].clone()];
    let merged = merge(DocKind::Order, doc, &bytes(&chain[..1]), backwards, ONE).unwrap();
    assert_eq!((merged.accepted.len(), merged.refused.len()), (2, 0));
    let nothing = merge(DocKind::Order, doc, &[], vec![chain[1].clone()], ONE).unwrap();
    assert!(nothing.document.is_none());
    assert_eq!(reasons(&nothing), ["missing-dependency"]);
}

#[test]
fn a_thing_under_another_id_is_refused() {
    let papas = product("papas", 5_000, None);
    let mut document = Document::new(TWO);
    registers::write(&mut document, None, &papas).unwrap();
    let chunk = document.commit(NOW).unwrap();
    let under = |doc| merge(DocKind::Product, doc, &[], vec![chunk.clone()], ONE).unwrap();
    assert_eq!(under(papas.product_id.uuid()).accepted, std::slice::from_ref(&chunk));
    assert_eq!(reasons(&under(Uuid::from_u128(9))), ["breaks-schema"]);
}

#[test]
fn rubbish_and_giants_are_refused() {
    let (doc, chain) = a_chain();
    let rubbish = Chunk { hash: [7; 32], bytes: vec![1, 2, 3] };
    let giant = Chunk { hash: [8; 32], bytes: vec![0; DOCUMENT_MAX] };
    let merged = merge(DocKind::Order, doc, &bytes(&chain), vec![rubbish, giant], ONE).unwrap();
    assert_eq!((merged.accepted.len(), reasons(&merged)), (0, vec!["breaks-schema", "too-large"]));
    assert_eq!(inspect(vec![0; CHUNK_MAX + 1]), Err(Refused::TooLarge));
    assert_eq!(inspect(vec![]), Err(Refused::Malformed));
    let mut flipped = chain[1].bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(inspect(flipped), Err(Refused::Malformed));
    assert_eq!(inspect(chain[1].bytes.clone()).unwrap().chunk, chain[1]);
    assert_eq!(inspect(chain[2].bytes.clone()).unwrap().author, TWO.replica);
}

/// Gives bytes the checksum they would have, so that what is wrong with them is met deeper inside.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    use sha2::Digest as _;
    if bytes.len() > 9 {
        let sum = sha2::Sha256::digest(&bytes[8..]);
        bytes[4..8].copy_from_slice(&sum[..4]);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn no_change_makes_it_panic(
        which in 0_usize..3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..4),
    ) {
        thread_local! {
            static CHAIN: (Uuid, Vec<Chunk>) = a_chain();
        }
        let (doc, chain) = CHAIN.with(Clone::clone);
        let mut mutated = chain[which].bytes.clone();
        for (at, byte, how) in edits {
            let at = 9 + at.index(mutated.len() - 9);
            match how {
                0 => mutated[at] = byte,
                1 => mutated.insert(at, byte),
                _ => drop(mutated.remove(at)),
            }
        }
        let _ = inspect(mutated.clone());
        if let Ok(inspected) = inspect(signed(mutated)) {
            let merged = merge(DocKind::Order, doc, &bytes(&chain[..which]), vec![inspected.chunk], ONE);
            prop_assert!(merged.is_ok());
        }
    }
}
