//! Stories of the cloud, and the doors somebody might try. Each opens a world of its own.

mod access;
mod access_rules;
mod boxes;
mod catalogue;
mod chain;
mod counter;
mod doors;
mod exports;
mod forgeries;
mod founding;
mod live;
mod openapi;
mod people;
mod platform;
mod reports;
mod sign_in;
mod subscription;
mod things;
mod upkeep;
