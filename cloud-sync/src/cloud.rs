//! The one thing every part of the cloud holds: its databases, keys, clock and mail. Changes of a company that people ask
//! for go through [`Cloud::once`], so that a retry is told the same again.

use std::sync::Arc;

use shared_model::document::Author;
use shared_model::ids::{CommandId, CompanyId};
use shared_model::time::Timestamp;

use crate::auth::secret::Secrets;
use crate::auth::token::Tokens;
use crate::clock::Clock;
use crate::http::rate::{Rates, Throttle};
use crate::keys::{Keys, random};
use crate::mail::Mailer;
use crate::refusal::Refusal;
use crate::store::table::answered::{self, Answer, Fingerprint};
use crate::store::{ControlTx, Mode, Store, StoreError, Tx};
use crate::sync::Present;

/// A request that changes something, as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Tap {
    pub command_id: CommandId,
    pub fingerprint: Fingerprint,
}

/// What a request was answered with, now or when it came first.
#[derive(Debug, Clone)]
pub struct Answered {
    pub answer: Answer,
    pub replayed: bool,
}

/// How the cloud is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// What people type: `https://app.example.co`. Cookies are `Secure` when it is https, and links in mails begin with it.
    pub public_url: String,
    /// A proxy in front names the client in `X-Forwarded-For`.
    pub behind_proxy: bool,
    pub rates: Rates,
}

/// The cloud; cheap to clone.
#[derive(Debug, Clone)]
pub struct Cloud(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    keys: Keys,
    clock: Clock,
    mailer: Mailer,
    config: Config,
    author: Author,
    secrets: Secrets,
    tokens: Tokens,
    throttle: Throttle,
    present: Present,
}

impl Cloud {
    /// A cloud over its parts. Each start writes changes in a name of its own: two instances never share an actor.
    pub fn new(store: Store, keys: Keys, clock: Clock, mailer: Mailer, config: Config) -> Self {
        let author = Author { replica: random(), epoch: u32::from_be_bytes(random()) };
        let (tokens, throttle) = (Tokens::new(&keys.root), Throttle::new(config.rates));
        let (secrets, present) = (Secrets::default(), Present::default());
        Self(Arc::new(Inner {
            store,
            keys,
            clock,
            mailer,
            config,
            author,
            secrets,
            tokens,
            throttle,
            present,
        }))
    }

    /// Carries out once what somebody wants of a company's data; nothing of a refused request is stored.
    pub async fn once<F>(&self, company: CompanyId, tap: Tap, work: F) -> Result<Answered, Refusal>
    where
        F: FnOnce(&mut Tx<'_>, Timestamp) -> Result<Answer, Refusal> + Send + 'static,
    {
        let now = self.now();
        let carry_out = move |tx: &mut Tx<'_>| {
            if let Some(answer) = answered_before(tx, tap)? {
                return Ok(Answered { answer, replayed: true });
            }
            let answer = work(tx, now)?;
            answered::insert(tx, tap.command_id, &tap.fingerprint, &answer, now)?;
            Ok(Answered { answer, replayed: false })
        };
        self.0.store.attempt(company, Mode::Write, carry_out).await
    }

    /// Carries out once what changes more than the company's own tables. `work` may be run again when the process died in
    /// the middle of it, so it must end the same way twice.
    pub async fn once_across<F>(&self, company: CompanyId, tap: Tap, work: F) -> Result<Answered, Refusal>
    where
        F: Future<Output = Result<Answer, Refusal>> + Send,
    {
        let before = self.0.store.attempt(company, Mode::Read, move |tx| answered_before(tx, tap));
        if let Some(answer) = before.await? {
            return Ok(Answered { answer, replayed: true });
        }
        let answer = work.await?;
        self.once(company, tap, move |_, _| Ok(answer)).await.map(|done| Answered { replayed: false, ..done })
    }

    /// Answers a question about a company.
    pub async fn read<T, F>(&self, company: CompanyId, query: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.store.tenant(company, Mode::Read, query).await
    }

    /// Answers a question about who there is.
    pub async fn ask<T, F>(&self, query: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut ControlTx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.store.control(Mode::Read, query).await
    }

    /// Changes who there is.
    pub async fn note<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut ControlTx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.store.control(Mode::Write, work).await
    }

    /// The databases.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The root key and the endpoint key.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Wall time to go by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Wall time now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The post.
    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// How the cloud is run.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Who changes of this process are written by.
    pub fn author(&self) -> Author {
        self.0.author
    }

    /// Checks passwords.
    pub fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// Makes and checks access tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    /// The boxes that are connected to this instance.
    pub fn present(&self) -> &Present {
        &self.0.present
    }

    /// Keeps anybody from asking too often.
    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }
}

fn answered_before(tx: &mut Tx<'_>, tap: Tap) -> Result<Option<Answer>, Refusal> {
    match answered::find(tx, tap.command_id)? {
        Some((fingerprint, answer)) if fingerprint == tap.fingerprint => Ok(Some(answer)),
        Some(_) => Err(Refusal::KeyReused),
        None => Ok(None),
    }
}
