//! The links, each by what it does to packets.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

/// What runs in every test run.
pub const SMOKE: &str = "4g,no-udp";

/// A link.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: &'static str,
    /// Branch to cloud and back, while the branch works and the cloud is out of reach or nearly so.
    pub bad: [Value; 2],
    /// The same, once the line is back: as bad as before where that still is a line.
    pub back: [Value; 2],
    /// How long after the line is back the cloud may take to have it all, in seconds, for so many orders as the numbers in
    /// docs/benchmarks.md are of.
    pub within_s: u64,
    /// Bytes on the link for a hundred bytes of packed changes, at most.
    pub bytes_percent: u64,
    /// The ways that must have been used; any, when none is named.
    pub paths: &'static [&'static str],
}

fn both(way: &Value) -> [Value; 2] {
    [way.clone(), way.clone()]
}

impl Profile {
    fn steady(name: &'static str, way: &Value, within_s: u64, bytes_percent: u64) -> Self {
        Self { name, bad: both(way), back: both(way), within_s, bytes_percent, paths: &[] }
    }

    /// All of them.
    pub fn all() -> Vec<Self> {
        let calm = json!({});
        let cut = json!({"cut": true});
        vec![
            Self::steady("calm", &calm, 10, 300),
            Self::steady("4g", &json!({"delay_ms": 80, "jitter_ms": 40, "loss": 0.02}), 10, 300),
            Self::steady("satellite", &json!({"delay_ms": 600, "jitter_ms": 20, "loss": 0.01}), 30, 300),
            Self::steady(
                "hell",
                &json!({"delay_ms": 300, "jitter_ms": 200, "loss": 0.3, "reorder": 0.1, "duplicate": 0.02}),
                300,
                300,
            ),
            Self::steady("16kbit", &json!({"delay_ms": 300, "rate": 16_000, "queue_ms": 3000}), 240, 400),
            Self::steady("64kbit", &json!({"delay_ms": 40, "rate": 64_000, "queue_ms": 2000}), 120, 300),
            Self::steady("flapping", &json!({"delay_ms": 40, "open_s": 5, "closed_s": 25}), 120, 300),
            Self { bad: [cut.clone(), calm.clone()], ..Self::steady("one-way-up", &calm, 10, 300) },
            Self { bad: [calm.clone(), cut], ..Self::steady("one-way-down", &calm, 10, 300) },
            Self::steady("mtu-1280", &json!({"delay_ms": 20, "mtu": 1280}), 10, 300),
            Self {
                paths: &["relay", "https"],
                ..Self::steady("no-udp", &json!({"delay_ms": 20, "no_udp": true}), 25, 300)
            },
            Self {
                paths: &["https"],
                ..Self::steady("web-only", &json!({"delay_ms": 20, "no_udp": true, "no_port": 3340}), 25, 300)
            },
        ]
    }

    /// Those of these names, with commas between; `all`.
    pub fn named(names: &str) -> Result<Vec<Self>> {
        if names == "all" {
            return Ok(Self::all());
        }
        let known: Vec<&str> = Self::all().iter().map(|profile| profile.name).collect();
        for name in names.split(',') {
            ensure!(known.contains(&name), "no link is called {name}; there are {}", known.join(", "));
        }
        Ok(Self::all()
            .into_iter()
            .filter(|profile| names.split(',').any(|name| name == profile.name))
            .collect())
    }
}
