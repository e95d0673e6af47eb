//! Who tries passwords, counted before a password is looked at: by account, and by address.

use std::net::IpAddr;

use shared_model::time::Timestamp;

use super::AuthError;
use crate::cloud::Cloud;
use crate::store::ControlTx;
use crate::store::control::login_attempt::{self, Attempts};

/// One account: five wrong passwords, and one of them is forgiven a day.
const ACCOUNT: Rule = Rule { most: 5, forgive_ms: 24 * 3_600_000 };
/// One address, which a shop's people share: thirty, and one is forgiven every ten minutes.
const ADDRESS: Rule = Rule { most: 30, forgive_ms: 10 * 60_000 };
/// The first lock, in milliseconds; each further attempt doubles it.
const LOCK_MS: i64 = 30_000;
/// The longest lock, in milliseconds.
const LOCK_MAX_MS: i64 = 3_600_000;

/// How many wrong passwords lock, and how fast they are forgiven.
#[derive(Debug, Clone, Copy)]
struct Rule {
    most: u32,
    forgive_ms: i64,
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Cloud {
    /// Counts an attempt, or says how long to wait instead. The counters survive a restart, so killing the cloud gives none
    /// for free.
    pub(super) async fn count_attempt(&self, account: &str, client: Client) -> Result<(), AuthError> {
        let now = self.now();
        let (account, address) = (by_account(account), by_address(client));
        let count = move |tx: &mut ControlTx<'_>| {
            let first = counted(login_attempt::find(tx, &account)?, ACCOUNT, now);
            let second = counted(login_attempt::find(tx, &address)?, ADDRESS, now);
            let (Ok(first), Ok(second)) = (first, second) else {
                return Ok(first.err().max(second.err()));
            };
            login_attempt::put(tx, &account, first)?;
            login_attempt::put(tx, &address, second)?;
            Ok(None)
        };
        match self.note(count).await? {
            None => Ok(()),
            Some(wait_ms) => {
                let retry_after_s = u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX);
                Err(AuthError::Locked { retry_after_s })
            }
        }
    }

    /// The right password came: nothing is held against the account, and this attempt not against the address.
    pub(super) async fn forget_attempts(&self, account: &str, client: Client) -> Result<(), AuthError> {
        let (account, address) = (by_account(account), by_address(client));
        let forget = move |tx: &mut ControlTx<'_>| {
            login_attempt::forget(tx, &account)?;
            let attempts = login_attempt::find(tx, &address)?;
            let failures = attempts.failures.saturating_sub(1);
            login_attempt::put(tx, &address, Attempts { failures, ..attempts })
        };
        Ok(self.note(forget).await?)
    }
}

/// The attempts after one more, or how long to wait instead, in milliseconds.
fn counted(attempts: Attempts, rule: Rule, now: Timestamp) -> Result<Attempts, u64> {
    if let Ok(wait @ 1..) = u64::try_from(attempts.locked_until.since(now)) {
        return Err(wait);
    }
    let forgiven = u32::try_from(now.since(attempts.last_at) / rule.forgive_ms).unwrap_or(0);
    let failures = attempts.failures.saturating_sub(forgiven).saturating_add(1);
    let doublings = failures.saturating_sub(rule.most).min(16);
    let locked_until = if failures >= rule.most {
        now.plus_ms((LOCK_MS << doublings).min(LOCK_MAX_MS))
    } else {
        Timestamp::default()
    };
    Ok(Attempts { failures, locked_until, last_at: now })
}

/// Long names are cut to a hash, so that nobody fills the table with them.
pub(super) fn by_account(account: &str) -> String {
    format!("account:{}", &blake3::hash(account.as_bytes()).to_hex()[..32])
}

/// IPv6 addresses by the /64 a customer gets.
fn by_address(Client(address): Client) -> String {
    match address {
        IpAddr::V4(address) => format!("address:{address}"),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_doubles_and_ends_one_day() {
        let at = |seconds: i64| Timestamp::from_ms(1_000_000_000_000 + seconds * 1000);
        let mut attempts = Attempts::default();
        for _ in 0..5 {
            attempts = counted(attempts, ACCOUNT, at(0)).unwrap();
        }
        assert_eq!(counted(attempts, ACCOUNT, at(10)), Err(20_000));
        attempts = counted(attempts, ACCOUNT, at(30)).unwrap();
        assert_eq!(counted(attempts, ACCOUNT, at(31)), Err(59_000));
        for _ in 0..20 {
            attempts = counted(attempts, ACCOUNT, attempts.locked_until).unwrap();
        }
        assert_eq!(attempts.locked_until.since(attempts.last_at), LOCK_MAX_MS);
        let next_month = attempts.last_at.plus_ms(30 * ACCOUNT.forgive_ms);
        assert_eq!(counted(attempts, ACCOUNT, next_month).unwrap().failures, 1);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one() {
        let address = |text: &str| by_address(Client(text.parse().unwrap()));
        assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
    }
}
