//! What boxes send becomes part of the company: verified, merged, projected, in one transaction.
