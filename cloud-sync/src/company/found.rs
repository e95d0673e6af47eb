//! How a company comes to be: its own data first, then the row that makes it visible.
//!
//! Two databases cannot commit together. So everything of the company (branch, owner, grant) is written into its own tables
//! under an id that comes from the request's key, and only then the control row with its unique name. When the process
//! dies between the two, nobody sees anything: no name is taken, no login works; a retry of the same request finds the
//! same id and completes it. When the name was taken meanwhile, what was written stays behind, invisible and small.

use shared_model::branch::Branch;
use shared_model::document::Author;
use shared_model::ids::{BranchId, CommandId, CompanyId, StaffId, SubscriptionEventId};
use shared_model::money::Money;
use shared_model::staff::{Role, Staff};
use shared_model::tenant::{Entitlement, Plan};
use shared_model::time::Timestamp;
use shared_model::wire::problem::ProblemCode;
use uuid::Uuid;

use super::check::{Check, slug_from};
use crate::cloud::Cloud;
use crate::keys::random;
use crate::refusal::Refusal;
use crate::store::control::company::{self, Company};
use crate::store::control::subscription_event::{self, Event, Kind};
use crate::store::{Mode, StoreError, Tx};
use crate::tenant::edit;

/// How long a trial runs, and how long a company made by hand has until its first payment, in milliseconds.
const FIRST_PERIOD_MS: i64 = 14 * 24 * 3_600_000;
/// Names tried when the one made from the company's is taken.
const NAMES: u32 = 50;

/// What a company starts with.
#[derive(Debug, Clone)]
pub struct Founding {
    pub name: String,
    /// None: made from the name.
    pub slug: Option<String>,
    pub branch_name: Option<String>,
    pub zone: Option<String>,
    pub plan: Plan,
    pub owner: Founder,
    /// Who did it, for the history.
    pub by_name: String,
}

/// The first admin.
#[derive(Clone)]
pub struct Founder {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub username: String,
    /// Argon2id PHC string; none: they choose one by a link.
    pub password: Option<String>,
}

impl std::fmt::Debug for Founder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Founder").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Documents of a company before anybody sees it.
struct Papers {
    branch: Branch,
    owner: Staff,
    grant: Entitlement,
}

impl Cloud {
    /// The company that a request founds, whether or not it did already.
    pub fn company_of_request(&self, key: CommandId) -> CompanyId {
        CompanyId::new(self.derived(key, "company"))
    }

