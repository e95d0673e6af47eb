//! A company at work on this machine: the cloud, and boxes of its branches that were enrolled with it. Everything a box
//! knows came to it by sync.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::child::Child;
use crate::cloud::{Base, Instance, Place};
use crate::{postgres, repo, sh, shop};

/// What to start.
#[derive(Debug)]
pub struct Plan {
    pub binaries: PathBuf,
    /// The folder everything is kept in; a new one is seeded and its boxes enrolled, an old one goes on.
    pub data: PathBuf,
    pub logs: PathBuf,
    /// One instance of the cloud at each; more than one needs a PostgreSQL.
    pub clouds: Vec<Place>,
    /// The port of a private PostgreSQL; none: SQLite.
    pub postgres: Option<u16>,
    /// The boxes of the first branches, in the sequence of the seed.
    pub boxes: Vec<BoxPlan>,
    /// Paper speed of the printers in mm/s; 0 prints at once.
    pub speed_mm_s: u32,
    pub seeds: Seeds,
}

/// Where a box and the page of its printers listen; port 0 takes a free one.
#[derive(Debug, Clone, Copy)]
pub struct BoxPlan {
    pub listen: SocketAddr,
    pub printers_web: SocketAddr,
}

/// The companies that are planted: one whose boxes run, and those that are only there.
#[derive(Debug, Clone)]
pub struct Seeds {
    /// The main branch, its printers, and what all branches share.
    pub base: Value,
    /// The company, and the branches after the main one.
    pub company: Value,
    pub others: Vec<PathBuf>,
}

/// What runs. Fields stop in this sequence: boxes before their printers, the cloud before its database.
#[derive(Debug)]
pub struct Company {
    pub boxes: Vec<BranchBox>,
    pub clouds: Vec<Instance>,
    pub postgres: Option<postgres::Server>,
    pub seeds: Seeds,
}

/// A box at work, with its printers.
#[derive(Debug)]
pub struct BranchBox {
    pub branch: Value,
    pub edge: Child,
    pub printers: Child,
    pub listen: SocketAddr,
    pub printers_web: SocketAddr,
}

impl Seeds {
    /// The demonstration companies.
    pub fn demo() -> Result<Self> {
        let demo = repo::root().join("cloud-sync/demo");
        Ok(Self {
            base: json(&repo::demo_shop())?,
            company: json(&demo.join("la-papa-criolla.json"))?,
            others: vec![demo.join("perros-el-mono.json")],
        })
    }

    /// The branches, the main one first.
    pub fn branches(&self) -> Vec<&Value> {
        let more = self.company["branches"].as_array().into_iter().flatten();
        std::iter::once(&self.base["branch"]).chain(more).collect()
    }

    /// The part of a seed that has the printers of a branch.
    pub fn printers_of(&mut self, branch: usize) -> Result<&mut Value> {
        if branch == 0 {
            return Ok(&mut self.base);
        }
        self.company["branches"].get_mut(branch - 1).with_context(|| format!("there is no branch {branch}"))
    }

    /// What the other companies' files say.
    pub fn others(&self) -> Result<Vec<Value>> {
        self.others.iter().map(|file| json(file)).collect()
    }

    /// Writes the seed files into a folder and answers them.
    fn write(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let mut company = self.company.clone();
        company["base"] = "base.json".into();
        let mut files = vec![folder.join("company.json")];
        for (path, value) in [(&files[0], &company), (&folder.join("base.json"), &self.base)] {
            let text = serde_json::to_vec_pretty(value).context("write a seed")?;
            fs::write(path, text).with_context(|| format!("write {}", path.display()))?;
        }
        files.extend(self.others.iter().cloned());
        Ok(files)
    }
}

impl Company {
    /// Starts printers, the cloud and the boxes, and waits until all are ready.
    pub fn start(plan: Plan) -> Result<Self> {
        fs::create_dir_all(&plan.logs).context("create the log folder")?;
        fs::create_dir_all(&plan.data).with_context(|| format!("create {}", plan.data.display()))?;
        let Plan { binaries, data, logs, mut seeds, .. } = plan;
        let postgres = match plan.postgres {
            Some(port) => Some(postgres::Server::start(&data.join("postgres"), port)?),
            None => None,
        };
        let mut printers = Vec::new();
        for (number, boxed) in plan.boxes.iter().enumerate() {
            let logs = logs.join(folder_of(seeds.branches()[number])?);
            fs::create_dir_all(&logs).context("create the log folder")?;
            let part = seeds.printers_of(number)?;
            printers.push(shop::start_printers(&binaries, &logs, part, boxed.printers_web, plan.speed_mm_s)?);
        }
        let roles = postgres.as_ref().map(|server| (server.app(), server.owner()));
        let base =
            Base { binaries: binaries.clone(), data: data.clone(), logs: logs.clone(), postgres: roles };
        if base.is_new() {
            refuse_orphans(&data, &seeds, plan.boxes.len())?;
            base.seed(&seeds.write(&logs)?)?;
        }
        let mut clouds = Vec::new();
        for (number, place) in plan.clouds.iter().enumerate() {
            clouds.push(base.start(number, *place)?);
        }
        let cloud = clouds.first().context("a company needs a cloud")?.listen;
        let mut boxes = Vec::new();
        for (number, (boxed, (printers, printers_web))) in plan.boxes.iter().zip(printers).enumerate() {
            let branch = seeds.branches()[number].clone();
            let folder = folder_of(&branch)?;
            let (data, logs) = (data.join(&folder), logs.join(&folder));
            if shop::is_new(&data)? {
                let code = enrolment_code(cloud, &seeds, &branch)?;
                enrol(&binaries, &data, cloud, &code)?;
            }
            let (edge, listen) = shop::start_box(&binaries, &data, &logs, boxed.listen)?;
            boxes.push(BranchBox { branch, edge, printers, listen, printers_web });
        }
        Ok(Self { boxes, clouds, postgres, seeds })
    }

