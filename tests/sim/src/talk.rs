//! Conversations: real peers whose outputs are carried out one by one, a crash being possible before each.

use std::collections::{BTreeSet, VecDeque};

use shared_model::sync::digest;
use shared_model::sync::frame::{Batch, Frame};
use shared_model::sync::pack::{self, Parcel};
use shared_model::sync::peer::{Config, Delivery, Input, Opened, Output, Peer, Reason, Rejected};
use uuid::Uuid;

use crate::bug::{Bug, planted};
use crate::net::{End, Link};
use crate::store::{self, Side};
use crate::world::{CLOUD, Event, Waiting, World};

impl World {
    pub(crate) fn dial(&mut self, the_box: usize) {
        self.nodes[the_box].dialling = false;
        if !self.nodes[the_box].alive || self.is_connected(the_box) {
            return;
        }
        let held = self.held_until[the_box].iter().any(|until| *until > self.now);
        if !self.nodes[CLOUD].alive || held {
            let wait = self.dice.between(500, 8_000);
            self.dial_in(the_box, wait);
            return;
        }
        self.connect(the_box);
    }

    fn is_connected(&self, the_box: usize) -> bool {
        self.links.iter().any(|link| link.the_box == the_box && self.lives(&link.ends[0]))
    }

    fn lives(&self, end: &End) -> bool {
        end.open && self.nodes[end.node].alive && self.nodes[end.node].life == end.life
    }

    /// A new connection, whether or not there is one.
    pub(crate) fn connect(&mut self, the_box: usize) {
        if !self.nodes[CLOUD].alive {
            return;
        }
        let ends = [self.end(the_box, CLOUD, true), self.end(CLOUD, the_box, false)];
        self.links.push(Link { the_box, ends, arrives_at: [0; 2] });
        let link = self.links.len() - 1;
        self.feed(link, 0, Input::Connected);
        self.feed(link, 1, Input::Connected);
    }

    fn end(&mut self, node: usize, other: usize, compares: bool) -> End {
        let config = Config {
            schema: u16::try_from(1 + self.dice.below(2)).unwrap_or(1),
            capabilities: 0,
            compares: compares && self.plan.compares,
            batch_bytes: self.plan.batch_bytes,
        };
        let (machine, peer) = (&self.nodes[node], self.nodes[other].replica);
        let bookmark = machine.disk.rest.peers.get(&peer).cloned().unwrap_or_default();
        let opened = Opened {
            replica: machine.replica,
            epoch: machine.epoch,
            expected: Some(peer),
            recv: bookmark.recv,
            remembered: bookmark.remembered,
            healing: bookmark.healing,
        };
        End {
            node,
            life: machine.life,
            peer: Peer::new(config, opened, self.monotonic(node)),
            todo: VecDeque::new(),
            inbox: VecDeque::new(),
            waits: false,
            durable: BTreeSet::new(),
            heard_at: self.now,
            open: true,
        }
    }

    pub(crate) fn frame(&mut self, link: usize, end: usize, bytes: Vec<u8>) {
        self.links[link].ends[end].heard_at = self.now;
        self.note(bytes.iter().fold(7, |sum: u64, byte| sum.wrapping_mul(31) ^ u64::from(*byte)));
        self.feed(link, end, Input::Frame(bytes));
    }

    pub(crate) fn closed(&mut self, link: usize, end: usize) {
        let the_box = self.links[link].the_box;
        self.links[link].ends[end].open = false;
        let wait = self.dice.between(500, 5_000);
        if !self.is_connected(the_box) {
            self.dial_in(the_box, wait);
        }
    }

    pub(crate) fn lose_connections(&mut self, the_box: usize) {
        for link in 0..self.links.len() {
            if self.links[link].the_box == the_box {
                self.tear(link);
            }
        }
    }

    /// Both ends learn of it, or only one and the other by the silence.
    fn tear(&mut self, link: usize) {
        let only = self.dice.below(3);
        for end in 0..2 {
            if self.links[link].ends[end].open && only != end as u64 {
                let ms = self.dice.below(1_000);
                self.after(ms, Event::Closed { link, end });
            }
        }
    }

