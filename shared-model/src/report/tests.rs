//! What holds of the sums after any history, and a day as its reports show it.

mod day;
mod properties;
