//! Several virtual printers and the page that shows them, for the demo of a branch.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use virtual_printer::{Config, PaperWidth, VirtualPrinter, web};

/// Thermal printers without paper, with a page to watch and break them.
#[derive(Debug, Parser)]
struct Args {
    /// Address of the page.
    #[arg(long, default_value = "127.0.0.1:9180")]
    web: SocketAddr,
    /// A printer, as NAME=ADDRESS:PORT; may be given several times.
    #[arg(long = "printer", required = true, value_parser = named_address)]
    printers: Vec<(String, SocketAddr)>,
    /// Folder for the tickets as .txt, .png and .bin, one folder per printer in it.
    #[arg(long)]
    tape_dir: Option<PathBuf>,
    /// Paper speed; 0 prints at once.
    #[arg(long, default_value_t = 200)]
    speed_mm_s: u32,
    /// Paper width in mm.
    #[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u32).range(58..=80))]
    width_mm: u32,
}

#[tokio::main]
async fn main() -> Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let args = Args::parse();
    // Before anything is announced: whoever reads that may already ask to stop.
    let stop = asked_to_stop()?;
    let mut printers = Vec::new();
    for (name, listen) in &args.printers {
        let printer = VirtualPrinter::start(args.config(name, *listen)).await;
        printers.push(printer.with_context(|| format!("starting printer {name} on {listen}"))?);
    }
    let page = TcpListener::bind(args.web).await.with_context(|| format!("page on {}", args.web))?;
    announce(&printers, page.local_addr()?)?;
    axum::serve(page, web::router(printers)).with_graceful_shutdown(stop).await?;
    Ok(())
}

impl Args {
    fn config(&self, name: &str, listen: SocketAddr) -> Config {
        Config {
            listen,
            width: if self.width_mm < 80 { PaperWidth::Mm58 } else { PaperWidth::Mm80 },
            speed_mm_s: self.speed_mm_s,
            tape_dir: self.tape_dir.as_ref().map(|dir| dir.join(name.replace(['/', '\\'], "_"))),
            ..Config::named(name)
        }
    }
}

/// One line of JSON per printer on standard output, so that a script knows when it can print.
fn announce(printers: &[VirtualPrinter], page: SocketAddr) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for printer in printers {
        let ready = serde_json::json!({
            "printer": printer.name(),
            "address": printer.addr().to_string(),
            "page": format!("http://{page}/"),
        });
        writeln!(out, "{ready}")?;
    }
    Ok(out.flush()?)
}

/// Resolves at Ctrl-C or SIGTERM. Fails if the handlers cannot be installed.
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

fn named_address(text: &str) -> Result<(String, SocketAddr), String> {
    let (name, address) = text.rsplit_once('=').ok_or("expected NAME=ADDRESS:PORT")?;
    if name.trim().is_empty() {
        return Err("the printer needs a name".into());
    }
    let address = address.parse().map_err(|error| format!("{address}: {error}"))?;
    Ok((name.trim().to_owned(), address))
}
