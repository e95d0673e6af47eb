//! Business days of a whole branch in one process: a box, its printers and tablets, and an independent bookkeeper; and the
//! real binary under kill -9 and other misfortunes.
//!
//! Reading order: `world` (the branch), `tablet` (what people do), `carta` (what they order), `model` (the books that
//! must agree), `rush` (a day's orders); `cloud_world` and `caja` (a cloud and the boxes enrolled at it), `both_sides` (what
//! the two have, held against each other), `wire` (a box that says what it likes); `process` (the real binaries); `postgres`
//! (a database server). Helpers panic when the world is not as the story says; only what is asked of the box is an
//! [`Answer`].
//!
//! [`Answer`]: answer::Answer

pub mod answer;
pub mod both_sides;
pub mod caja;
pub mod carta;
pub mod cloud_world;
pub mod hand_clock;
pub mod ids;
pub mod model;
pub mod postgres;
pub mod process;
pub mod rush;
pub mod screen;
pub mod tablet;
pub mod wait;
pub mod wire;
pub mod world;
