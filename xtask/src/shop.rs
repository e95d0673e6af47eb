//! A running shop: virtual printers and one box, seeded, ready to sell. The demo, the benchmark, the replay and the
//! scripts under `tests/scripts` all start it here.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::child::Child;
use crate::http::Client;
use crate::sh;

/// How long a program may take to get ready; generous, because a cold build machine is slow.
const PATIENCE: Duration = Duration::from_mins(1);

/// A port of this machine that whoever listens on it chooses.
pub const FREE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// What to start.
#[derive(Debug)]
pub struct Plan {
    /// Where the binaries are.
    pub binaries: PathBuf,
    /// The folder the box keeps its data in; a new one is seeded, an old one is sold from.
    pub data: PathBuf,
    /// Where programs log to.
    pub logs: PathBuf,
    /// The seed file's content; port 0 in a printer's address takes a free one.
    pub seed: Value,
    /// Port 0 takes a free one, here and for the printers' page.
    pub listen: SocketAddr,
    pub printers_web: SocketAddr,
    /// Paper speed of the printers in mm/s; 0 prints at once.
    pub speed_mm_s: u32,
}

/// What runs. Fields stop in this sequence: the box before its printers.
#[derive(Debug)]
pub struct Shop {
    pub edge: Child,
    #[expect(dead_code, reason = "dropping it stops them")]
    printers: Child,
    pub listen: SocketAddr,
    pub printers_web: SocketAddr,
    /// The seed as it was used, with the printers' real addresses.
    pub seed: Value,
    /// Where programs log to.
    pub logs: PathBuf,
}

impl Shop {
    /// Starts printers, seeds the box when its folder is new, starts the box and waits until it is ready.
    pub fn start(plan: Plan) -> Result<Self> {
        fs::create_dir_all(&plan.logs).context("create the log folder")?;
        let mut seed = plan.seed;
        let (printers, printers_web) =
            start_printers(&plan.binaries, &plan.logs, &mut seed, plan.printers_web, plan.speed_mm_s)?;
        if is_new(&plan.data)? {
            seed_box(&plan.binaries, &plan.data, &plan.logs, &seed)?;
        }
        let (edge, listen) = start_box(&plan.binaries, &plan.data, &plan.logs, plan.listen)?;
        Ok(Self { edge, printers, listen, printers_web, seed, logs: plan.logs })
    }

    /// Starts the demonstration shop (or another seed) on free ports in a folder that is thrown away afterwards.
    pub fn start_in(folder: &Path, binaries: PathBuf, mut seed: Value) -> Result<Self> {
        take_free_ports(&mut seed)?;
        Self::start(Plan {
            binaries,
            data: folder.join("data"),
            logs: folder.join("logs"),
            seed,
            listen: FREE,
            printers_web: FREE,
            speed_mm_s: 0,
        })
    }

    /// A client signed in as the first person of the seed who has a role.
    pub fn login(&self, role: &str) -> Result<Client> {
        let staff = self.seed["staff"].as_array().context("the seed has no staff")?;
        let has_role =
            |person: &&Value| person["roles"].as_array().is_some_and(|roles| roles.contains(&json!(role)));
        let person = staff.iter().find(has_role).with_context(|| format!("nobody in the seed is {role}"))?;
        login(self.listen, &self.seed["company"]["slug"], person)
    }
}

/// Starts a box on its data and waits until it can sell.
pub fn start_box(
    binaries: &Path,
    data: &Path,
    logs: &Path,
    listen: SocketAddr,
) -> Result<(Child, SocketAddr)> {
    let mut serve = Command::new(binaries.join("edge-node"));
    serve.arg("serve").arg("--data").arg(data).args(["--listen", &listen.to_string()]);
    let mut edge = Child::start("edge-node", &mut serve, &logs.join("edge-node.log"))?;
    let listen = listening(&mut edge)?;
    ready(&mut edge, listen)?;
    Ok((edge, listen))
}

/// The address a server of ours says it listens at.
pub fn listening(server: &mut Child) -> Result<SocketAddr> {
    server.wait_for(PATIENCE, |child| {
        let said = child.said();
        said.lines().find_map(|line| line.strip_prefix("listening on http://")?.trim().parse().ok())
    })
}

/// Waits until a server of ours says that it can work.
pub fn ready(server: &mut Child, listen: SocketAddr) -> Result<()> {
    let mut probe = Client::new(listen);
    server.wait_for(PATIENCE, |_| {
        probe.request("GET", "/health/ready", None, b"").is_ok_and(|answer| answer.ok().is_ok()).then_some(())
    })
}

/// Signs in with company, username and password.
pub fn login(server: SocketAddr, company: &Value, person: &Value) -> Result<Client> {
    let body = json!({ "company": company, "username": person["username"], "password": person["password"] });
    let mut client = Client::new(server);
    let answer = client.request("POST", "/api/v1/auth/login", None, body.to_string().as_bytes())?.ok();
    let session = answer.with_context(|| format!("sign in as {}", person["username"]))?;
    client.authorise(session["access_token"].as_str().context("a session without a token")?);
    Ok(client)
}

