//! What must be true, from notes of its own: what people were told, and what money they handed over.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::ids::PaymentId;
use shared_model::money::Money;
use shared_model::projection;
use shared_model::sync::digest::{Digest, Span};
use shared_model::sync::inspect::Refused;
use shared_model::sync::peer::Delivery;
use uuid::Uuid;

use crate::disk::{Disk, Owner};
use crate::shop::{self, Effect};
use crate::store;
use crate::world::{CLOUD, Node};

type Totals = BTreeMap<Uuid, Vec<(PaymentId, Money)>>;

/// The notes.
#[derive(Debug, Default)]
pub struct Books {
    pub owners: BTreeMap<Uuid, Owner>,
    /// Damage that was done on purpose: document and hash.
    pub explained: BTreeSet<(Uuid, [u8; 32])>,
    intents: BTreeMap<PaymentId, (Uuid, Money)>,
    /// Effects by request, once they were durable.
    effects: BTreeMap<u64, Vec<Effect>>,
    acked: BTreeSet<u64>,
    /// Changes that nobody has any more, because a disk was lost before it was in touch.
    lost: BTreeSet<[u8; 32]>,
    closed: Option<Totals>,
}

impl Books {
    /// A request had an effect, durable or not.
    pub fn intended(&mut self, effect: &Effect, owner: Owner) {
        self.owners.entry(effect.doc).or_insert(owner);
        for (payment, amount) in &effect.payments {
            self.intents.insert(*payment, (effect.doc, *amount));
        }
    }

    /// An effect is durable where it was made.
    pub fn durable(&mut self, effect: &Effect) {
        self.effects.entry(effect.request).or_default().push(effect.clone());
    }

    /// Somebody was told that it is done.
    pub fn acked(&mut self, request: u64) {
        self.acked.insert(request);
    }

    /// A disk lost something: what no disk has any more cannot come back, everything else must.
    pub fn after_loss(&mut self, nodes: &[Node]) {
        let on_a_disk = |hash: &[u8; 32]| {
            let disks = nodes.iter().filter(|node| !node.gone).map(|node| &node.disk);
            disks.into_iter().any(|disk| disk.by_hash.get(hash).is_some_and(|place| *place < disk.durable()))
        };
        let lost = self.effects.values().flatten().map(|effect| effect.hash).filter(|hash| !on_a_disk(hash));
        self.lost.extend(lost.collect::<Vec<_>>());
    }

    /// S8: nothing reaches a box that is not for its company and branch.
    pub fn may_see(&self, box_owner: Owner, delivery: &Delivery) -> Result<(), String> {
        for entry in &delivery.entries {
            let owner = self.owners.get(&entry.doc);
            if owner.is_some_and(|owner| !box_owner.may_have(entry.kind, *owner)) {
                return Err("S8: a box was sent what is not for it".to_owned());
            }
        }
        Ok(())
    }

    /// Why the world is not at rest and equal; none when it is.
    pub fn unequal(nodes: &[Node]) -> Option<String> {
        for (place, node) in
            nodes.iter().enumerate().filter(|(_, node)| !node.gone && node.disk.durable() > 0 || node.alive)
        {
            if !node.waiting.is_empty() || node.disk.durable() != node.disk.rows.len() {
                return Some(format!("machine {place} is still busy"));
            }
            let parked = node.disk.rest.letters.iter().filter(|one| one.why == Refused::MissingDependency);
            if let Some(one) = parked.into_iter().next() {
                return Some(format!("machine {place} waits for what comes before a change of {}", one.doc));
            }
            if place != CLOUD && held(&nodes[CLOUD].disk, node.owner) != held(&node.disk, node.owner) {
                let (cloud, own) = (held(&nodes[CLOUD].disk, node.owner), held(&node.disk, node.owner));
                return Some(format!(
                    "box {place} has {} changes, the cloud {} for it",
                    own.count, cloud.count
                ));
            }
        }
        None
    }

    /// The first day is over and everything is in touch: its totals stand.
    pub fn close_day(&mut self, nodes: &[Node]) {
        if Self::unequal(nodes).is_none() && self.effects.keys().all(|request| self.acked.contains(request)) {
            self.closed = Some(shop::money(&nodes[CLOUD].disk, nodes[CLOUD].author()));
        }
    }

    /// The final account.
    pub fn check(&self, nodes: &[Node]) -> Result<(), String> {
        for node in nodes {
            node.disk.verify()?;
            self.letters(&node.disk)?;
        }
        let cloud = &nodes[CLOUD];
        for effect in self.acked.iter().filter_map(|request| self.effects.get(request)).flatten() {
            if !self.lost.contains(&effect.hash) && !cloud.disk.by_hash.contains_key(&effect.hash) {
                return Err(format!("S1: request {} was answered and is not in the cloud", effect.request));
            }
        }
        self.money(&shop::money(&cloud.disk, cloud.author()))?;
        for (place, node) in nodes.iter().enumerate().filter(|(place, node)| *place != CLOUD && !node.gone) {
            for doc in node.disk.turns.keys().rev().take(15) {
                let rows = |node: &Node| {
                    store::order_of(&node.disk, *doc, node.author())
                        .map(|(_, order)| projection::rows(&order))
                };
                if rows(node) != rows(cloud) {
                    return Err(format!("box {place} and the cloud see order {doc} differently"));
                }
            }
        }
        Ok(())
    }

    /// S4, S5, S6, S9: every payment once, with its amount, in its order, and no other.
    fn money(&self, paid: &Totals) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for (doc, payments) in paid {
            for (payment, amount) in payments {
                if !seen.insert(*payment) {
                    return Err("S6: a payment counts twice".to_owned());
                }
                if self.intents.get(payment) != Some(&(*doc, *amount)) {
                    return Err(format!("S5: nobody paid {amount} for {doc}"));
                }
            }
        }
        let kept = self.acked.iter().filter_map(|request| self.effects.get(request)).flatten();
        let kept: BTreeMap<PaymentId, bool> = kept
            .flat_map(|effect| effect.payments.iter().map(|(id, _)| (*id, self.lost.contains(&effect.hash))))
            .collect();
        if let Some((payment, _)) = kept.iter().find(|(payment, lost)| !**lost && !seen.contains(*payment)) {
            return Err(format!("S5: payment {payment} was taken and is gone"));
        }
        let Some(closed) = self.closed.as_ref().filter(|_| self.lost.is_empty()) else { return Ok(()) };
        if closed.iter().any(|(doc, then)| paid.get(doc) != Some(then)) {
            return Err("S9: the totals of a closed day changed".to_owned());
        }
        Ok(())
    }

    fn letters(&self, disk: &Disk) -> Result<(), String> {
        for letter in &disk.rest.letters {
            let explained = self.explained.contains(&(letter.doc, letter.hash));
            if !explained && !disk.by_hash.contains_key(&letter.hash) {
                return Err(format!("a change of {} was refused: {:?}", letter.doc, letter.why));
            }
        }
        Ok(())
    }
}

fn held(disk: &Disk, owner: Owner) -> Digest {
    let visible = disk.rows[..disk.durable()].iter().filter(|row| owner.may_have(row.kind, row.owner));
    Digest::of(Span::ALL, visible.map(|row| &row.chunk.hash))
}