    /// Everything that runs, to be looked after.
    pub fn children(&mut self) -> impl Iterator<Item = &mut Child> {
        let boxes = self.boxes.iter_mut().flat_map(|boxed| [&mut boxed.edge, &mut boxed.printers]);
        let clouds = self.clouds.iter_mut().map(|cloud| &mut cloud.child);
        boxes.chain(clouds).chain(self.postgres.as_mut().map(postgres::Server::child))
    }
}

/// The folder of a branch's box: its name in plain letters.
pub fn folder_of(branch: &Value) -> Result<String> {
    let name = branch["name"].as_str().context("a branch without a name")?;
    Ok(name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect())
}

/// A box of a cloud that is gone can neither sync with the new one nor be enrolled with it.
fn refuse_orphans(data: &Path, seeds: &Seeds, boxes: usize) -> Result<()> {
    for branch in seeds.branches().into_iter().take(boxes) {
        let folder = data.join(folder_of(branch)?);
        if !shop::is_new(&folder)? {
            bail!("{} is the box of a cloud that is gone: remove {}", folder.display(), data.display());
        }
    }
    Ok(())
}

/// Asks the cloud for a code, as the owner would on its pages.
fn enrolment_code(cloud: SocketAddr, seeds: &Seeds, branch: &Value) -> Result<String> {
    let staff = seeds.base["staff"].as_array().context("the seed has no staff")?;
    let is_admin =
        |person: &&Value| person["roles"].as_array().is_some_and(|roles| roles.contains(&"admin".into()));
    let owner = staff.iter().find(is_admin).context("nobody in the seed is admin")?;
    let mut client = shop::login(cloud, &seeds.company["company"]["slug"], owner)?;
    let branch = branch["branch_id"].as_str().context("a branch without an id")?;
    let answer = client.request("POST", &format!("/api/v1/branches/{branch}/boxes"), None, b"")?;
    let code = answer.ok().context("ask for an enrolment code")?;
    Ok(code["code"].as_str().context("an answer without a code")?.to_owned())
}

fn enrol(binaries: &Path, data: &Path, cloud: SocketAddr, code: &str) -> Result<()> {
    let enrolled = sh::run(
        Command::new(binaries.join("edge-node"))
            .env("FASTOPS_LOG", "warn")
            .args(["enrol", "--data"])
            .arg(data)
            .args(["--cloud", &format!("http://{cloud}"), "--code", code]),
    );
    if enrolled.is_err() && data.exists() {
        // Half a box must not be taken for a box at the next start; the folder was ours alone a moment ago.
        fs::remove_dir_all(data).context("remove the half-enrolled folder")?;
    }
    enrolled
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_has_a_main_branch_and_another() {
        let mut seeds = Seeds::demo().unwrap();
        let names: Vec<String> =
            seeds.branches().into_iter().map(|branch| folder_of(branch).unwrap()).collect();
        assert_eq!(names, ["chapinero", "kennedy"]);
        for number in 0..names.len() {
            assert!(seeds.printers_of(number).unwrap()["printers"].as_array().unwrap().len() >= 4);
        }
        assert!(seeds.printers_of(2).is_err());
        assert!(seeds.others.iter().all(|file| file.exists()));
    }

    #[test]
    fn the_company_is_written_beside_its_base() {
        let folder = tempfile::tempdir().unwrap();
        let mut seeds = Seeds::demo().unwrap();
        shop::take_free_ports(seeds.printers_of(1).unwrap()).unwrap();
        let files = seeds.write(folder.path()).unwrap();
        let company = json(&files[0]).unwrap();
        let base = json(&folder.path().join(company["base"].as_str().unwrap())).unwrap();
        assert_eq!(base, seeds.base);
        assert_eq!(company["branches"][0]["printers"][0]["address"], "127.0.0.1:0");
    }

    #[test]
    fn a_box_without_its_cloud_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let seeds = Seeds::demo().unwrap();
        refuse_orphans(folder.path(), &seeds, 2).unwrap();
        fs::create_dir(folder.path().join("kennedy")).unwrap();
        fs::write(folder.path().join("kennedy/branch.db"), "x").unwrap();
        assert!(refuse_orphans(folder.path(), &seeds, 2).unwrap_err().to_string().contains("kennedy"));
    }
}
