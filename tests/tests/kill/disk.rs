//! A disk that is full, and one that takes no writes: a clear no, nothing acknowledged that is not there, and work goes on
//! the moment there is room. The disk is a few megabytes of tmpfs that only the box sees (a mount namespace of its own).

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Answer, Client, Request};
use fastops_tests::process::edge::Edge;
use fastops_tests::process::mint;
use fastops_tests::process::shop::{Shop, look};
use serde_json::json;
use tokio::process::Command;

/// Enough for the seed, the keys and some hundred orders.
const DISK: &str = "8m";
/// From room on the disk to the next order (reliability.md R6).
const BACK: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_nothing_is_acknowledged_in_vain() -> Result<()> {
    Shop::story(async |shop| {
        let edge = Edge::start(on_small_disk(shop, "true")?, &shop.log()).await?;
        let client = Client::sign_in(edge.addr, "daniela").await?;
        let menu = Menu::read(&client).await?;
        let mut acknowledged = vec![sell(&client, &menu).await?];
        ensure!(acknowledged[0].1.is_done(), "{:?}", acknowledged[0].1);
        for round in 0..3_u32 {
            let filler = as_the_box_sees(&edge, &shop.path("small")).join("filler");
            // Each round leaves a little more room, so that the disk gets full at another write.
            fill(&filler, u64::from(round) * 300_000)?;
            let refused = until_full(&client, &menu, &mut acknowledged).await?;
            ensure!(refused.1.code() == "storage-full" && refused.1.status == 507, "{:?}", refused.1);
            for _ in 0..5 {
                let (_, answer) = sell(&client, &menu).await?;
                ensure!(answer.code() == "storage-full", "round {round}: {answer:?}");
            }
            // Where an order has no room, a smaller write may still have.
            ensure!(round > 0 || edge.ready().await? == 507, "a box without room calls itself ready");
            client.get("/kitchen/orders").await.context("reading needs no room")?;

            std::fs::remove_file(&filler).context("free the disk")?;
            let begun = Instant::now();
            let again = client.send(&refused.0).await?;
            println!("round {round}: back after {:?}", begun.elapsed());
            ensure!(again.is_done() && begun.elapsed() < BACK, "{again:?} after {:?}", begun.elapsed());
            acknowledged.push((refused.0, again));
        }
        for (request, answer) in &acknowledged {
            let id = request.body["order_id"].as_str().context("an order without id")?;
            ensure!(
                client.get(&format!("/orders/{id}")).await? == answer.body,
                "{id} is not as acknowledged"
            );
        }
        let copy = frozen(&edge, shop).await?;
        let conn = look(&copy)?;
        let stored: u32 = conn.query_row("SELECT count(*) FROM sales_order", [], |row| row.get(0))?;
        let turns: u32 = conn.query_row("SELECT max(turn) FROM sales_order", [], |row| row.get(0))?;
        let count = u32::try_from(acknowledged.len())?;
        ensure!(
            (stored, turns) == (count, count),
            "{count} acknowledged, {stored} stored, numbers to {turns}"
        );
        let doctor = shop.run_on(&copy, "doctor", &[]).await?;
        println!("{count} orders on a disk that was full three times; {}", doctor.trim());
        edge.kill().await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_disk_is_said_at_the_start() -> Result<()> {
    Shop::story(async |shop| {
        let remount = format!("mount -o remount,ro '{}'", shop.path("small").display());
        let started = Edge::start(on_small_disk(shop, &remount)?, &shop.log()).await;
        let said = started.err().map(|error| format!("{error:#}")).unwrap_or_default();
        println!("{}", said.lines().last().unwrap_or_default());
        ensure!(said.contains("Read-only file system") && !said.contains("panicked"), "{said}");
        Ok(())
    })
    .await
}

/// Serves a copy of the seeded data from a small disk of its own, after `before` was done to it.
fn on_small_disk(shop: &Shop, before: &str) -> Result<Command> {
    let small = shop.path("small");
    std::fs::create_dir_all(&small).context("make the mount point")?;
    let script = format!(
        "set -e; mount -t tmpfs -o size={DISK} tmpfs '{small}'; cp -a '{data}'/. '{small}'; {before}; \
         exec '{binary}' serve --listen 127.0.0.1:0 --data '{small}'",
        small = small.display(),
        data = shop.data().display(),
        binary = shop.binary().display(),
    );
    let mut command = Command::new("unshare");
    // The second flag lets people who are not root do the same.
    command.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    Ok(command)
}

fn as_the_box_sees(edge: &Edge, path: &Path) -> PathBuf {
    let inside = path.strip_prefix("/").unwrap_or(path);
    Path::new("/proc").join(edge.pid().to_string()).join("root").join(inside)
}

/// A copy of the small disk, which goes with the last process that sees it: as it would be after a kill at this moment.
async fn frozen(edge: &Edge, shop: &Shop) -> Result<PathBuf> {
    let told = Command::new("sh").args(["-c", &format!("kill -STOP {}", edge.pid())]).status().await?;
    ensure!(told.success(), "SIGSTOP could not be sent");
    let copy = shop.path("frozen");
    std::fs::create_dir_all(&copy).context("make a directory")?;
    for file in std::fs::read_dir(as_the_box_sees(edge, &shop.path("small")))? {
        let file = file?;
        std::fs::copy(file.path(), copy.join(file.file_name())).context("copy a file")?;
    }
    Ok(copy)
}

/// Writes until there is no room, to the last byte, then gives `spare` bytes back.
fn fill(filler: &Path, spare: u64) -> Result<()> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(filler).context("make the filler")?;
    for size in [1 << 16, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
    let size = file.metadata()?.len();
    file.set_len(size.saturating_sub(spare)).context("leave some room")
}

/// Sells until the box says that it has no room; the log may still have some.
async fn until_full(
    client: &Client,
    menu: &Menu,
    acknowledged: &mut Vec<(Request, Answer)>,
) -> Result<(Request, Answer)> {
    for _ in 0..2_000 {
        let (request, answer) = sell(client, menu).await?;
        if !answer.is_done() {
            return Ok((request, answer));
        }
        acknowledged.push((request, answer));
    }
    anyhow::bail!("the disk never got full")
}

async fn sell(client: &Client, menu: &Menu) -> Result<(Request, Answer)> {
    let body = json!({
        "order_id": mint("ord"), "send_id": mint("snd"), "order_type": "takeaway", "lines": [menu.line(3)],
    });
    let request = Request::new("/orders", body);
    let answer = client.send(&request).await?;
    Ok((request, answer))
}