    pub(crate) fn hang_up(&mut self, node: usize) {
        for link in 0..self.links.len() {
            for end in 0..2 {
                if self.links[link].ends[end].node == node && self.links[link].ends[end].open {
                    self.links[link].ends[end].open = false;
                    self.tear(link);
                }
            }
        }
    }

    pub(crate) fn tick_conversations(&mut self) {
        for link in 0..self.links.len() {
            for end in 0..2 {
                self.feed(link, end, Input::Tick);
            }
        }
    }

    pub(crate) fn grown(&mut self, node: usize, docs: &[Uuid]) {
        if docs.is_empty() {
            return;
        }
        for link in 0..self.links.len() {
            for end in 0..2 {
                if self.links[link].ends[end].node == node {
                    self.feed(link, end, Input::Grown(docs.to_vec()));
                }
            }
        }
    }

    pub(crate) fn applied(&mut self, link: usize, end: usize, rejected: Vec<Rejected>, to: Option<u64>) {
        self.links[link].ends[end].waits = false;
        self.links[link].ends[end].durable.extend(to);
        self.feed(link, end, Input::Applied(rejected));
        while !self.links[link].ends[end].waits {
            let Some(input) = self.links[link].ends[end].inbox.pop_front() else { break };
            self.feed(link, end, input);
        }
    }

    fn feed(&mut self, link: usize, end: usize, input: Input) {
        if !self.lives(&self.links[link].ends[end]) {
            return;
        }
        let now = self.monotonic(self.links[link].ends[end].node);
        let this = &mut self.links[link].ends[end];
        if this.waits {
            this.inbox.push_back(input);
            return;
        }
        let outputs = this.peer.handle(input, now);
        this.todo.extend(outputs);
        self.carry_out(link, end);
    }

    fn carry_out(&mut self, link: usize, end: usize) {
        while self.failure.is_none() && self.lives(&self.links[link].ends[end]) {
            let Some(output) = self.links[link].ends[end].todo.pop_front() else { return };
            let node = self.links[link].ends[end].node;
            if self.unlucky(self.plan.crash) && self.dice.below(4) == 0 {
                self.crash(node);
                return;
            }
            if let Some(answer) = self.one(link, end, node, output) {
                let now = self.monotonic(node);
                let this = &mut self.links[link].ends[end];
                let outputs = this.peer.handle(answer, now);
                this.todo.extend(outputs);
            }
            if self.links[link].ends[end].waits {
                return;
            }
        }
    }

    fn one(&mut self, link: usize, end: usize, node: usize, output: Output) -> Option<Input> {
        let the_box = &self.nodes[self.links[link].the_box];
        let side = Side { author: self.nodes[node].author(), grant: the_box.owner, is_cloud: node == CLOUD };
        let peer = self.nodes[self.links[link].ends[1 - end].node].replica;
        let disk = &mut self.nodes[node].disk;
        Some(match output {
            Output::CheckMarks(marks) => Input::Checked(store::check_marks(disk, &marks)),
            Output::Read(ask) => Input::Page(store::read(disk, side, ask)),
            Output::ReadDocuments(docs, skip) => Input::Found(store::read_documents(disk, side, &docs, skip)),
            Output::ReadHashes(hashes) => Input::Found(store::read_hashes(disk, side, &hashes)),
            Output::Digest(spans) => {
                Input::Digested(spans.iter().map(|span| store::digest(disk, side, *span)).collect())
            }
            Output::Hashes(span) => Input::Hashed(store::hashes(disk, side, span)),
            Output::CompareDue(round) => Input::Compare(digest::due(self.wall(node), round)),
            Output::Healing => {
                disk.rest.peers.entry(peer).or_default().healing = true;
                disk.commit();
                return None;
            }
            Output::Apply(delivery) => return self.apply(link, end, side, delivery),
            Output::Send(bytes) => return self.send(link, end, bytes),
            Output::Close(reason) => return self.close(link, end, &reason),
            Output::KeepAcked(_) | Output::Refused(_) | Output::Notice(_) => return None,
        })
    }

