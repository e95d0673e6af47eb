//! Time, machines and what happens to them. Everything is an event at a true time; clocks of machines may say anything.

use std::collections::BTreeMap;

use shared_model::document::{Author, DocKind};
use shared_model::sync::Author8;
use shared_model::sync::peer::Rejected;
use shared_model::time::{BusinessDay, Timestamp};
use uuid::Uuid;

use crate::books::Books;
use crate::bug::{Bug, planted};
use crate::dice::Dice;
use crate::disk::{Disk, Owner, Row};
use crate::net::Link;
use crate::plan::{Plan, Third};
use crate::shop::{self, Effect, Here, Request};

/// The cloud's place among the machines; the boxes are before it.
pub const CLOUD: usize = 3;
/// A Sunday evening.
const BEGAN_MS: i64 = 1_795_394_460_000;

/// What waits for a commit.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a handful at a time")]
pub enum Waiting {
    Applied { link: usize, end: usize, rejected: Vec<Rejected>, to: Option<u64> },
    Answer { request: Request, effect: Option<Effect> },
    Grown(Vec<Uuid>),
}

/// A machine.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a machine")]
pub struct Node {
    pub owner: Owner,
    pub replica: Author8,
    pub epoch: u32,
    /// How often it was started.
    pub life: u64,
    pub alive: bool,
    /// It will never come back.
    pub gone: bool,
    pub disk: Disk,
    pub backup: Option<Disk>,
    /// Its clock against the true time.
    pub skew_ms: i64,
    pub waiting: Vec<Waiting>,
    pub committing: bool,
    pub dialling: bool,
}

impl Node {
    /// What its changes are written in the name of.
    pub fn author(&self) -> Author {
        Author { replica: self.replica, epoch: self.epoch }
    }
}

/// Something that will happen.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "requests are made again seldom")]
pub enum Event {
    Frame { link: usize, end: usize, bytes: Vec<u8> },
    Closed { link: usize, end: usize },
    Dial { the_box: usize },
    Commit { node: usize, life: u64 },
    Restart { node: usize },
    Command,
    Retry { node: usize, request: Request },
    ThirdArrives,
    Tick,
}

/// The whole world.
#[derive(Debug)]
pub struct World {
    pub now: u64,
    pub dice: Dice,
    pub plan: Plan,
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    /// Until when frames towards an end of a box's connections are held up.
    pub held_until: [[u64; 2]; CLOUD],
    pub events: BTreeMap<(u64, u64), Event>,
    pub books: Books,
    pub products: BTreeMap<u8, Vec<Uuid>>,
    /// Misfortunes happen.
    pub chaos: bool,
    pub failure: Option<String>,
    pub trace: u64,
    /// How often what happened: misfortunes that never happen prove nothing.
    pub seen: BTreeMap<&'static str, u64>,
    count: u64,
    requests: u64,
}