    /// Founds a company, or completes what the same request began.
    pub async fn found(&self, key: CommandId, founding: Founding) -> Result<Company, Refusal> {
        let founding = checked(founding)?;
        let slug = self.free_slug(&founding).await?;
        let company = self.company(key, slug, &founding);
        let papers = self.papers(key, &company, &founding);
        self.store().create(company.company_id).await?;
        let (author, now) = (self.author(), self.now());
        let write = move |tx: &mut Tx<'_>| write(tx, author, &papers, now);
        self.store().tenant(company.company_id, Mode::Write, write).await?;
        let (row, event) = (company.clone(), registered(&company, founding.by_name, now));
        let visible = self.note(move |tx| {
            company::insert(tx, &row)?;
            subscription_event::insert(tx, &event)
        });
        match visible.await {
            Ok(()) => Ok(company),
            Err(StoreError::Exists) => Err(self.taken(&company).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// Ids that a retry finds again, and nobody can guess from the key.
    fn derived(&self, key: CommandId, what: &str) -> Uuid {
        let mut hasher = self.keys().fingerprint();
        hasher.update(what.as_bytes()).update(key.uuid().as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        // The time of the request stays in front, as in every other id (UUIDv7).
        bytes[..6].copy_from_slice(&key.uuid().as_bytes()[..6]);
        uuid::Builder::from_bytes(bytes)
            .with_variant(uuid::Variant::RFC4122)
            .with_version(uuid::Version::SortRand)
            .into_uuid()
    }

    async fn free_slug(&self, founding: &Founding) -> Result<String, Refusal> {
        let email = founding.owner.email.clone();
        if self.ask(move |tx| company::find_by_email(tx, &email)).await?.is_some() {
            return Err(email_taken());
        }
        if let Some(slug) = founding.slug.clone() {
            let wanted = slug.clone();
            let taken = self.ask(move |tx| company::find_by_slug(tx, &wanted)).await?.is_some();
            return if taken { Err(slug_taken(&slug)) } else { Ok(slug) };
        }
        let made = slug_from(&founding.name);
        let made = if made.len() < 2 { "negocio".to_owned() } else { made };
        let wanted = made.clone();
        let free = self.ask(move |tx| {
            for number in 1..=NAMES {
                let slug = if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
                if company::find_by_slug(tx, &slug)?.is_none() {
                    return Ok(Some(slug));
                }
            }
            Ok(None)
        });
        free.await?.ok_or_else(|| slug_taken(&made))
    }

    fn company(&self, key: CommandId, slug: String, founding: &Founding) -> Company {
        let now = self.now();
        Company {
            company_id: self.company_of_request(key),
            slug,
            name: founding.name.clone(),
            legal_name: None,
            tax_id: None,
            owner_name: founding.owner.name.clone(),
            owner_email: founding.owner.email.clone(),
            owner_phone: founding.owner.phone.clone(),
            zone: founding.zone.clone().unwrap_or_else(|| "America/Bogota".to_owned()),
            plan: founding.plan,
            paid_until: now.plus_ms(FIRST_PERIOD_MS),
            next_plan: None,
            cancelled_at: None,
            entitlement_serial: 1,
            granted_serial: 1,
            pin_pepper: random(),
            active: true,
            created_at: now,
            version: 1,
        }
    }

    fn papers(&self, key: CommandId, company: &Company, founding: &Founding) -> Papers {
        let owner = &founding.owner;
        Papers {
            branch: Branch {
                branch_id: BranchId::new(self.derived(key, "branch")),
                company_id: company.company_id,
                company_slug: company.slug.clone(),
                name: founding.branch_name.clone().unwrap_or_else(|| "Principal".to_owned()),
                business_name: company.name.clone(),
                nit: String::new(),
                address: String::new(),
                zone: company.zone.clone(),
                closes_at_min: 360,
                cash_rounding: Money::from_pesos(50),
                code: None,
                phone: None,
                latitude_udeg: None,
                longitude_udeg: None,
                active: true,
                is_main: true,
            },
            owner: Staff {
                staff_id: StaffId::new(self.derived(key, "owner")),
                name: owner.name.clone(),
                username: owner.username.clone(),
                roles: vec![Role::Admin],
                password: owner.password.clone(),
                pin: None,
                session_epoch: 0,
                active: true,
                email: Some(owner.email.clone()),
                branch_ids: Vec::new(),
            },
            grant: self.grant_of(company),
        }
    }

    /// Who was faster: the same request, or another company.
    async fn taken(&self, company: &Company) -> Result<Refusal, StoreError> {
        let (id, email) = (company.company_id, company.owner_email.clone());
        let known = self.ask(move |tx| Ok((company::find(tx, id)?, company::find_by_email(tx, &email)?)));
        Ok(match known.await? {
            (Some(_), _) => Refusal::AlreadyExists,
            (None, Some(_)) => email_taken(),
            (None, None) => slug_taken(&company.slug),
        })
    }
}

fn checked(founding: Founding) -> Result<Founding, Refusal> {
    let mut check = Check::default();
    let owner = founding.owner;
    let checked = Founding {
        name: check.text("/name", &founding.name, 200),
        slug: founding.slug.map(|slug| check.slug("/slug", &slug)),
        branch_name: check.optional("/branch_name", founding.branch_name.as_deref(), 200),
        zone: founding.zone.map(|zone| check.zone("/zone", &zone)),
        plan: founding.plan,
        owner: Founder {
            name: check.text("/owner_name", &owner.name, 200),
            email: check.email("/owner_email", &owner.email),
            phone: check.optional("/owner_phone", owner.phone.as_deref(), 50),
            username: check.username("/username", &owner.username),
            password: owner.password,
        },
        by_name: founding.by_name,
    };
    check.end().map(|()| checked).map_err(Refusal::Fields)
}

fn write(tx: &mut Tx<'_>, author: Author, papers: &Papers, now: Timestamp) -> Result<(), StoreError> {
    let branch = papers.branch.branch_id;
    edit::put(tx, author, &papers.branch, Some(branch), now)?;
    edit::put(tx, author, &papers.owner, None, now)?;
    edit::put(tx, author, &papers.grant, None, now).map(drop)
}

fn registered(company: &Company, by_name: String, at: Timestamp) -> Event {
    Event {
        id: SubscriptionEventId::new(Uuid::now_v7()),
        company_id: company.company_id,
        at,
        kind: Kind::Registered,
        from_plan: None,
        to_plan: Some(company.plan),
        amount: Money::ZERO,
        paid_at: None,
        by_name,
    }
}

fn slug_taken(slug: &str) -> Refusal {
    Refusal::conflict(
        ProblemCode::SlugTaken,
        format!("Otro negocio ya se llama «{slug}». Elige otro nombre corto."),
    )
}

pub(super) fn email_taken() -> Refusal {
    Refusal::conflict(
        ProblemCode::EmailTaken,
        "Ya hay un negocio con ese correo. Entra, o recupera la contraseña si la olvidaste.",
    )
}
