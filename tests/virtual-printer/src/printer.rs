//! The printer as a test or the demo holds it in hand.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::config::Config;
use crate::device::{self, Shared};
use crate::fault::{Fault, Faults};
use crate::files;
use crate::item::Pulse;
use crate::machine::Machine;
use crate::status::Status;
use crate::tape::{Tape, Ticket};

/// A running printer; dropping it switches it off.
///
/// ```
/// # use std::time::Duration;
/// # use tokio::io::AsyncWriteExt;
/// # use virtual_printer::{Config, VirtualPrinter};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let grill = VirtualPrinter::start(Config::named("Parrilla")).await?;
/// let mut host = tokio::net::TcpStream::connect(grill.addr()).await?;
/// host.write_all(b"\x1b@2 x Salchipapa\n\x1dV\x00").await?;
/// grill.wait_for(|tape| tape.printed() == 1, Duration::from_secs(5)).await?;
/// assert_eq!(grill.tape()[0].text, "2 x Salchipapa\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct VirtualPrinter {
    name: String,
    address: SocketAddr,
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

/// What was waited for did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPrinted {
    /// The printer.
    pub name: String,
    /// Tickets it had cut until then.
    pub printed: u64,
    /// What hung from it.
    pub open_text: String,
}

impl fmt::Display for NotPrinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "printer {} cut {} tickets and holds {:?}", self.name, self.printed, self.open_text)
    }
}

impl std::error::Error for NotPrinted {}

impl VirtualPrinter {
    /// Starts a printer; it listens when this returns. Fails if the address is taken or the tape folder cannot be made.
    pub async fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let address = listener.local_addr()?;
        let name = config.name.clone();
        let tape_dir = config.tape_dir.clone();
        let shared = Arc::new(Shared::new(Machine::new(config, unix_ms())));
        let mut tasks = Vec::new();
        if let Some(dir) = tape_dir {
            std::fs::create_dir_all(&dir)?;
            tasks.push(tokio::spawn(files::keep(Arc::clone(&shared), dir)));
        }
        tasks.push(tokio::spawn(device::run(Arc::clone(&shared), listener, address)));
        Ok(Self { name, address, shared, tasks })
    }

    /// Where it listens, also while it refuses connections.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Its name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tickets it remembers, oldest first, without the open one.
    pub fn tape(&self) -> Vec<Arc<Ticket>> {
        self.tickets_since(0)
    }

    /// The tickets after number `seq`, oldest first.
    pub fn tickets_since(&self, seq: u64) -> Vec<Arc<Ticket>> {
        self.read(|tape| {
            let newer = tape.tickets().rev().take_while(|ticket| ticket.seq > seq);
            let mut tickets: Vec<_> = newer.cloned().collect();
            tickets.reverse();
            tickets
        })
    }

    /// The ticket with this number, finished or open.
    pub fn ticket(&self, seq: u64) -> Option<Arc<Ticket>> {
        self.read(|tape| tape.ticket(seq))
    }

    /// The ticket that still hangs from the printer.
    pub fn open_ticket(&self) -> Option<Ticket> {
        self.read(|tape| tape.open().cloned())
    }

    /// All drawer pulses it remembers, oldest first.
    pub fn pulses(&self) -> Vec<Pulse> {
        self.read(|tape| tape.pulses().copied().collect())
    }

    /// Tickets cut so far.
    pub fn printed_count(&self) -> u64 {
        self.read(Tape::printed)
    }

    /// Bytes waiting in the receive buffer.
    pub fn waiting_bytes(&self) -> usize {
        self.shared.machine().waiting()
    }

    /// What its sensors see.
    pub fn status(&self) -> Status {
        self.shared.machine().status()
    }

    /// Faults in force.
    pub fn faults(&self) -> Faults {
        self.shared.machine().faults()
    }

    /// Reads the tape under the lock; keep it short, the printer stands still meanwhile.
    pub fn read<T>(&self, look: impl FnOnce(&Tape) -> T) -> T {
        look(self.shared.machine().tape())
    }

    /// A number that grows with every change of tape, status or receive buffer.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }

    /// Waits until the tape is as `wanted`; it is looked at after every change, never on a timer.
    pub async fn wait_for(
        &self,
        mut wanted: impl FnMut(&Tape) -> bool,
        limit: Duration,
    ) -> Result<(), NotPrinted> {
        let mut changes = self.changes();
        let until_wanted = async { while !self.read(&mut wanted) && changes.changed().await.is_ok() {} };
        timeout(limit, until_wanted).await.map_err(|_| {
            self.read(|tape| NotPrinted {
                name: self.name.clone(),
                printed: tape.printed(),
                open_text: tape.open().map(|ticket| ticket.text.clone()).unwrap_or_default(),
            })
        })
    }

    /// Waits for `count` cut tickets in all and returns the tape.
    pub async fn wait_for_tickets(
        &self,
        count: u64,
        limit: Duration,
    ) -> Result<Vec<Arc<Ticket>>, NotPrinted> {
        self.wait_for(|tape| tape.printed() >= count, limit).await?;
        Ok(self.tape())
    }

    /// Breaks something; it is broken when this returns.
    pub async fn set(&self, fault: Fault) {
        self.shared.order(|machine, now_us| machine.set(fault, now_us)).await;
    }

    /// Repairs everything; it can be reached again when this returns, and what waited prints.
    pub async fn heal(&self) {
        self.shared.order(Machine::heal).await;
    }

    /// Switches it off and on: buffers, settings and half commands are gone, the connection is reset.
    pub async fn power_cycle(&self) {
        self.set(Fault::PowerCycle).await;
    }
}

impl Drop for VirtualPrinter {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
