//! Comparing what both hold, beside the feeds: it finds what a mistake or damage left out, and sends it.

use std::collections::VecDeque;

use super::{Output, send_frame};
use crate::sync::digest::{self, Digest, LIST_MAX, Span};
use crate::sync::frame::{Frame, Hashes, MARKS_MAX};
use crate::time::Timestamp;

const EVERY_MS: i64 = 3_600_000;
/// Questions to storage that may be open; what is left out is compared the next time.
const OPEN_MAX: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Comparing {
    rounds: u64,
    began_at: Option<Timestamp>,
    digests: VecDeque<Purpose<Vec<Digest>>>,
    hashes: VecDeque<Purpose<Hashes>>,
}

/// What storage is asked for.
#[derive(Debug)]
enum Purpose<T> {
    Tell,
    Against(T),
}

impl Comparing {
    pub fn tick(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        if self.began_at.is_none_or(|at| now.since(at) >= EVERY_MS) {
            self.began_at = Some(now);
            out.push(Output::CompareDue(self.rounds));
            self.rounds += 1;
        }
    }

    pub fn begin(&mut self, spans: Vec<Span>, out: &mut Vec<Output>) {
        self.ask_digests(spans, out);
    }

    pub fn hear_digests(&mut self, theirs: Vec<Digest>, out: &mut Vec<Output>) {
        if self.digests.len() < OPEN_MAX && !theirs.is_empty() {
            out.push(Output::Digest(theirs.iter().map(|digest| digest.span).collect()));
            self.digests.push_back(Purpose::Against(theirs));
        }
    }

    pub fn digested(&mut self, mine: &[Digest], out: &mut Vec<Output>) {
        let theirs = match self.digests.pop_front() {
            Some(Purpose::Against(theirs)) => theirs,
            Some(Purpose::Tell) => return out.push(send_frame(&Frame::Digest(mine.to_vec()))),
            None => return,
        };
        let mut halves = Vec::new();
        for (mine, theirs) in mine.iter().zip(&theirs).filter(|(mine, theirs)| mine != theirs) {
            match mine.span.halves().filter(|_| mine.count.max(theirs.count) > LIST_MAX) {
                Some(both) => halves.extend(both),
                None => self.ask_hashes(mine.span, Purpose::Tell, out),
            }
        }
        self.ask_digests(halves, out);
    }

    pub fn hear_hashes(&mut self, theirs: Hashes, out: &mut Vec<Output>) {
        self.ask_hashes(theirs.span, Purpose::Against(theirs), out);
    }

    pub fn hashed(&mut self, mine: Hashes, out: &mut Vec<Output>) {
        let theirs = match self.hashes.pop_front() {
            Some(Purpose::Against(theirs)) => theirs,
            Some(Purpose::Tell) => return out.push(send_frame(&Frame::Hashes(mine))),
            None => return,
        };
        let span = theirs.span;
        let want = digest::missing(&theirs.prefixes, &mine.prefixes);
        let give = digest::missing(&mine.prefixes, &theirs.prefixes);
        if !want.0.is_empty() {
            out.push(send_frame(&Frame::Want(Hashes { span, prefixes: want })));
        }
        if !give.0.is_empty() {
            out.push(Output::ReadHashes(Hashes { span, prefixes: give }));
        }
    }

    fn ask_digests(&mut self, mut spans: Vec<Span>, out: &mut Vec<Output>) {
        while !spans.is_empty() && self.digests.len() < OPEN_MAX {
            let rest = spans.split_off(spans.len().min(MARKS_MAX));
            out.push(Output::Digest(std::mem::replace(&mut spans, rest)));
            self.digests.push_back(Purpose::Tell);
        }
    }

    fn ask_hashes(&mut self, span: Span, purpose: Purpose<Hashes>, out: &mut Vec<Output>) {
        if self.hashes.len() < OPEN_MAX {
            out.push(Output::Hashes(span));
            self.hashes.push_back(purpose);
        }
    }
}
