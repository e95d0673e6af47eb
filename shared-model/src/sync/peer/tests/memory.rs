//! A log in memory that answers what a conversation asks.

use std::collections::BTreeSet;

use serde_json::json;

use crate::document::{Author, Chunk, DocKind, Document, registers};
use crate::sync::digest::{Digest, Span, due, prefix};
use crate::sync::entry::remember;
use crate::sync::frame::{Hashes, Prefixes};
use crate::sync::peer::{Input, Origin, Output, Page};
use crate::sync::{Chain, Entry, Mark, pack};
use crate::testing::NOW;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct Memory {
    pub me: Origin,
    pub recv: Mark,
    pub remembered: Vec<Mark>,
    pub healing: bool,
    pub acked: u64,
    pub told: Vec<String>,
    rows: Vec<(Uuid, Chunk, Option<Origin>)>,
    /// Rows that are gone without a trace.
    forgotten: BTreeSet<usize>,
    minted: u64,
}

impl Memory {
    pub fn new(replica: [u8; 8], epoch: u32) -> Self {
        Self {
            me: Origin { replica, epoch },
            recv: Mark::default(),
            remembered: Vec::new(),
            healing: false,
            acked: 0,
            told: Vec::new(),
            rows: Vec::new(),
            forgotten: BTreeSet::new(),
            minted: 0,
        }
    }

    /// So many new documents of one change each.
    pub fn write(&mut self, count: u64) -> Vec<Uuid> {
        let docs = (0..count).map(|_| {
            self.minted += 1;
            let ms = u64::try_from(NOW.ms()).unwrap() + self.minted * 1_000;
            let doc = Uuid::from_u64_pair(ms << 16 | 0x7000, self.minted << 32 | u64::from(self.me.epoch));
            let mut document = Document::new(Author { replica: self.me.replica, epoch: self.me.epoch });
            registers::write(&mut document, None, &json!({ "name": doc.to_string() })).unwrap();
            self.rows.push((doc, document.commit(NOW).unwrap(), None));
            doc
        });
        docs.collect()
    }

    pub fn forget(&mut self, places: &[usize]) {
        self.forgotten.extend(places);
    }

    fn held(&self) -> impl Iterator<Item = (usize, &(Uuid, Chunk, Option<Origin>))> {
        self.rows.iter().enumerate().filter(|(place, _)| !self.forgotten.contains(place))
    }

    pub fn hashes(&self) -> BTreeSet<[u8; 32]> {
        self.held().map(|(_, (_, chunk, _))| chunk.hash).collect()
    }

    pub fn len(&self) -> usize {
        self.hashes().len()
    }

    fn mark(&self, seq: usize) -> Mark {
        let chain = self.rows[..seq].iter().fold(Chain::default(), |chain, row| chain.next(&row.1.hash));
        Mark { seq: seq as u64, chain }
    }

    fn entry(&self, place: usize) -> Entry {
        let (doc, chunk, _) = &self.rows[place];
        Entry { seq: place as u64 + 1, kind: DocKind::Station, doc: *doc, chunk: chunk.clone() }
    }

    fn entries(&self, wanted: impl Fn(&Uuid, &Chunk) -> bool) -> Vec<Entry> {
        let held = self.held().filter(|(_, (doc, chunk, _))| wanted(doc, chunk));
        held.map(|(place, _)| self.entry(place)).collect()
    }

    pub fn answer(&mut self, output: Output) -> Option<Input> {
        Some(match output {
            Output::CheckMarks(marks) => {
                let known = |mark: &Mark| {
                    usize::try_from(mark.seq)
                        .is_ok_and(|seq| seq <= self.rows.len() && self.mark(seq) == *mark)
                };
                Input::Checked(marks.into_iter().filter(known).max())
            }
            Output::Read(read) => {
                let after = usize::try_from(read.after).unwrap();
                let fresh = |place: &usize| self.rows[*place].2 != Some(read.skip);
                let places: Vec<usize> = (after..self.rows.len()).filter(fresh).collect();
                let count =
                    pack::fit(places.iter().map(|place| self.rows[*place].1.bytes.len()), read.max_bytes);
                let all = places.len() <= count;
                let to = if all { self.rows.len() } else { places[count - 1] + 1 };
                let entries = places.into_iter().take(count).map(|place| self.entry(place)).collect();
                Input::Page(Page { entries, to: self.mark(to), more: !all })
            }
            Output::ReadDocuments(docs, _) => Input::Found(self.entries(|doc, _| docs.contains(doc))),
            Output::ReadHashes(Hashes { prefixes, .. }) => {
                Input::Found(self.entries(|_, chunk| prefixes.0.contains(&prefix(&chunk.hash))))
            }
            Output::Apply(delivery) => {
                let held = self.hashes();
                for one in delivery.entries.into_iter().filter(|one| !held.contains(&one.change.chunk.hash)) {
                    self.rows.push((one.doc, one.change.chunk, Some(delivery.origin)));
                }
                if let Some(to) = delivery.to {
                    self.recv = to;
                    remember(&mut self.remembered, to);
                }
                self.healing &= !delivery.healed;
                Input::Applied(vec![])
            }
            Output::KeepAcked(mark) => {
                self.acked = mark.seq;
                return None;
            }
            Output::Healing => {
                self.healing = true;
                return None;
            }
            Output::Digest(spans) => {
                Input::Digested(spans.into_iter().map(|span| self.digest(span)).collect())
            }
            Output::Hashes(span) => {
                let in_span = self.entries(|doc, _| span.contains(*doc));
                let prefixes = Prefixes(in_span.iter().map(|entry| prefix(&entry.chunk.hash)).collect());
                Input::Hashed(Hashes { span, prefixes })
            }
            Output::CompareDue(round) => Input::Compare(due(NOW, round)),
            Output::Refused(reject) => {
                self.told.push(reject.code);
                return None;
            }
            Output::Send(_) | Output::Close(_) | Output::Notice(_) => return None,
        })
    }

    fn digest(&self, span: Span) -> Digest {
        let in_span = self.entries(|doc, _| span.contains(*doc));
        Digest::of(span, in_span.iter().map(|entry| &entry.chunk.hash))
    }
}
