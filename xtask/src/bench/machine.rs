//! What the machine says: the time of its disk, the processor and memory a process used.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::latency::Latencies;

/// How long appending one page and `fdatasync` takes in a folder: the floor under every acknowledged order.
pub fn fdatasync(folder: &Path, limit: Duration) -> Result<Latencies> {
    let path = folder.join("fdatasync.probe");
    let mut file = File::create(&path).context("create the probe file")?;
    let mut seen = Latencies::default();
    let started = Instant::now();
    while started.elapsed() < limit {
        let write = Instant::now();
        file.write_all(&[0x5a; 4096]).context("write the probe")?;
        file.sync_data().context("sync the probe")?;
        seen.add(write.elapsed());
    }
    fs::remove_file(&path).context("remove the probe file")?;
    Ok(seen)
}

/// Processor time a process has used so far, user and system.
pub fn cpu(pid: u32) -> Result<Duration> {
    let stat =
        fs::read_to_string(format!("/proc/{pid}/stat")).context("read the process's processor time")?;
    // The second field is the name in parentheses and may hold blanks; fields 14 and 15 are the times (proc(5)).
    let after_name = stat.rsplit_once(')').context("an odd /proc stat line")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = [11, 12].iter().filter_map(|field| fields.get(*field)?.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 1000 / ticks_per_second()))
}

/// Resident and proportional memory of a process, in KiB.
pub fn memory_kib(pid: u32) -> Result<(u64, u64)> {
    let rollup =
        fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).context("read the process's memory")?;
    let value = |name: &str| {
        let line = rollup.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    };
    Ok((value("Rss"), value("Pss")))
}

/// The unit of processor times in `/proc`; 100 on every common Linux.
fn ticks_per_second() -> u64 {
    let asked = Command::new("getconf").arg("CLK_TCK").output().ok();
    let text = asked.and_then(|output| String::from_utf8(output.stdout).ok());
    text.and_then(|text| text.trim().parse().ok()).filter(|ticks| *ticks > 0).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_process_has_used_memory_and_a_processor() {
        let me = std::process::id();
        let before = cpu(me).unwrap();
        let started = Instant::now();
        let mut spun = 0_u64;
        while cpu(me).unwrap() == before && started.elapsed() < Duration::from_secs(20) {
            spun = std::hint::black_box(spun + 1);
        }
        assert!(cpu(me).unwrap() > before);
        let (rss, pss) = memory_kib(me).unwrap();
        assert!(rss >= pss && pss > 0);
    }

    #[test]
    fn the_disk_is_measured_and_the_probe_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(fdatasync(folder.path(), Duration::from_millis(30)).unwrap().count() > 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
