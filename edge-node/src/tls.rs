//! The one cryptography that TLS uses here, for every library that speaks it.

/// Chooses *ring* for this process, once; libraries that find two to choose from, or none, would panic.
pub fn install() {
    // Somebody chose before: then it is chosen.
    drop(rustls::crypto::ring::default_provider().install_default());
}
