//! What joins a document and what does not.
