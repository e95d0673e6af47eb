//! A small printer on a real socket that can misbehave. Written from Epson's reference, not from our encoder.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the printer does with what it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Prints.
    Fine,
    /// No paper from the start.
    NoPaper,
    /// Takes everything, prints and says nothing after it, and is well when asked.
    Echoless,
    /// Takes everything, says there is no paper, prints when there is some.
    RunsOut,
    /// Breaks the connection after so many bytes of a sheet, once.
    Breaks(usize),
    /// Accepts and says nothing.
    Mute,
}

#[derive(Debug, Default)]
struct Tape {
    sheets: Vec<Vec<u8>>,
    sheet_bytes: usize,
}

/// The printer.
#[derive(Debug)]
pub struct Fake {
    pub address: String,
    mood: watch::Sender<Mood>,
    tape: Arc<Mutex<Tape>>,
    seen: watch::Receiver<usize>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    pub async fn start(mood: Mood) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), mood)
    }

    pub fn on(listener: TcpListener, mood: Mood) -> Self {
        let address = listener.local_addr().unwrap().to_string();
        let (mood, moods) = watch::channel(mood);
        let (saw, seen) = watch::channel(0);
        let tape = Arc::new(Mutex::new(Tape::default()));
        let printer = Printer { mood: mood.clone(), moods, tape: Arc::clone(&tape), saw };
        let task = tokio::spawn(printer.serve(listener));
        Self { address, mood, tape, seen, task }
    }

    pub fn set(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// Bytes that belong to sheets, printed or not.
    pub fn sheet_bytes(&self) -> usize {
        self.tape.lock().unwrap().sheet_bytes
    }

    pub fn sheets(&self) -> Vec<Vec<u8>> {
        self.tape.lock().unwrap().sheets.clone()
    }

    /// How many sheets are marked as possible duplicates.
    pub fn marked(&self) -> usize {
        let says = |sheet: &&Vec<u8>| sheet.windows(17).any(|window| window == b"POSIBLE DUPLICADO");
        self.sheets().iter().filter(says).count()
    }

    /// Waits until a whole sheet has arrived, printed or not.
    pub async fn got_sheets(&mut self, count: usize) {
        self.seen.wait_for(|seen| *seen >= count).await.unwrap();
    }
}

struct Printer {
    mood: watch::Sender<Mood>,
    moods: watch::Receiver<Mood>,
    tape: Arc<Mutex<Tape>>,
    saw: watch::Sender<usize>,
}

impl Printer {
    /// Printers take one connection at a time.
    async fn serve(mut self, listener: TcpListener) {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A broken connection is the client's business.
            drop(self.talk(stream).await);
        }
    }

    async fn talk(&mut self, mut stream: TcpStream) -> std::io::Result<()> {
        let (mut held, mut chunk) = (Vec::new(), [0; 1024]);
        let mut owed: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        loop {
            tokio::select! {
                read = stream.read(&mut chunk) => {
                    let count = read?;
                    if count == 0 {
                        return Ok(());
                    }
                    held.extend(&chunk[..count]);
                    // What completes a broken command prints nothing and belongs to no sheet.
                    let padding = held.iter().take_while(|byte| **byte == 0).count();
                    held.drain(..padding);
                }
                changed = self.moods.changed() => changed.map_err(std::io::Error::other)?,
            }
            let mood = *self.moods.borrow_and_update();
            if mood == Mood::Mute {
                continue;
            }
            self.answer_at_once(mood, &mut held, &mut stream).await?;
            if let Mood::Breaks(after) = mood
                && held.len() >= after
            {
                self.tape.lock().unwrap().sheet_bytes += held.len();
                self.mood.send_replace(Mood::Fine);
                stream.set_zero_linger()?;
                return Ok(());
            }
            while let Some((sheet, answer)) = take_sheet(&mut held) {
                self.tape.lock().unwrap().sheet_bytes += sheet.len();
                self.saw.send_modify(|seen| *seen += 1);
                owed.push((sheet, answer));
            }
            if mood == Mood::Fine {
                for (sheet, answer) in owed.drain(..) {
                    self.tape.lock().unwrap().sheets.push(sheet);
                    stream.write_all(&answer).await?;
                }
            } else if mood == Mood::Echoless {
                self.tape.lock().unwrap().sheets.extend(owed.drain(..).map(|(sheet, _)| sheet));
            }
        }
    }

    /// `DLE EOT n`, wherever it stands.
    async fn answer_at_once(
        &self,
        mood: Mood,
        held: &mut Vec<u8>,
        stream: &mut TcpStream,
    ) -> std::io::Result<()> {
        // With paper out after the sheet has arrived, not before: the roll ends in the middle.
        let no_paper = mood == Mood::NoPaper || (mood == Mood::RunsOut && *self.saw.borrow() > 0);
        while let Some(at) = held.windows(3).position(|window| window[..2] == [0x10, 0x04]) {
            let answer = match (held[at + 2], no_paper) {
                (4, true) => 0x72,
                (2, true) => 0x32,
                (1, true) => 0x1a,
                _ => 0x12,
            };
            held.drain(at..at + 3);
            stream.write_all(&[answer]).await?;
        }
        Ok(())
    }
}

/// A sheet that has arrived whole, and what to answer when it is on paper.
fn take_sheet(held: &mut Vec<u8>) -> Option<(Vec<u8>, Vec<u8>)> {
    let echo = held.windows(11).position(|window| window[..7] == *b"\x1d(H\x06\x0000");
    let status = held.windows(3).position(|window| window == b"\x1dr\x01");
    let (at, length, answer) = match (echo, status) {
        (Some(at), _) => {
            let mut answer = vec![0x37, 0x22];
            answer.extend(&held[at + 7..at + 11]);
            answer.push(0);
            (at, 11, answer)
        }
        (None, Some(at)) => (at, 3, vec![0]),
        (None, None) => return None,
    };
    let mut sheet: Vec<u8> = held.drain(..at + length).collect();
    sheet.truncate(at);
    Some((sheet, answer))
}