impl World {
    /// The world of a seed.
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let plan = Plan::draw(&mut dice);
        let nodes = (0..=CLOUD).map(|place| node(place, &plan, &mut dice)).collect();
        let mut world = Self {
            now: 0,
            dice,
            plan,
            nodes,
            links: Vec::new(),
            held_until: [[0; 2]; CLOUD],
            events: BTreeMap::new(),
            books: Books::default(),
            products: BTreeMap::new(),
            chaos: true,
            failure: None,
            trace: seed,
            seen: BTreeMap::new(),
            count: 0,
            requests: 0,
        };
        for company in 1..=2 {
            world.create_products(company);
        }
        world.nodes[CLOUD].disk.commit();
        world.schedule();
        world
    }

    fn create_products(&mut self, company: u8) {
        for number in 1..=2_u128 {
            let doc = self.dice.id(self.true_time());
            let owner = Owner { company, branch: 0 };
            let chunk = shop::create(self.nodes[CLOUD].author(), self.wall(CLOUD), doc, number);
            self.books.owners.insert(doc, owner);
            self.products.entry(company).or_default().push(doc);
            let row = Row { chunk, kind: DocKind::Product, doc, owner, origin: None };
            self.nodes[CLOUD].disk.append(row);
        }
    }

    fn schedule(&mut self) {
        for the_box in 0..CLOUD {
            if self.nodes[the_box].alive {
                self.dial_in(the_box, the_box as u64 * 7);
            }
        }
        for _ in 0..self.plan.commands {
            let at = self.dice.below(self.plan.chaos_ms);
            self.at(at, Event::Command);
        }
        if matches!(self.plan.third, Third::Replacement | Third::Clone) {
            let at = self.dice.below(self.plan.chaos_ms);
            self.at(at, Event::ThirdArrives);
        }
        self.at(1_000, Event::Tick);
    }

    /// Something happens in so many milliseconds.
    pub fn after(&mut self, ms: u64, event: Event) {
        self.at(self.now + ms, event);
    }

    /// Something happens at a true time.
    pub fn at(&mut self, at: u64, event: Event) {
        self.count += 1;
        self.events.insert((at, self.count), event);
    }

    /// A box dials, unless it is about to already.
    pub fn dial_in(&mut self, the_box: usize, ms: u64) {
        if !self.nodes[the_box].dialling {
            self.nodes[the_box].dialling = true;
            self.after(ms, Event::Dial { the_box });
        }
    }

    /// The true time as a date.
    pub fn true_time(&self) -> Timestamp {
        Timestamp::from_ms(BEGAN_MS).plus_ms(i64::try_from(self.now).unwrap_or(0))
    }

    /// What a machine's clock shows.
    pub fn wall(&self, node: usize) -> Timestamp {
        self.true_time().plus_ms(self.nodes[node].skew_ms)
    }

    /// What conversations on a machine go by: a clock that only runs.
    pub fn monotonic(&self, node: usize) -> Timestamp {
        if planted(Bug::WallClockTimer) {
            return self.wall(node);
        }
        Timestamp::from_ms(i64::try_from(self.now).unwrap_or(0))
    }

    /// Counts something that happened.
    pub fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    /// The first failure counts.
    pub fn fail(&mut self, what: String) {
        self.failure.get_or_insert(what);
    }

    /// True in so many of a thousand cases, while misfortunes happen.
    pub fn unlucky(&mut self, chance: u64) -> bool {
        self.chaos && chance > 0 && self.dice.per_mille(chance)
    }

    /// Lets everything happen up to a true time.
    pub fn run_until(&mut self, end: u64) {
        while self.failure.is_none() {
            let Some(next) = self.events.first_entry().filter(|next| next.key().0 <= end) else { break };
            let ((at, number), event) = next.remove_entry();
            self.now = at;
            self.note(at ^ number << 32);
            self.happen(event);
        }
        self.now = self.now.max(end);
    }

    /// Adds to the trace: the same seed must leave the same.
    pub fn note(&mut self, what: u64) {
        self.trace = (self.trace ^ what).wrapping_mul(0x0100_0000_01b3).rotate_left(17);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Frame { link, end, bytes } => self.frame(link, end, bytes),
            Event::Closed { link, end } => self.closed(link, end),
            Event::Dial { the_box } => self.dial(the_box),
            Event::Commit { node, life } => self.commit(node, life),
            Event::Restart { node } => self.restart(node),
            Event::Command => self.command(),
            Event::Retry { node, request } => self.execute(node, request),
            Event::ThirdArrives => self.third_arrives(),
            Event::Tick => self.tick(),
        }
    }

    /// Whether somebody still waits for an answer.
    pub fn asks(&self) -> bool {
        self.events.values().any(|event| matches!(event, Event::Retry { .. }))
    }

    /// The business day: the second begins half-way.
    pub fn day(&self) -> BusinessDay {
        let day = if self.now < self.plan.chaos_ms / 2 { "2026-11-22" } else { "2026-11-23" };
        day.parse().expect("a date")
    }

    fn command(&mut self) {
        let node = usize::try_from(self.dice.below(CLOUD as u64 + 1)).unwrap_or(0);
        if !self.nodes[node].alive {
            return;
        }
        let mut owner = self.nodes[node].owner;
        if node == CLOUD {
            owner = Owner { company: 1, branch: 0 };
        }
        let (day, now) = (self.day(), self.true_time());
        let products = self.products[&owner.company].clone();
        let what = shop::invent(&self.nodes[node].disk, owner, &products, day, now, &mut self.dice);
        // The cloud has no till: it does not begin orders of its own.
        if node == CLOUD && matches!(what, shop::What::Open(_)) {
            return;
        }
        self.requests += 1;
        self.execute(node, Request { id: self.requests, day, what });
        if node != CLOUD || self.dice.below(2) == 0 {
            self.misfortune(node);
        }
    }

    /// Does what is asked for; the answer waits for the commit.
    fn execute(&mut self, node: usize, request: Request) {
        if self.nodes[node].gone {
            return;
        }
        if !self.nodes[node].alive {
            self.after(1_000, Event::Retry { node, request });
            return;
        }
        let wall = self.wall(node);
        let machine = &mut self.nodes[node];
        let here = Here { owner: machine.owner, author: machine.author(), wall };
        let rows = machine.disk.rows.len();
        match shop::execute(&mut machine.disk, here, &request) {
            Ok(effect) => {
                let grown = machine.disk.rows[rows..].iter().map(|row| row.doc).collect();
                if let Some(effect) = &effect {
                    self.saw("changes made");
                    self.books.intended(effect, self.nodes[node].owner);
                }
                self.nodes[node].waiting.push(Waiting::Answer { request, effect });
                self.nodes[node].waiting.push(Waiting::Grown(grown));
                self.commit_soon(node);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Begins a group commit, unless one is under way.
    pub fn commit_soon(&mut self, node: usize) {
        if !self.nodes[node].committing {
            self.nodes[node].committing = true;
            let (life, ms) = (self.nodes[node].life, self.dice.between(0, self.plan.fsync_ms));
            self.after(ms, Event::Commit { node, life });
        }
    }

    fn commit(&mut self, node: usize, life: u64) {
        if self.nodes[node].life != life || !self.nodes[node].alive {
            return;
        }
        if self.unlucky(self.plan.crash) {
            self.crash(node);
            return;
        }
        self.nodes[node].committing = false;
        self.nodes[node].disk.commit();
        for waiting in std::mem::take(&mut self.nodes[node].waiting) {
            match waiting {
                Waiting::Applied { link, end, rejected, to } => self.applied(link, end, rejected, to),
                Waiting::Grown(docs) => self.grown(node, &docs),
                Waiting::Answer { request, effect } => {
                    if let Some(effect) = effect {
                        self.books.durable(&effect);
                    }
                    if self.unlucky(self.plan.lost_answer) {
                        self.after(500, Event::Retry { node, request });
                    } else {
                        self.books.acked(request.id);
                    }
                }
            }
        }
    }
}

fn node(place: usize, plan: &Plan, dice: &mut Dice) -> Node {
    let third_is_first = place == 2 && plan.third == Third::Clone;
    let (owner, number) = match (place, plan.third) {
        (1, _) => (Owner { company: 1, branch: 2 }, 1),
        (2, Third::Stranger) => (Owner { company: 2, branch: 9 }, 2),
        (CLOUD, _) => (Owner { company: 1, branch: 0 }, 3),
        _ => (Owner { company: 1, branch: 1 }, if third_is_first { 0 } else { place }),
    };
    Node {
        owner,
        replica: [b'r', b'e', b'p', b'l', b'i', b'c', b'a', u8::try_from(number).unwrap_or(9)],
        epoch: u32::try_from(dice.below(u64::from(u32::MAX))).unwrap_or(1),
        life: 1,
        alive: place != 2 || matches!(plan.third, Third::Colleague | Third::Stranger),
        gone: false,
        disk: Disk::default(),
        backup: None,
        skew_ms: i64::try_from(dice.below(1_200_000)).unwrap_or(0) - 600_000,
        waiting: Vec::new(),
        committing: false,
        dialling: false,
    }
}
