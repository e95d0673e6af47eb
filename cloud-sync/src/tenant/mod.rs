//! The one door of a company's data: what people edit here becomes changes of documents, which boxes get by sync.

pub mod edit;
