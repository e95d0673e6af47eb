//! What the browser keeps for the box, out of reach of scripts: its device and its refresh token.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use shared_model::ids::{DeviceId, IdError, SessionId};

use crate::auth::{SignedIn, Ticket};

const DEVICE: &str = "fastops_device";
const REFRESH: &str = "fastops_refresh";
/// Where the cookies are sent: nowhere but to signing in.
const PATH: &str = "/api/v1/auth";
const YEAR_S: u32 = 365 * 24 * 3600;
const HALF_DAY_S: u32 = 12 * 3600;

/// The device this browser is.
pub fn device(headers: &HeaderMap) -> Option<Ticket<DeviceId>> {
    ticket(headers, DEVICE)
}

/// The refresh token this browser holds.
pub fn refresh(headers: &HeaderMap) -> Option<Ticket<SessionId>> {
    ticket(headers, REFRESH)
}

/// The headers that make the browser keep who signed in.
pub fn keep(signed_in: &SignedIn) -> [HeaderValue; 2] {
    let SignedIn { device, refresh, .. } = signed_in;
    [
        cookie(DEVICE, &format!("{}.{}", device.id, BASE64.encode(device.secret)), YEAR_S),
        cookie(REFRESH, &format!("{}.{}", refresh.id, BASE64.encode(refresh.secret)), HALF_DAY_S),
    ]
}

/// The header that makes the browser forget who signed in; the device stays known.
pub fn forget() -> HeaderValue {
    cookie(REFRESH, "", 0)
}

fn cookie(name: &str, value: &str, max_age_s: u32) -> HeaderValue {
    let text = format!("{name}={value}; Path={PATH}; Max-Age={max_age_s}; HttpOnly; SameSite=Strict");
    HeaderValue::try_from(text).expect("ids and base64 are valid in a header")
}

fn ticket<I: std::str::FromStr<Err = IdError>>(headers: &HeaderMap, name: &str) -> Option<Ticket<I>> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    let (id, secret) = value.split_once('.')?;
    let secret = BASE64.decode(secret).ok()?.try_into().ok()?;
    Some(Ticket { id: id.parse().ok()?, secret })
}
