//! Who asks, as types of arguments: a handler that forgets to ask does not compile.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use shared_model::staff::Role;
use shared_model::wire::problem::ProblemCode;

use super::problem::Problem;
use crate::auth::{AuthError, Client, Member, Operator};
use crate::cloud::Cloud;
use shared_model::wire::subscription::Standing;

/// Anybody of a company who is signed in.
#[derive(Debug)]
pub struct Anyone(pub Member);
/// An owner or manager.
#[derive(Debug)]
pub struct Admin(pub Member);
/// An owner or manager of a company whose subscription has not lapsed: for cloud extras (TEN4).
#[derive(Debug)]
pub struct PaidAdmin(pub Member);
/// Somebody who runs the platform.
#[derive(Debug)]
pub struct SuperAdmin(pub Operator);
/// Anybody at all, from an address that did not ask too often, and from no page of another origin: for what takes
/// cookies or passwords.
#[derive(Debug)]
pub struct Door(pub Client);

impl FromRequestParts<Cloud> for Anyone {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        Ok(Self(cloud.member(bearer(parts)?).await?))
    }
}

impl FromRequestParts<Cloud> for Admin {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        let Anyone(member) = Anyone::from_request_parts(parts, cloud).await?;
        if member.is(Role::Admin) { Ok(Self(member)) } else { Err(AuthError::Forbidden.into()) }
    }
}

impl FromRequestParts<Cloud> for PaidAdmin {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        let Admin(member) = Admin::from_request_parts(parts, cloud).await?;
        paid(cloud, &member)?;
        Ok(Self(member))
    }
}

impl FromRequestParts<Cloud> for SuperAdmin {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        Ok(Self(cloud.operator(bearer(parts)?).await?))
    }
}

impl FromRequestParts<Cloud> for Door {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        same_origin(&parts.headers, &cloud.config().public_url)?;
        let address = address(parts, cloud.config().behind_proxy);
        cloud.throttle().door(address).map_err(Problem::too_many)?;
        Ok(Self(Client(address)))
    }
}

/// Refuses extras to a company whose subscription has lapsed, where it depends on what is asked.
///
/// # Errors
/// 402 `subscription-lapsed`.
pub fn paid(cloud: &Cloud, member: &Member) -> Result<(), Problem> {
    if member.subscription.standing(cloud.now()) != Standing::Lapsed {
        return Ok(());
    }
    Err(Problem::lapsed())
}

fn bearer(parts: &Parts) -> Result<&str, AuthError> {
    let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim).ok_or(AuthError::Unauthorized)
}

/// Cookies work here, so a page of another origin must not: where a browser names its origin, it must be ours.
fn same_origin(headers: &HeaderMap, public_url: &str) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let host = origin.split_once("://").map(|(_, host)| host);
    if origin == public_url || host.is_some() && host == text(header::HOST) {
        return Ok(());
    }
    let detail = "La solicitud viene de otra página.";
    Err(Problem::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail))
}

/// The client's address. Only a proxy of ours is believed about it, and only the last it names: what stands before it
/// the client wrote.
fn address(parts: &Parts, behind_proxy: bool) -> IpAddr {
    let named = parts.headers.get_all("x-forwarded-for").into_iter().next_back();
    let named = named.and_then(|value| value.to_str().ok()).and_then(|text| text.rsplit(',').next());
    let named = named.and_then(|text| text.trim().parse().ok());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    if behind_proxy { named.unwrap_or(peer) } else { peer }
}
