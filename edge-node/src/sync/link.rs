//! How the box stands with the cloud right now, and telling people when that changes.

use std::sync::Arc;

use serde_json::json;
use shared_model::time::Timestamp;
use shared_model::wire::sync::{SyncPath, SyncStanding, SyncStatus};
use tokio::sync::watch;

use crate::store::event::{Audience, NewEvent};
use crate::store::log::feed;
use crate::store::peer::{self, Standing};
use crate::store::{Durability, Store, StoreError, conflict, dead_letter, membership};

/// The way by which the cloud is reached, while it is; cheap to clone.
#[derive(Debug, Clone)]
pub struct Link(Arc<watch::Sender<Option<SyncPath>>>);

impl Default for Link {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }
}

impl Link {
    /// The way, if the cloud is reached.
    pub fn path(&self) -> Option<SyncPath> {
        *self.0.borrow()
    }

    /// Changes that others can wait for.
    pub fn watch(&self) -> watch::Receiver<Option<SyncPath>> {
        self.0.subscribe()
    }

    pub(super) fn set(&self, path: Option<SyncPath>) {
        self.0.send_replace(path);
    }
}

/// How the box stands with the cloud.
pub async fn status(store: &Store, link: &Link) -> Result<SyncStatus, StoreError> {
    let path = link.path();
    let read = |conn: &rusqlite::Connection| {
        let peer = peer::read(conn)?;
        let enrolled = membership::read(conn)?.is_some();
        let pending = if enrolled { feed::own_after(conn, peer.acked)? } else { 0 };
        Ok((enrolled, peer, pending, dead_letter::count(conn)?, conflict::count(conn)?))
    };
    let (enrolled, peer, pending_changes, dead_letters, conflicts) = store.readers.read(read).await?;
    Ok(SyncStatus {
        enrolled,
        connected: path.is_some(),
        path,
        standing: standing(peer.standing),
        text: text(enrolled, path, peer.standing, pending_changes),
        last_exchange_ms: peer.last_exchange,
        pending_changes,
        dead_letters,
        conflicts,
    })
}

/// Tells admins and cashiers. Relaxed: the state itself is asked for again after a restart.
pub(super) async fn tell(
    store: &Store,
    path: Option<SyncPath>,
    standing: Standing,
    now: Timestamp,
) -> Result<(), StoreError> {
    let data = json!({
        "connected": path.is_some(), "path": path, "standing": standing.as_str(),
        "text": text(true, path, standing, 0),
    });
    let new = NewEvent { kind: "sync:status", audience: Audience::Cashier, data };
    store.writer.run(Durability::Relaxed, move |work| work.working.tell(work.tx, new, now)).await
}

fn standing(standing: Standing) -> SyncStanding {
    match standing {
        Standing::Member => SyncStanding::Member,
        Standing::Fenced => SyncStanding::Fenced,
        Standing::Revoked => SyncStanding::Revoked,
    }
}

fn text(enrolled: bool, path: Option<SyncPath>, standing: Standing, pending: u64) -> String {
    if !enrolled {
        return "Esta caja trabaja sola: no está vinculada a la nube.".to_owned();
    }
    match standing {
        Standing::Fenced => {
            "Otra caja tomó el lugar de esta en la sucursal. Lo que se venda aquí ya no llega a la nube: usa la caja \
             nueva y llama a soporte."
        }
        Standing::Revoked => {
            "La nube retiró el permiso de esta caja. Se puede seguir vendiendo, pero nada llega a la nube: llama a soporte."
        }
        Standing::Member if path.is_none() && pending > 0 => {
            return format!("Sin conexión con la nube: {pending} cambios se enviarán cuando vuelva. Sigue vendiendo.");
        }
        Standing::Member => match path {
            None => "Sin conexión con la nube. Sigue vendiendo: todo se enviará cuando vuelva.",
            Some(SyncPath::Direct) => "Conectada con la nube.",
            Some(SyncPath::Relay) => "Conectada con la nube a través del repetidor.",
            Some(SyncPath::Https) => "Conectada con la nube por la web.",
        },
    }
    .to_owned()
}