    fn apply(&mut self, link: usize, end: usize, side: Side, delivery: Delivery) -> Option<Input> {
        let node = self.links[link].ends[end].node;
        if !side.is_cloud
            && let Err(failure) = self.books.may_see(side.grant, &delivery)
        {
            self.fail(failure);
        }
        let (to, peer) = (delivery.to.map(|to| to.seq), delivery.origin.replica);
        let disk = &mut self.nodes[node].disk;
        let (rejected, changed) = store::apply(disk, side, delivery);
        if planted(Bug::CursorOutsideTransaction) {
            disk.leak_cursor(peer);
        }
        self.links[link].ends[end].waits = true;
        self.nodes[node].waiting.push(Waiting::Applied { link, end, rejected, to });
        self.nodes[node].waiting.push(Waiting::Grown(changed.into_iter().collect()));
        self.commit_soon(node);
        None
    }

    fn send(&mut self, link: usize, end: usize, mut bytes: Vec<u8>) -> Option<Input> {
        let node = self.links[link].ends[end].node;
        match Frame::decode(&bytes) {
            Ok(Frame::Batch(batch)) => {
                if batch.to.seq > self.nodes[node].disk.durable() as u64 {
                    self.fail("S1: what is not durable was sent".to_owned());
                }
                if batch.pack.is_some() && self.unlucky(self.plan.mangle) {
                    bytes = self.mangle(&batch);
                }
            }
            Ok(Frame::Ack(seq)) if !self.links[link].ends[end].durable.contains(&seq) => {
                self.fail("S1: what is not durable was acknowledged".to_owned());
            }
            Ok(_) => {}
            Err(error) => self.fail(format!("a frame that cannot be read: {error}")),
        }
        if self.unlucky(self.plan.truncate) {
            bytes.truncate(bytes.len() / 2);
        }
        let (the_box, other) = (self.links[link].the_box, 1 - end);
        let slow = self.dice.between(1, self.plan.latency_ms);
        let after = self.now.max(self.held_until[the_box][other]) + slow;
        let at = after.max(self.links[link].arrives_at[other]);
        self.links[link].arrives_at[other] = at;
        self.at(at, Event::Frame { link, end: other, bytes });
        None
    }

    /// A sender with a fault puts things into a batch that are no changes, or of a kind nobody knows.
    fn mangle(&mut self, batch: &Batch) -> Vec<u8> {
        let mut parcels = batch.pack.as_ref().and_then(|pack| pack::unpack(pack).ok()).unwrap_or_default();
        let doc = Uuid::from_u128(u128::from(self.dice.roll()));
        let rubbish = (0..self.dice.between(1, 60)).map(|_| self.dice.roll().to_le_bytes()[0]).collect();
        let unknown = parcels.first().map(|parcel| parcel.bytes.clone()).unwrap_or_default();
        let bad = [Parcel { kind: 77, doc, bytes: unknown }, Parcel { kind: 0, doc, bytes: rubbish }];
        for parcel in bad {
            self.books.explained.insert((doc, pack::name(&parcel.bytes)));
            parcels.insert(0, parcel);
        }
        Frame::Batch(Batch { pack: Some(pack::pack(&parcels)), ..batch.clone() }).encode()
    }

    fn close(&mut self, link: usize, end: usize, reason: &Reason) -> Option<Input> {
        let this = &self.links[link].ends[end];
        if *reason == Reason::Silent && self.now - this.heard_at < 44_000 {
            self.fail("a peer that had just spoken was taken for dead".to_owned());
        }
        if !self.chaos && !matches!(reason, Reason::Silent) && self.now > self.plan.chaos_ms + 200_000 {
            self.fail(format!("a calm conversation ended: {reason:?}"));
        }
        self.closed(link, end);
        if self.dice.below(2) == 0 {
            self.after(200, Event::Closed { link, end: 1 - end });
        }
        None
    }
}
