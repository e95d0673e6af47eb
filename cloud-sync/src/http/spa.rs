//! The screens: files built by Vite, inside the binary (or in a folder, for those who work on them).

use std::path::PathBuf;
use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// Serves a file of the screens, or their page for any address that is not a file.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let known = file(path).is_some();
    if !known && (path.starts_with("api/") || path.starts_with("assets/") || last.contains('.')) {
        return Problem::not_found().into_response();
    }
    let path = if known { path } else { "index.html" };
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(name, _)| accepted.contains(name));
    let mut packed = packed.map(|(name, ending)| (file(&format!("{path}.{ending}")), Some(name)));
    let packed = packed.find_map(|(found, name)| Some((found?, name)));
    let Some((found, encoding)) = packed.or_else(|| Some((file(path)?, None))) else {
        let hint = "Las pantallas no están en este binario. Ejecuta: cargo xtask ui";
        return (StatusCode::SERVICE_UNAVAILABLE, hint).into_response();
    };
    respond(path, &found, encoding, &headers)
}

fn respond(path: &str, found: &EmbeddedFile, encoding: Option<&'static str>, asked: &HeaderMap) -> Response {
    let hash = found.metadata.sha256_hash();
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(std::array::from_fn(|at| hash[at])));
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let plain = mime(path);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(plain));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if same {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, found.data.clone().into_owned()).into_response()
}

fn file(path: &str) -> Option<EmbeddedFile> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| std::env::var_os("FASTOPS_CLOUD_UI_DIR").map(PathBuf::from));
    match folder {
        None => Dist::get(path),
        Some(folder) if !path.split('/').any(|step| step == ".." || step.is_empty()) => {
            rust_embed::utils::read_file_from_fs(&folder.join(path)).ok()
        }
        Some(_) => None,
    }
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    }
}
