//! Setting a company up from a file: for demonstrations, tests, and companies that move here. Planting a file again changes
//! what differs and keeps the passwords people have.

mod file;
mod plant;

pub use plant::{Planted, plant_file};
