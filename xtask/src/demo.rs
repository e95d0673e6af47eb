//! `cargo xtask demo`: a whole company on this machine, from nothing to the first sale: two branches with their boxes and
//! printers, and the cloud they sync with.

mod welcome;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::child::{stop_all_when_asked, stopping};
use crate::cloud::Place;
use crate::company::{BoxPlan, Company, Plan, Seeds};
use crate::repo::{self, Profile};
use crate::ui;
use welcome::welcome;

/// How fast the virtual printers print: a common 80 mm printer, in mm/s.
const PAPER_SPEED: u32 = 200;

/// `cargo xtask demo`
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Port of the first branch's box
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the second branch's box
    #[arg(long, default_value_t = 8081)]
    second_port: u16,
    /// Port of the cloud
    #[arg(long, default_value_t = 8090)]
    cloud_port: u16,
    /// Port of the second instance of the cloud, with --postgres
    #[arg(long, default_value_t = 8091)]
    second_cloud_port: u16,
    /// Port (UDP) where boxes dial the cloud; a second instance takes the next one
    #[arg(long, default_value_t = 4433)]
    quic_port: u16,
    /// Port of the page that shows the first branch's paper; the second branch's is the next one
    #[arg(long, default_value_t = 9180)]
    printers_port: u16,
    /// Two instances of the cloud over a private PostgreSQL, instead of one over SQLite
    #[arg(long)]
    postgres: bool,
    /// Port of that PostgreSQL
    #[arg(long, default_value_t = 5499)]
    postgres_port: u16,
    /// Folder of the data, kept between starts [default: data/demo, with --postgres data/demo-postgres]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Build with optimisation (slower to build, faster to run)
    #[arg(long)]
    release: bool,
}

impl Demo {
    /// Builds everything, starts it, and stays until Ctrl-C or until something dies.
    pub fn run(self) -> Result<()> {
        let folder = if self.postgres { "data/demo-postgres" } else { "data/demo" };
        let data = repo::root().join(self.data.clone().unwrap_or_else(|| folder.into()));
        let logs = data.with_extension("logs");
        let plan = |binaries| -> Result<Plan> {
            Ok(Plan {
                binaries,
                data: data.clone(),
                logs: logs.clone(),
                clouds: self.clouds(),
                postgres: self.postgres.then_some(self.postgres_port),
                boxes: self.boxes(),
                speed_mm_s: PAPER_SPEED,
                seeds: Seeds::demo()?,
            })
        };
        ports_are_free(&plan(PathBuf::new())?)?;
        stop_all_when_asked(format!("\nCerrando… los datos quedan en {}", data.display()), 0)?;
        println!("1/3 Pantallas (npm)…");
        ui::build()?;
        println!("2/3 Cajas, nube e impresoras (cargo)…");
        let profile = if self.release { Profile::Release } else { Profile::Dev };
        let binaries = repo::build_binaries(profile)?;
        println!("3/3 Abriendo las sucursales…");
        let mut company = Company::start(plan(binaries)?)?;
        println!("{}", welcome(&company, &data, &logs)?);
        stay(&mut company)
    }

    fn clouds(&self) -> Vec<Place> {
        let place = |port, quic| Place { listen: here(port), quic: here(quic) };
        let first = place(self.cloud_port, self.quic_port);
        let second = self.postgres.then(|| place(self.second_cloud_port, self.quic_port.saturating_add(1)));
        std::iter::once(first).chain(second).collect()
    }

    fn boxes(&self) -> Vec<BoxPlan> {
        [(self.port, self.printers_port), (self.second_port, self.printers_port.saturating_add(1))]
            .map(|(port, page)| BoxPlan { listen: here(port), printers_web: here(page) })
            .into()
    }
}

fn here(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

/// Says which port is taken before ten minutes of building.
fn ports_are_free(plan: &Plan) -> Result<()> {
    let mut wanted = Vec::new();
    for (number, boxed) in plan.boxes.iter().enumerate() {
        wanted.extend([(boxed.listen, "a box"), (boxed.printers_web, "the page of the printers")]);
        for printer in plan.seeds.clone().printers_of(number)?["printers"].as_array().into_iter().flatten() {
            let address = printer["address"].as_str().context("a printer without an address")?;
            let address = address.parse().with_context(|| format!("read the printer address {address}"))?;
            wanted.push((address, "a printer"));
        }
    }
    wanted.extend(plan.clouds.iter().map(|cloud| (cloud.listen, "the cloud")));
    wanted.extend(plan.postgres.map(|port| (here(port), "PostgreSQL")));
    for (address, what) in wanted {
        TcpListener::bind(address).with_context(|| taken(address, what))?;
    }
    for cloud in &plan.clouds {
        UdpSocket::bind(cloud.quic).with_context(|| taken(cloud.quic, "boxes that dial the cloud"))?;
    }
    Ok(())
}

fn taken(address: SocketAddr, what: &str) -> String {
    format!(
        "{address} is wanted for {what} and taken: is another demo running? Ports are chosen with --port and \
         the like, see `cargo xtask demo --help`"
    )
}

/// Stays until a program ends by itself, which is an error; Ctrl-C ends us elsewhere, see [`stop_all_when_asked`].
fn stay(company: &mut Company) -> Result<()> {
    loop {
        for child in company.children() {
            let ended = child.ended()?;
            if let Some(status) = ended.filter(|_| !stopping()) {
                bail!("{} ended with {status}:\n{}", child.name(), child.last_words());
            }
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let plan = Plan {
            binaries: PathBuf::new(),
            data: PathBuf::new(),
            logs: PathBuf::new(),
            clouds: vec![Place { listen: address, quic: here(0) }],
            postgres: None,
            boxes: Vec::new(),
            speed_mm_s: 0,
            seeds: Seeds::demo().unwrap(),
        };
        let error = ports_are_free(&plan).unwrap_err().to_string();
        assert!(error.contains(&address.to_string()) && error.contains("the cloud"), "{error}");
    }
}
