//! Pages of lists: how many, and from where on. A cursor is opaque to clients.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// Items of a page when nobody says otherwise.
const LIMIT_DEFAULT: u32 = 50;
/// Items of a page at most.
const LIMIT_MAX: u32 = 100;

/// How many items to give.
pub fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if limit == 0 || limit > LIMIT_MAX {
        return Err(Problem::field("/limit", format!("Pide entre 1 y {LIMIT_MAX} elementos.")));
    }
    Ok(limit)
}

/// Where the next page starts.
pub fn cursor<T: Serialize>(position: &T) -> String {
    BASE64.encode(serde_json::to_vec(position).expect("a position is plain JSON"))
}

/// The position a cursor stands for.
pub fn position<T: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<T>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let decoded = BASE64.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    decoded.map(Some).ok_or_else(|| Problem::field("/cursor", "El cursor no es de esta lista."))
}

/// Cuts what was read (one more than fits) to a page; answers where the next one starts, if there is one.
pub fn cut<T, P: Serialize>(items: &mut Vec<T>, limit: u32, place: impl Fn(&T) -> P) -> Option<String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    items.last().filter(|_| more).map(|last| cursor(&place(last)))
}
