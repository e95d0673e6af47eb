//! The table for docs/benchmarks.md.

use std::time::Duration;

use crate::visit::Visited;

/// One row for each link.
pub fn table(visited: &[Visited]) -> String {
    let mut lines = vec![
        "| link | orders | in the cloud after | out of reach noticed after | path | packed kB | on the link kB (UDP + TCP) | ratio | lost packets | POST p99 calm / bad / cut ms |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(visited.iter().map(row));
    lines.join("\n")
}

fn row(visited: &Visited) -> String {
    let Visited { name, orders, converged, path, payload, counts, .. } = visited;
    let percent = visited.bytes_percent();
    format!(
        "| {name} | {orders} | {} s | {} | {path} | {} | {} ({} + {}) | {}.{:02} | {} of {} | {} / {} / {} |",
        tenths(*converged),
        visited.noticed.map_or_else(|| "not asked".to_owned(), |noticed| format!("{} s", tenths(noticed))),
        payload / 1000,
        counts.bytes() / 1000,
        (counts.up.udp + counts.down.udp) / 1000,
        (counts.up.tcp + counts.down.tcp) / 1000,
        percent / 100,
        percent % 100,
        counts.up.lost + counts.down.lost,
        counts.up.packets + counts.down.packets,
        visited.calm_p99.as_millis(),
        visited.bad_p99.as_millis(),
        visited.cut_p99.as_millis(),
    )
}

fn tenths(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
