//! What the browser keeps for the cloud, out of reach of scripts: its refresh token.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::auth::Ticket;
use crate::cloud::Cloud;

/// The cookie of a company's people. Limited to their door.
const PEOPLE: Cookie = Cookie { name: "fastops_refresh", path: "/api/v1/auth", max_age_s: 14 * 24 * 3600 };
/// The cookie of super admins; another name and another path, so that one browser can be both.
const PLATFORM: Cookie =
    Cookie { name: "fastops_platform", path: "/api/v1/admin/session", max_age_s: 12 * 3600 };

struct Cookie {
    name: &'static str,
    path: &'static str,
    max_age_s: u32,
}

/// The refresh token this browser holds.
pub fn refresh(headers: &HeaderMap) -> Option<Ticket> {
    PEOPLE.read(headers)
}

/// The super admin's refresh token this browser holds.
pub fn platform(headers: &HeaderMap) -> Option<Ticket> {
    PLATFORM.read(headers)
}

/// The header that makes the browser keep a refresh token.
pub fn keep(cloud: &Cloud, refresh: &Ticket) -> HeaderValue {
    PEOPLE.write(cloud, Some(refresh))
}

/// The header that makes the browser keep a super admin's refresh token.
pub fn keep_platform(cloud: &Cloud, refresh: &Ticket) -> HeaderValue {
    PLATFORM.write(cloud, Some(refresh))
}

/// The header that makes the browser forget who signed in.
pub fn forget(cloud: &Cloud) -> HeaderValue {
    PEOPLE.write(cloud, None)
}

/// The header that makes the browser forget the super admin who signed in.
pub fn forget_platform(cloud: &Cloud) -> HeaderValue {
    PLATFORM.write(cloud, None)
}

impl Cookie {
    fn write(&self, cloud: &Cloud, ticket: Option<&Ticket>) -> HeaderValue {
        let Self { name, path, max_age_s } = self;
        let value = ticket.map(|ticket| format!("{}.{}", ticket.id, BASE64.encode(ticket.secret)));
        let max_age_s = if ticket.is_some() { *max_age_s } else { 0 };
        let secure = if cloud.config().public_url.starts_with("https://") { "; Secure" } else { "" };
        let value = value.unwrap_or_default();
        let text =
            format!("{name}={value}; Path={path}; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}");
        HeaderValue::try_from(text).expect("ids and base64 are valid in a header")
    }

    fn read(&self, headers: &HeaderMap) -> Option<Ticket> {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.into_iter().find(|(key, _)| *key == self.name)?;
        let (id, secret) = value.split_once('.')?;
        let secret = BASE64.decode(secret).ok()?.try_into().ok()?;
        Some(Ticket { id: id.parse().ok()?, secret })
    }
}
