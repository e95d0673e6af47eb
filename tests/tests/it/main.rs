//! Stories of a branch, and the doors somebody might try. Each opens a world of its own.

mod access;
mod access_rules;
mod bad_input;
mod bad_orders;
mod busy_hour;
mod days;
mod forgeries;
mod kitchen;
mod lunch;
mod menu;
mod money;
mod openapi;
mod reports;
mod retries;
mod rounds;
mod sign_in;
mod trouble;
mod writer;
