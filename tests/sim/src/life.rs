//! What happens to machines: power cuts, restores from backups, spares, wrong clocks, and networks that hold things up.

use crate::bug::{Bug, planted};
use crate::plan::Third;
use crate::store;
use crate::world::{CLOUD, Event, Waiting, World};

impl World {
    /// Power goes: what is not durable is lost, requests without an answer are made again.
    pub fn crash(&mut self, node: usize) {
        let torn = self.nodes[node].disk.crash();
        let author = self.nodes[node].author();
        store::recover(&mut self.nodes[node].disk, torn, author);
        self.nodes[node].alive = false;
        self.nodes[node].committing = false;
        for waiting in std::mem::take(&mut self.nodes[node].waiting) {
            if let Waiting::Answer { request, .. } = waiting {
                self.after(1_500, Event::Retry { node, request });
            }
        }
        self.hang_up(node);
        let pause = self.dice.between(100, 20_000);
        if !self.nodes[node].gone {
            self.after(pause, Event::Restart { node });
        }
        self.books.after_loss(&self.nodes);
    }

    pub(crate) fn restart(&mut self, node: usize) {
        if self.nodes[node].alive || self.nodes[node].gone {
            return;
        }
        let epoch = u32::try_from(self.dice.below(u64::from(u32::MAX))).unwrap_or(1);
        let machine = &mut self.nodes[node];
        machine.alive = true;
        machine.life += 1;
        if !planted(Bug::StableEpoch) {
            machine.epoch = epoch;
        }
        if node < CLOUD {
            let wait = self.dice.below(3_000);
            self.dial_in(node, wait);
        }
    }

    /// After a command something may go wrong with the machine.
    pub(crate) fn misfortune(&mut self, node: usize) {
        if self.unlucky(self.plan.backup) || (self.nodes[node].backup.is_none() && self.unlucky(300)) {
            let mut backup = self.nodes[node].disk.clone();
            let torn = backup.crash();
            store::recover(&mut backup, torn, self.nodes[node].author());
            self.nodes[node].backup = Some(backup);
        }
        let chance = if node == CLOUD { self.plan.cloud_restore } else { self.plan.box_restore };
        if self.unlucky(chance) {
            self.restore(node);
        }
        if self.unlucky(self.plan.clock_jump) {
            let wall = self.wall(node).ms();
            let true_time = self.true_time().ms();
            let some = i64::try_from(self.dice.below(1_200_000)).unwrap_or(0) - 600_000;
            // The battery is empty: 1970 again; or it is some minutes wrong.
            let to = if self.dice.below(3) == 0 { wall - true_time + 60_000 } else { true_time + some };
            self.nodes[node].skew_ms = to - true_time;
        }
    }

    fn restore(&mut self, node: usize) {
        let Some(backup) = self.nodes[node].backup.clone() else { return };
        self.crash(node);
        self.nodes[node].disk = backup;
        self.books.after_loss(&self.nodes);
    }

    pub(crate) fn third_arrives(&mut self) {
        let first = &self.nodes[0];
        let mut disk = first.backup.clone().unwrap_or_default();
        if self.plan.third == Third::Replacement {
            disk = crate::disk::Disk::default();
            self.nodes[0].gone = true;
            if self.nodes[0].alive {
                self.crash(0);
            }
        }
        let third = &mut self.nodes[2];
        (third.disk, third.alive) = (disk, true);
        self.books.after_loss(&self.nodes);
        self.dial_in(2, 100);
    }

    pub(crate) fn tick(&mut self) {
        self.after(1_000, Event::Tick);
        for the_box in 0..CLOUD {
            self.trouble_on_the_line(the_box);
        }
        if self.unlucky(self.plan.clog_all) {
            // Lines are held up one by one and let go in another sequence.
            for the_box in 0..CLOUD {
                for end in 0..2 {
                    self.held_until[the_box][end] = self.now + self.dice.below(40_000);
                }
            }
        }
        self.tick_conversations();
    }

    fn trouble_on_the_line(&mut self, the_box: usize) {
        if self.unlucky(self.plan.cut) {
            let end = usize::try_from(self.dice.below(2)).unwrap_or(0);
            let until = self.now + self.dice.between(1_000, 90_000);
            self.held_until[the_box][end] = until;
            if self.dice.below(2) == 0 {
                self.held_until[the_box][1 - end] = until;
            }
        }
        if self.unlucky(self.plan.connection_loss) {
            self.lose_connections(the_box);
        }
        if self.nodes[the_box].alive && self.unlucky(self.plan.duplicate) {
            self.connect(the_box);
        }
    }
}
