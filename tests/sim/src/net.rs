//! Connections: frames in sequence within one, none promised between two; slow, cut one way, truncated, or half gone.

use std::collections::{BTreeSet, VecDeque};

use shared_model::sync::peer::{Input, Output, Peer};

/// One end of a connection.
#[derive(Debug)]
pub struct End {
    pub node: usize,
    /// The life of the node that opened it: a later life knows nothing of it.
    pub life: u64,
    pub peer: Peer,
    pub todo: VecDeque<Output>,
    pub inbox: VecDeque<Input>,
    /// Storage has a delivery that is not durable yet.
    pub waits: bool,
    /// Positions that may be acknowledged.
    pub durable: BTreeSet<u64>,
    /// True time of the last frame that came in.
    pub heard_at: u64,
    pub open: bool,
}

/// A connection of a box with the cloud: end 0 is the box's.
#[derive(Debug)]
pub struct Link {
    pub the_box: usize,
    pub ends: [End; 2],
    /// When the last frame towards each end arrives: later ones come after it.
    pub arrives_at: [u64; 2],
}
