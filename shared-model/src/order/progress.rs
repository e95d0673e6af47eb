//! How far everything of an order is, and its status, computed once from its facts: the fold that `stage` explains, for
//! all parts together, so that an order of 200 lines costs one pass over its facts and not one for each part.

use std::collections::{BTreeMap, BTreeSet};

use super::stage::{PartRef, Stage, StepTo, step};
use super::{Order, Sent, Status, Stepped, Voided};
use crate::ids::{LineId, SendId, StepId};
use crate::time::Hlc;

/// The facts of an order by the line and part they are about.
#[derive(Debug)]
pub struct Progress<'a> {
    order: &'a Order,
    voids: BTreeMap<LineId, &'a Voided>,
    sends: BTreeMap<LineId, (SendId, u32, &'a Sent)>,
    steps: BTreeMap<PartRef, Frontier>,
}

/// Where a part got to, and the steps nobody followed up.
#[derive(Debug)]
struct Frontier {
    steps: Vec<StepId>,
    reached: Reached,
}

#[derive(Debug, Clone, Copy)]
struct Reached {
    stage: Stage,
    /// When it became ready, if it is.
    ready: Option<Hlc>,
}

impl<'a> Progress<'a> {
    /// Reads all facts of an order once.
    pub fn of(order: &'a Order) -> Self {
        let mut voids: BTreeMap<LineId, &Voided> = BTreeMap::new();
        for void in order.voids.values() {
            let first = voids.entry(void.line).or_insert(void);
            if void.at < first.at {
                *first = void;
            }
        }
        let mut sends = BTreeMap::new();
        for (round, (send_id, sent)) in (1_u32..).zip(order.rounds()) {
            for line in &sent.lines {
                sends.entry(*line).or_insert((send_id, round, sent));
            }
        }
        let mut by_part: BTreeMap<PartRef, Vec<(StepId, &Stepped)>> = BTreeMap::new();
        for (id, step) in &order.steps {
            for part in step.parts.iter().collect::<BTreeSet<_>>() {
                by_part.entry(*part).or_default().push((*id, step));
            }
        }
        let frontier = |(part, steps)| Some((part, frontier(steps, first_stage(order, part))?));
        let steps = by_part.into_iter().filter_map(frontier).collect();
        Self { order, voids, sends, steps }
    }

    /// The first void of a line, if it was taken back.
    pub fn void_of(&self, line: LineId) -> Option<&'a Voided> {
        self.voids.get(&line).copied()
    }

    /// The dispatch a line went out with, and its round (1 for the first).
    pub fn send_of(&self, line: LineId) -> Option<(SendId, u32, &'a Sent)> {
        self.sends.get(&line).copied()
    }

    /// How far one part is.
    pub fn stage(&self, part: PartRef) -> Stage {
        match (self.voids.contains_key(&part.line_id), self.sends.contains_key(&part.line_id)) {
            (true, _) => Stage::Voided,
            (false, false) => Stage::New,
            (false, true) => {
                self.steps.get(&part).map_or_else(|| first_stage(self.order, part), |f| f.reached.stage)
            }
        }
    }

    /// Since when a part is ready (or delivered), when somebody made it and said so.
    pub fn ready_at(&self, part: PartRef) -> Option<Hlc> {
        self.steps.get(&part)?.reached.ready
    }

    /// The steps nobody followed up for these parts: what a new step must name.
    pub fn seen(&self, parts: &[PartRef]) -> Vec<StepId> {
        let last: BTreeSet<StepId> =
            parts.iter().filter_map(|part| self.steps.get(part)).flat_map(|f| f.steps.clone()).collect();
        last.into_iter().collect()
    }

    /// Whether a part may be moved there now. What no station makes can only be delivered.
    pub fn allows(&self, part: PartRef, to: StepTo) -> bool {
        let made = station_makes(self.order, part);
        (made || to == StepTo::Delivered) && step(self.stage(part), to).is_some()
    }

    /// Every part of every line that was sent and not taken back, with how far it is.
    pub fn live_parts(&self) -> Vec<(PartRef, Stage)> {
        let lines = self.order.lines_in_sequence();
        let parts = lines.into_iter().flat_map(|(line_id, line)| line.part_refs(line_id));
        let staged = parts.map(|part| (part, self.stage(part)));
        staged.filter(|(_, stage)| !matches!(stage, Stage::New | Stage::Voided)).collect()
    }

    /// Lines that stand and that no dispatch carried yet, in the sequence they were asked for.
    pub fn unsent(&self) -> Vec<LineId> {
        let fresh = |line: &LineId| !self.voids.contains_key(line) && !self.sends.contains_key(line);
        self.order.lines_in_sequence().into_iter().map(|(id, _)| id).filter(fresh).collect()
    }
}

