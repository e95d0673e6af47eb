//! Merges what all branches of all companies did.