/// Whether a folder holds nothing yet.
pub fn is_new(data: &Path) -> Result<bool> {
    match fs::read_dir(data) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("look into {}", data.display())),
    }
}

fn seed_box(binaries: &Path, data: &Path, logs: &Path, seed: &Value) -> Result<()> {
    fs::create_dir_all(data).with_context(|| format!("create {}", data.display()))?;
    let file = logs.join("seed.json");
    fs::write(&file, serde_json::to_vec_pretty(seed).context("write the seed")?).context("write the seed")?;
    let seeded =
        sh::run(Command::new(binaries.join("edge-node")).arg("seed").arg("--data").arg(data).arg(&file));
    if seeded.is_err() {
        // Half a shop must not be taken for a shop at the next start; the folder was ours alone a moment ago.
        fs::remove_dir_all(data).context("remove the half-seeded folder")?;
    }
    seeded
}

/// Has each printer of a seed listen at a port of its own choosing.
pub fn take_free_ports(seed: &mut Value) -> Result<()> {
    for printer in seed["printers"].as_array_mut().context("the seed has no printers")? {
        printer["address"] = json!(FREE);
    }
    Ok(())
}

/// Starts the printers of a seed and writes their real addresses into it.
pub fn start_printers(
    binaries: &Path,
    logs: &Path,
    seed: &mut Value,
    web: SocketAddr,
    speed_mm_s: u32,
) -> Result<(Child, SocketAddr)> {
    let wanted = seed["printers"].as_array_mut().context("the seed has no printers")?;
    let mut command = Command::new(binaries.join("virtual-printer"));
    command.args(["--web", &web.to_string(), "--speed-mm-s", &speed_mm_s.to_string()]);
    for printer in wanted.iter() {
        let (name, address) = (printer["name"].as_str(), printer["address"].as_str());
        let (Some(name), Some(address)) = (name, address) else {
            bail!("a printer without a name or address")
        };
        command.args(["--printer", &format!("{name}={address}")]);
    }
    let mut child = Child::start("virtual-printer", &mut command, &logs.join("virtual-printer.log"))?;
    let count = wanted.len();
    let ready = child.wait_for(PATIENCE, |child| {
        let lines: Vec<Value> =
            child.said().lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        (lines.iter().filter(|line| line["address"].is_string()).count() >= count).then_some(lines)
    })?;
    for printer in wanted.iter_mut() {
        let line = ready.iter().find(|line| line["printer"] == printer["name"]);
        printer["address"] = line.context("a printer that did not get ready")?["address"].clone();
    }
    let page = ready
        .iter()
        .find_map(|line| line["page"].as_str()?.strip_prefix("http://")?.trim_end_matches('/').parse().ok());
    Ok((child, page.context("the printers' page has no address")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_empty_folder_is_new() {
        let folder = tempfile::tempdir().unwrap();
        assert!(is_new(folder.path()).unwrap());
        assert!(is_new(&folder.path().join("missing")).unwrap());
        fs::write(folder.path().join("branch.db"), b"x").unwrap();
        assert!(!is_new(folder.path()).unwrap());
    }

    /// The demonstration shop is what every figure and screenshot is made with; a slip in it shows here first.
    #[test]
    fn the_demo_shop_refers_only_to_what_it_has() {
        let text = fs::read_to_string(crate::repo::demo_shop()).unwrap();
        let seed: Value = serde_json::from_str(&text).unwrap();
        let mut known = std::collections::BTreeSet::new();
        let mut named = Vec::new();
        collect_ids(&seed, &mut known, &mut named);
        for (id, owner) in named {
            assert!(known.contains(&id), "{owner} names {id}, which is nowhere");
        }
        assert!(seed["products"].as_array().unwrap().len() >= 45);
    }

    /// An object's first key says its own id; ids under other keys name something.
    fn collect_ids(
        value: &Value,
        known: &mut std::collections::BTreeSet<String>,
        named: &mut Vec<(String, String)>,
    ) {
        const OWNERS: [(&str, &str); 12] = [
            ("company_id", "slug"),
            ("branch_id", "zone"),
            ("staff_id", "pin"),
            ("station_id", "printer_id"),
            ("printer_id", "address"),
            ("ingredient_id", "unit"),
            ("modifier_group_id", "modifiers"),
            ("modifier_id", "is_default"),
            ("category_id", "color"),
            ("product_id", "tax"),
            ("variant_id", "price"),
            ("slot_id", "options"),
        ];
        if let Value::Object(fields) = value {
            let own = OWNERS.iter().find(|(id, mark)| fields.contains_key(*id) && fields.contains_key(*mark));
            for (key, field) in fields {
                let ids =
                    if key.ends_with("_ids") { field.as_array().cloned() } else { Some(vec![field.clone()]) };
                for id in ids.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)) {
                    match own {
                        Some((own, _)) if own == key => drop(known.insert(id)),
                        _ if key.ends_with("_id") || key.ends_with("_ids") => named.push((id, key.clone())),
                        _ => (),
                    }
                }
            }
        }
        match value {
            Value::Object(fields) => fields.values().for_each(|field| collect_ids(field, known, named)),
            Value::Array(items) => items.iter().for_each(|item| collect_ids(item, known, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
        }
    }
}
