//! The API's description, made from the handlers. `openapi.json` is a snapshot of it and a test notices when it is stale.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// Name, licence and door of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "FastOps: la nube", description = "Negocios, sucursales, suscripciones, catálogo y reportes de todas las sucursales.",
        license(name = "AGPL-3.0-only", identifier = "AGPL-3.0-only")),
    servers((url = "/")),
    components(schemas(shared_model::ids::CommandId, shared_model::report::export::Format)),
    modifiers(&Bearer),
    security(("bearer" = []))
)]
pub struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let components = openapi.components.get_or_insert_default();
        components.security_schemes.insert("bearer".to_owned(), SecurityScheme::Http(bearer).into());
    }
}
