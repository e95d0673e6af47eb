//! A sheet on a screen, from the same layout lines that go to the printer.

pub mod html;
pub mod png;
