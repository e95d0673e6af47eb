//! Business days of a whole branch in one process: a box, its printers and tablets, and an independent bookkeeper; and the
//! real binary under kill -9 and other misfortunes.
//!
//! Reading order: `world` (the branch), `tablet` (what people do), `carta` (what they order), `model` (the books that
//! must agree); `process` (the real binary); `postgres` (a database server). Helpers panic when the world is not as the story says; only what is asked of
//! the box is an [`Answer`].
//!
//! [`Answer`]: answer::Answer

pub mod answer;
pub mod carta;
pub mod cloud_world;
pub mod hand_clock;
pub mod ids;
pub mod model;
pub mod postgres;
pub mod process;
pub mod screen;
pub mod tablet;
pub mod world;
