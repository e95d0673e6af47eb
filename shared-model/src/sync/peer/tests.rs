//! Two peers and a queue are a network.
