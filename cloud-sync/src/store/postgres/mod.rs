//! PostgreSQL: one database for all companies, kept apart by row-level security; for several instances side by side.
