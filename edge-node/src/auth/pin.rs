//! Switching by PIN on a device somebody signed in on, and what happens to those who guess.

use shared_model::ids::{DeviceId, StaffId};
use shared_model::time::Timestamp;

use super::{Auth, AuthError, SignedIn, Ticket, works_here};
use crate::store::sign_in::{self, PinAttempts};
use crate::store::{Durability, Work};

/// Wrong PINs in a row that lock a person out of a device (USR2).
const FAILURES_MAX: u32 = 5;
/// For how long, in milliseconds.
const LOCK_MS: i64 = 15 * 60_000;

impl Auth {
    /// Signs somebody in with a PIN.
    pub async fn pin(
        &self,
        staff_id: StaffId,
        pin: String,
        device: Option<Ticket<DeviceId>>,
    ) -> Result<SignedIn, AuthError> {
        let device = self.paired(device).await?;
        self.count_attempt(staff_id, device.id).await?;
        let catalog = self.catalog();
        let person = catalog.staff.get(&staff_id).filter(|staff| works_here(&catalog, staff)).cloned();
        let verifier = person.as_ref().and_then(|staff| staff.pin.clone());
        let fits = self.secrets.pin_fits(pin, verifier).await;
        let Some(staff) = person.filter(|_| fits) else { return Err(AuthError::BadPin) };
        let device_id = device.id;
        let clear = move |work: &mut Work<'_>| {
            sign_in::put_pin_attempts(work.tx, staff_id, device_id, PinAttempts::default())
        };
        self.store.writer.run(Durability::Full, clear).await?;
        self.sign_in(staff, Some(device)).await
    }

    /// Counts an attempt before it is looked at, so that killing the box does not give one for free.
    async fn count_attempt(&self, staff: StaffId, device: DeviceId) -> Result<(), AuthError> {
        let now = self.now();
        let count = move |work: &mut Work<'_>| {
            let attempts = sign_in::pin_attempts(work.tx, staff, device)?;
            let (next, wait_ms) = counted(attempts, now);
            if wait_ms == 0 {
                sign_in::put_pin_attempts(work.tx, staff, device, next)?;
            }
            Ok(wait_ms)
        };
        match self.store.writer.run(Durability::Full, count).await? {
            0 => Ok(()),
            wait_ms => {
                let retry_after_s = u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX);
                Err(AuthError::PinLocked { retry_after_s })
            }
        }
    }
}

/// The attempts after one more, and how long the person must wait instead, in milliseconds.
fn counted(attempts: PinAttempts, now: Timestamp) -> (PinAttempts, u64) {
    let wait = u64::try_from(attempts.locked_until.since(now)).unwrap_or(0);
    if wait > 0 {
        return (attempts, wait);
    }
    let failures = if attempts.locked_until > Timestamp::default() { 1 } else { attempts.failures + 1 };
    let locked_until = if failures >= FAILURES_MAX { now.plus_ms(LOCK_MS) } else { Timestamp::default() };
    (PinAttempts { failures, locked_until }, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_pins_lock_for_fifteen_minutes() {
        let at = |minute: i64| Timestamp::from_ms(1_000_000_000 + minute * 60_000);
        let mut attempts = PinAttempts::default();
        for _ in 0..5 {
            let (next, wait) = counted(attempts, at(0));
            assert_eq!(wait, 0);
            attempts = next;
        }
        assert_eq!(counted(attempts, at(1)).1, 14 * 60_000);
        let (after, wait) = counted(attempts, at(15));
        assert_eq!((after.failures, wait), (1, 0));
    }
}
