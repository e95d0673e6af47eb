//! Changes of others joining a document: all of them when all are sound, else one by one, so that a bad one takes nobody
//! with it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use uuid::Uuid;

use super::inspect::{CHANGES_MAX, DOCUMENT_MAX, Inspected, Refused};
use crate::document::{Author, Chunk, DocKind, Document, DocumentError, check};

/// A sound change for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub kind: DocKind,
    pub doc: Uuid,
    pub change: Inspected,
}

/// What came of merging changes into one document.
#[derive(Debug)]
pub struct Merged {
    /// The document with what was accepted; none when there is nothing of it.
    pub document: Option<Document>,
    pub accepted: Vec<Chunk>,
    pub refused: Vec<(Chunk, Refused)>,
}

/// Merges `incoming` changes (none of them stored yet) into the document that the `stored` changes make up.
///
/// # Errors
/// When the stored changes themselves make up no document: damage here, not there.
pub fn merge(
    kind: DocKind,
    doc: Uuid,
    stored: &[Vec<u8>],
    incoming: Vec<Chunk>,
    author: Author,
) -> Result<Merged, DocumentError> {
    if let Some(document) = together(kind, doc, stored, &incoming, author) {
        return Ok(Merged { document: Some(document), accepted: incoming, refused: Vec::new() });
    }
    let mut held: Vec<Vec<u8>> = stored.to_vec();
    let mut merged = Merged { document: None, accepted: Vec::new(), refused: Vec::new() };
    let mut waiting = incoming;
    // What misses a dependency may find it among those that come after it.
    loop {
        let before = waiting.len();
        let mut missing = Vec::new();
        for chunk in waiting {
            match one_more(kind, doc, &held, &chunk, author) {
                Ok(()) => {
                    held.push(chunk.bytes.clone());
                    merged.accepted.push(chunk);
                }
                Err(Refused::MissingDependency) => missing.push(chunk),
                Err(refused) => merged.refused.push((chunk, refused)),
            }
        }
        waiting = missing;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    merged.refused.extend(waiting.into_iter().map(|chunk| (chunk, Refused::MissingDependency)));
    if !held.is_empty() {
        merged.document = Some(Document::load(held.iter().map(Vec::as_slice), author)?);
    }
    Ok(merged)
}

/// The usual case: everything is sound and fits.
fn together(
    kind: DocKind,
    doc: Uuid,
    stored: &[Vec<u8>],
    incoming: &[Chunk],
    author: Author,
) -> Option<Document> {
    let size: usize = stored.iter().map(Vec::len).chain(incoming.iter().map(|chunk| chunk.bytes.len())).sum();
    if size > DOCUMENT_MAX || stored.len() + incoming.len() > CHANGES_MAX {
        return None;
    }
    let all = || stored.iter().map(Vec::as_slice).chain(incoming.iter().map(|chunk| chunk.bytes.as_slice()));
    let built = catch_unwind(AssertUnwindSafe(|| {
        let document = Document::load(all(), author).ok()?;
        check(kind, doc, &document).ok()?;
        Some(document)
    }));
    built.unwrap_or(None)
}

/// Whether one more change fits what is held.
fn one_more(
    kind: DocKind,
    doc: Uuid,
    held: &[Vec<u8>],
    chunk: &Chunk,
    author: Author,
) -> Result<(), Refused> {
    let size: usize = held.iter().map(Vec::len).sum::<usize>() + chunk.bytes.len();
    if size > DOCUMENT_MAX || held.len() >= CHANGES_MAX {
        return Err(Refused::TooLarge);
    }
    let tried = catch_unwind(AssertUnwindSafe(|| {
        let bytes = held.iter().map(Vec::as_slice).chain([chunk.bytes.as_slice()]);
        let document = Document::load(bytes, author)?;
        check(kind, doc, &document)
    }));
    match tried {
        Ok(Ok(())) => Ok(()),
        Ok(Err(DocumentError::Incomplete { .. })) => Err(Refused::MissingDependency),
        Ok(Err(broken)) => Err(Refused::BreaksSchema(chain(&broken))),
        Err(_) => Err(Refused::Malformed),
    }
}

fn chain(error: &DocumentError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests;
