//! The real box and the real cloud on links that nobody would choose: what was sold is in the cloud, once, soon after the
//! line is back, and selling never waited for it.
//!
//! Reading order: `profile` (the links), `visit` (what happens on each), `town` (the two programs and what is sold),
//! `wire` (the link itself, tests/scripts/link/link.py), `ledger` (what each side's database says), `namespace` (how the test
//! gets a network of its own), `report`.
//!
//! The test starts itself again inside a network namespace of its own, which is the branch; the cloud's is reached by the
//! link alone. That needs no root, but a kernel that lets users make namespaces, /dev/net/tun, `ip`, `unshare`, `nsenter`
//! and `python3`: where one is missing the test fails and names it. `FASTOPS_NO_NAMESPACES=1` says that this machine
//! cannot, and that it is known.
//!
//! `FASTOPS_LINKS=4g,hell` chooses profiles (`all`: every one), `FASTOPS_ORDERS=1000` how many orders wait for the line,
//! `FASTOPS_DARK_S=60` how long it stays cut after the box noticed. `cargo xtask link` sets them.

mod ledger;
mod namespace;
mod profile;
mod report;
mod town;
mod visit;
mod wire;

use anyhow::{Context as _, Result, ensure};

use crate::namespace::Where;
use crate::profile::{Profile, SMOKE};
use crate::visit::{Plan, visit};

#[test]
fn orders_cross_every_bad_link() -> Result<()> {
    match namespace::enter("orders_cross_every_bad_link")? {
        Where::Inside => {}
        Where::Outside => return Ok(()),
    }
    let plan = Plan { orders: number("FASTOPS_ORDERS")?.unwrap_or(150), dark_s: number("FASTOPS_DARK_S")? };
    let chosen = std::env::var("FASTOPS_LINKS").unwrap_or_else(|_| SMOKE.to_owned());
    let profiles = Profile::named(&chosen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mut told, mut failed) = (Vec::new(), Vec::new());
    for profile in &profiles {
        println!("── {}", profile.name);
        let visited = runtime.block_on(visit(profile, plan));
        match visited {
            Ok(visited) => {
                println!("{}", report::table(std::slice::from_ref(&visited)));
                failed.extend(
                    visited.broken(profile).into_iter().map(|why| format!("{}: {why}", profile.name)),
                );
                told.push(visited);
            }
            Err(error) => failed.push(format!("{}: {error:#}", profile.name)),
        }
    }
    println!("\n{}", report::table(&told));
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

fn number(name: &str) -> Result<Option<u32>> {
    let Ok(text) = std::env::var(name) else { return Ok(None) };
    text.parse().map(Some).with_context(|| format!("{name} is not a number"))
}
