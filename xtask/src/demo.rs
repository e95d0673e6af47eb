//! `cargo xtask demo`: a whole shop on this machine, from nothing to the first sale.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::child::{stop_all_when_asked, stopping};
use crate::repo::{self, Profile};
use crate::shop::{Plan, Shop};
use crate::ui;

/// Where the virtual printers show their paper.
const PRINTERS_WEB: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9180);
/// How fast the virtual printers print: a common 80 mm printer, in mm/s.
const PAPER_SPEED: u32 = 200;

/// `cargo xtask demo`
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Port of the box
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the box's data; kept between starts
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// Build with optimisation (slower to build, faster to run)
    #[arg(long)]
    release: bool,
}

impl Demo {
    /// Builds everything, starts it, and stays until Ctrl-C or until something dies.
    pub fn run(self) -> Result<()> {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let text = std::fs::read_to_string(repo::demo_shop()).context("read the demonstration shop")?;
        let seed: Value = serde_json::from_str(&text).context("read the demonstration shop")?;
        ports_are_free(listen, &seed)?;
        let data = repo::root().join(&self.data);
        stop_all_when_asked(format!("\nCerrando… los datos quedan en {}", data.display()), 0)?;
        println!("1/3 Pantallas (npm)…");
        ui::build()?;
        println!("2/3 Caja e impresoras (cargo)…");
        let profile = if self.release { Profile::Release } else { Profile::Dev };
        let binaries = repo::build_binaries(profile)?;
        println!("3/3 Abriendo el local…");
        let mut shop = Shop::start(Plan {
            binaries,
            logs: data.with_extension("logs"),
            data: data.clone(),
            seed,
            listen,
            printers_web: PRINTERS_WEB,
            speed_mm_s: PAPER_SPEED,
        })?;
        println!("{}", welcome(listen, &shop.seed, &data));
        stay(&mut shop)
    }
}

/// Says which port is taken before ten minutes of building.
fn ports_are_free(listen: SocketAddr, seed: &Value) -> Result<()> {
    let printers = seed["printers"].as_array().into_iter().flatten();
    let mut wanted = vec![listen, PRINTERS_WEB];
    for printer in printers {
        let address = printer["address"].as_str().context("a printer without an address")?;
        wanted.push(address.parse().with_context(|| format!("read the printer address {address}"))?);
    }
    for address in wanted {
        TcpListener::bind(address).with_context(|| {
            format!("{address} is taken: is another demo running? (the box's port is chosen with --port)")
        })?;
    }
    Ok(())
}

/// Stays until a program ends by itself, which is an error; Ctrl-C ends us elsewhere, see [`stop_all_when_asked`].
fn stay(shop: &mut Shop) -> Result<()> {
    loop {
        for child in [&mut shop.edge, &mut shop.printers] {
            let ended = child.ended()?;
            if let Some(status) = ended.filter(|_| !stopping()) {
                bail!("{} ended with {status}:\n{}", child.name(), child.last_words());
            }
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// What a person needs to know, in a box.
fn welcome(listen: SocketAddr, seed: &Value, data: &Path) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![
        format!("{} · {} está abierto", text(&seed["company"]["name"]), text(&seed["branch"]["name"])),
        String::new(),
        format!("Vender y cocina   http://{listen}/"),
        format!("Papel impreso     http://{PRINTERS_WEB}/"),
        format!("API               http://{listen}/docs"),
        String::new(),
        format!("Empresa: {}", text(&seed["company"]["slug"])),
        format!("{:<10} {:<22} {:<6} {}", "Usuario", "Contraseña", "PIN", "Rol"),
    ];
    for person in seed["staff"].as_array().into_iter().flatten() {
        let roles: Vec<String> = person["roles"].as_array().into_iter().flatten().map(text).collect();
        let (user, password, pin) =
            (text(&person["username"]), text(&person["password"]), text(&person["pin"]));
        lines.push(format!("{user:<10} {password:<22} {pin:<6} {}", roles.join(", ")));
    }
    let printers: Vec<String> =
        seed["printers"].as_array().into_iter().flatten().map(|printer| text(&printer["name"])).collect();
    lines.extend([
        String::new(),
        format!("Impresoras: {}", printers.join(", ")),
        format!("Datos en {}; registros en {}", data.display(), data.with_extension("logs").display()),
        "Ctrl-C cierra todo; al volver a abrir, todo sigue ahí.".to_owned(),
    ]);
    framed(&lines)
}

/// Lines in a frame as wide as the longest.
fn framed(lines: &[String]) -> String {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let bar = "─".repeat(width + 2);
    let body: Vec<String> =
        lines.iter().map(|line| format!("│ {line}{} │", " ".repeat(width - line.chars().count()))).collect();
    format!("╭{bar}╮\n{}\n╰{bar}╯", body.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_counts_letters_not_bytes() {
        assert_eq!(framed(&["ñ".to_owned(), "abc".to_owned()]), "╭─────╮\n│ ñ   │\n│ abc │\n╰─────╯");
    }

    #[test]
    fn everybody_s_way_in_is_shown() {
        let text = std::fs::read_to_string(repo::demo_shop()).unwrap();
        let seed: Value = serde_json::from_str(&text).unwrap();
        let shown = welcome("127.0.0.1:8080".parse().unwrap(), &seed, Path::new("data/demo"));
        for person in seed["staff"].as_array().unwrap() {
            for key in ["username", "password", "pin"] {
                assert!(shown.contains(person[key].as_str().unwrap()), "{key} of {}", person["name"]);
            }
        }
    }

    #[test]
    fn a_taken_port_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error = ports_are_free(address, &serde_json::json!({ "printers": [] })).unwrap_err().to_string();
        assert!(error.contains(&address.to_string()), "{error}");
    }
}
