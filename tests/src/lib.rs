

pub mod process;