fn station_makes(order: &Order, part: PartRef) -> bool {
    let line = order.lines.get(&part.line_id);
    let made = line.and_then(|line| line.parts.get(usize::from(part.part)));
    made.is_some_and(|made| made.station.is_some())
}

/// The stage of a part that was sent and not touched: what no station makes waits for nobody.
fn first_stage(order: &Order, part: PartRef) -> Stage {
    if station_makes(order, part) { Stage::Pending } else { Stage::Ready }
}

/// Folds the steps of one part. None when no step was accepted.
fn frontier(mut open: Vec<(StepId, &Stepped)>, first: Stage) -> Option<Frontier> {
    let known: BTreeSet<StepId> = open.iter().map(|(id, _)| *id).collect();
    // A step's clock is after the clocks of the steps its author had seen, so that one pass is the rule; more passes
    // only follow clocks that lied.
    open.sort_by_key(|(id, step)| (step.at, *id));
    let mut accepted: BTreeMap<StepId, Reached> = BTreeMap::new();
    let mut after: BTreeMap<StepId, Vec<StepId>> = BTreeMap::new();
    loop {
        let before = accepted.len();
        open.retain(|(id, candidate)| {
            let named: Vec<StepId> =
                candidate.after.iter().copied().filter(|id| known.contains(id)).collect();
            if !named.iter().all(|id| accepted.contains_key(id)) {
                return true;
            }
            let from = furthest(latest(&named, &after).iter().map(|id| accepted[id]))
                .unwrap_or(Reached { stage: first, ready: None });
            let Some(stage) = step(from.stage, candidate.to) else { return true };
            let ready = (stage >= Stage::Ready).then(|| from.ready.unwrap_or(candidate.at));
            accepted.insert(*id, Reached { stage, ready });
            after.insert(*id, named);
            false
        });
        if accepted.len() == before {
            break;
        }
    }
    let named: BTreeSet<StepId> = after.values().flatten().copied().collect();
    let steps: Vec<StepId> = accepted.keys().copied().filter(|id| !named.contains(id)).collect();
    let reached = furthest(steps.iter().map(|id| accepted[id]))?;
    Some(Frontier { steps, reached })
}

/// The furthest stage wins; of equals the one that was ready first.
fn furthest(reached: impl Iterator<Item = Reached>) -> Option<Reached> {
    reached.max_by_key(|reached| (reached.stage, std::cmp::Reverse(reached.ready)))
}

/// The named steps that no other named step already followed up. A step about several parts names the last steps of all
/// of them, and for one part those can be older than what it had seen last: a recall must not be undone by them.
fn latest(named: &[StepId], after: &BTreeMap<StepId, Vec<StepId>>) -> Vec<StepId> {
    if named.len() < 2 {
        return named.to_vec();
    }
    let mut followed: BTreeSet<StepId> = BTreeSet::new();
    let mut look: Vec<StepId> = named.to_vec();
    while let Some(id) = look.pop() {
        let older = after.get(&id).map(Vec::as_slice).unwrap_or_default();
        look.extend(older.iter().copied().filter(|older| followed.insert(*older)));
    }
    named.iter().copied().filter(|id| !followed.contains(id)).collect()
}

/// How far one part is. For more than one part ask [`Progress`] once.
pub fn of_part(order: &Order, part: PartRef) -> Stage {
    Progress::of(order).stage(part)
}

/// Every part of every line that was sent and not taken back, with how far it is.
pub fn live_parts(order: &Order) -> Vec<(PartRef, Stage)> {
    Progress::of(order).live_parts()
}

/// The order's status: the least advanced part decides, except that work begun on any part shows as preparing, and that
/// lines which still wait to be sent keep an order open when all else was delivered.
pub fn status(order: &Order) -> Status {
    let progress = Progress::of(order);
    let parts = progress.live_parts();
    let least = parts.iter().map(|(_, stage)| *stage).min();
    let most = parts.iter().map(|(_, stage)| *stage).max();
    let delivered = least == Some(Stage::Delivered) && progress.unsent().is_empty();
    if !order.cancels.is_empty() && !delivered {
        return Status::Cancelled;
    }
    match (least, most) {
        (Some(Stage::Delivered), _) if delivered => Status::Delivered,
        (Some(Stage::Delivered) | None, _) => Status::Open,
        (Some(Stage::Ready), _) => Status::Ready,
        (Some(Stage::Preparing), _) => Status::Preparing,
        (Some(_), Some(most)) if most > Stage::Pending && work_begun(&progress, &parts) => Status::Preparing,
        (Some(_), _) => Status::Sent,
    }
}

/// A bottle that waits at the counter is no begun work.
fn work_begun(progress: &Progress<'_>, parts: &[(PartRef, Stage)]) -> bool {
    parts.iter().any(|(part, stage)| *stage > Stage::Pending && !progress.seen(&[*part]).is_empty())
}
