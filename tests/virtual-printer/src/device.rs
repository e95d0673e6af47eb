//! The plug: one TCP listener and at most one connection, kept in step with the machine.
//!
//! Like a printer on port 9100 it talks to one host at a time; further ones wait in the accept queue.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

use crate::fault::{Faults, Link};
use crate::machine::Machine;

/// How long after a failed bind the port is tried again.
const REBIND: Duration = Duration::from_millis(50);
const READ_BYTES: usize = 16 * 1024;

/// What the device and its owner share.
#[derive(Debug)]
pub struct Shared {
    machine: Mutex<Machine>,
    started: Instant,
    /// Counts changes of tape, status or receive buffer.
    pub changed: watch::Sender<u64>,
    /// Orders given by the owner, and those the device has carried out.
    orders: watch::Sender<u64>,
    done: watch::Sender<u64>,
    kick: Notify,
}

struct Step {
    replies: Vec<u8>,
    wake: Option<Instant>,
    faults: Faults,
    power_cycles: u64,
    room: usize,
    orders: u64,
}

impl Shared {
    /// State around `machine`, whose µs 0 is now.
    pub fn new(machine: Machine) -> Self {
        Self {
            machine: Mutex::new(machine),
            started: Instant::now(),
            changed: watch::Sender::new(0),
            orders: watch::Sender::new(0),
            done: watch::Sender::new(0),
            kick: Notify::new(),
        }
    }

    /// The machine; a panic in a predicate of a test does not spoil it for the others.
    pub fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the machine and returns when the plug has followed.
    pub async fn order(&self, change: impl FnOnce(&mut Machine, u64)) {
        let mine = {
            let mut machine = self.machine();
            change(&mut machine, self.now_us());
            self.orders.send_modify(|count| *count += 1);
            *self.orders.borrow()
        };
        self.changed.send_modify(|version| *version += 1);
        self.kick.notify_one();
        // The sender lives in `self`, so waiting can only end by the device getting there.
        let _ = self.done.subscribe().wait_for(|&done| done >= mine).await;
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn step(&self, connected: bool, received: bool) -> Step {
        let now_us = self.now_us();
        let mut machine = self.machine();
        let did = machine.run(now_us);
        let step = Step {
            replies: machine.take_replies(now_us, connected),
            wake: machine.wake_us().map(|us| self.started + Duration::from_micros(us)),
            faults: machine.faults(),
            power_cycles: machine.power_cycles(),
            room: machine.room(),
            orders: *self.orders.borrow(),
        };
        drop(machine);
        if did || received {
            self.changed.send_modify(|version| *version += 1);
        }
        step
    }
}

struct Plug {
    address: SocketAddr,
    listener: Option<TcpListener>,
    host: Option<TcpStream>,
    power_cycles: u64,
    next_read: Instant,
}

/// Runs the printer until the task is dropped.
pub async fn run(shared: Arc<Shared>, listener: TcpListener, address: SocketAddr) {
    let mut plug =
        Plug { address, listener: Some(listener), host: None, power_cycles: 0, next_read: Instant::now() };
    let mut buffer = vec![0; READ_BYTES];
    let mut received = false;
    loop {
        let step = shared.step(plug.host.is_some(), std::mem::take(&mut received));
        plug.send(&step.replies);
        let retry = plug.follow(&step, &shared).await;
        shared.done.send_replace(step.orders);
        let limit = plug.readable(&step);
        let paused =
            (plug.host.is_some() && step.room > 0 && limit == 0 && step.faults.link != Link::NeverRead)
                .then_some(plug.next_read);
        let wake = [step.wake, retry, paused].into_iter().flatten().min();
        tokio::select! {
            () = shared.kick.notified() => (),
            () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => (),
            host = accept(plug.listener.as_ref()), if plug.host.is_none() => plug.host = host,
            read = read(plug.host.as_mut(), &mut buffer[..limit.max(1)]), if limit > 0 => match read {
                Ok(0) | Err(_) => plug.host = None,
                Ok(count) => {
                    plug.pace(count, step.faults.bytes_per_s);
                    shared.machine().receive(&buffer[..count], shared.now_us());
                    received = true;
                }
            },
        }
    }
}

impl Plug {
    /// Makes listener and connection what the faults say. Returns when to try again if the port was taken meanwhile.
    async fn follow(&mut self, step: &Step, shared: &Shared) -> Option<Instant> {
        let reset = step.faults.reset_after == Some(0);
        if step.faults.unreachable()
            || step.power_cycles != self.power_cycles
            || (reset && self.host.is_some())
        {
            self.power_cycles = step.power_cycles;
            self.reset_host();
            if reset {
                shared.machine().connection_was_reset();
            }
        }
        if step.faults.unreachable() {
            self.listener = None;
        } else if self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                Err(error) => {
                    tracing::warn!(address = %self.address, %error, "cannot listen again yet");
                    return Some(Instant::now() + REBIND);
                }
            }
        }
        None
    }

    fn reset_host(&mut self) {
        if let Some(host) = self.host.take()
            && let Err(error) = host.set_zero_linger()
        {
            tracing::debug!(%error, "connection closed instead of reset");
        }
    }

    /// How many bytes to read now; 0 for none.
    fn readable(&self, step: &Step) -> usize {
        if self.host.is_none() || step.faults.link == Link::NeverRead || Instant::now() < self.next_read {
            return 0;
        }
        let paced = step.faults.bytes_per_s.map_or(READ_BYTES, |rate| (rate / 20).max(1) as usize);
        let until_reset =
            step.faults.reset_after.map_or(READ_BYTES, |left| left.try_into().unwrap_or(READ_BYTES));
        step.room.min(paced).min(until_reset).min(READ_BYTES)
    }

    fn pace(&mut self, count: usize, bytes_per_s: Option<u32>) {
        if let Some(rate) = bytes_per_s {
            let us = count as u64 * 1_000_000 / u64::from(rate);
            self.next_read = Instant::now() + Duration::from_micros(us);
        }
    }

    /// Replies are a few bytes; a host that lets even those pile up loses them, as on a real printer.
    fn send(&mut self, replies: &[u8]) {
        if let Some(host) = &self.host
            && !replies.is_empty()
        {
            match host.try_write(replies) {
                Ok(sent) if sent == replies.len() => (),
                Ok(sent) => tracing::debug!(lost = replies.len() - sent, "host does not read its replies"),
                Err(error) => tracing::debug!(%error, "reply lost"),
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> Option<TcpStream> {
    let Some(listener) = listener else { return std::future::pending().await };
    match listener.accept().await {
        Ok((host, _)) => {
            if let Err(error) = host.set_nodelay(true) {
                tracing::debug!(%error, "no TCP_NODELAY");
            }
            Some(host)
        }
        Err(error) => {
            tracing::warn!(%error, "accept failed");
            None
        }
    }
}

async fn read(host: Option<&mut TcpStream>, buffer: &mut [u8]) -> io::Result<usize> {
    match host {
        Some(host) => host.read(buffer).await,
        None => std::future::pending().await,
    }
}
