//! One row per part that was sent to a station: the kitchen's cards, what is still to be made, and how long it took.

use rusqlite::{Connection, Row, Transaction, named_params};
use shared_model::ids::{OrderId, SendId, StationId};
use shared_model::order::{OrderType, Stage, TurnNumber};
use shared_model::projection::KitchenItemRow;
use shared_model::time::Timestamp;
use shared_model::wire::kitchen::{Card, CardItem};

use super::error::{During, StoreError, unreadable};

/// Cards a screen shows at most.
const CARDS_MAX: u32 = 200;

/// Writes one part.
pub fn put(tx: &Transaction<'_>, order_id: OrderId, item: &KitchenItemRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO kitchen_item (line_id, part, order_id, send_id, round, station_id, quantity, name, variant,
                   modifiers, note, stage, sent_at_ms, ready_at_ms, void_reason, open)
               VALUES (:line_id, :part, :order_id, :send_id, :round, :station_id, :quantity, :name, :variant,
                   :modifiers, :note, :stage, :sent_at_ms, :ready_at_ms, :void_reason, :open)
               ON CONFLICT (line_id, part) DO UPDATE SET send_id = excluded.send_id, round = excluded.round,
                   stage = excluded.stage, sent_at_ms = excluded.sent_at_ms, ready_at_ms = excluded.ready_at_ms,
                   void_reason = excluded.void_reason, open = excluded.open";
    let modifiers = serde_json::to_string(&item.modifiers).map_err(unreadable("modifiers"))?;
    let mut upsert = tx.prepare_cached(sql).during("write a kitchen item")?;
    let values = named_params! {
        ":line_id": item.part.line_id.to_string(), ":part": item.part.part, ":order_id": order_id.to_string(),
        ":send_id": item.send_id.to_string(), ":round": item.round,
        ":station_id": item.station_id.map(|id| id.to_string()), ":quantity": item.quantity, ":name": item.name,
        ":variant": item.variant, ":modifiers": modifiers, ":note": item.note, ":stage": item.stage.as_str(),
        ":sent_at_ms": item.sent_at.ms(), ":ready_at_ms": item.ready_at.map(Timestamp::ms),
        ":void_reason": item.void_reason, ":open": item.open,
    };
    upsert.execute(values).during("write a kitchen item").map(drop)
}

const COLUMNS: &str = "kitchen_item.line_id, part, kitchen_item.order_id, send_id, round, station_id, quantity, name,
    variant, modifiers, kitchen_item.note, stage, sent_at_ms, ready_at_ms, void_reason,
    sales_order.order_type, sales_order.turn, sales_order.table_name, sales_order.customer_name, sales_order.note,
    sales_order.created_by_name";

/// Cards with something still to be made, oldest first; with a station, only its parts.
pub fn open_cards(conn: &Connection, station: Option<StationId>) -> Result<Vec<Card>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM kitchen_item JOIN sales_order ON sales_order.order_id = kitchen_item.order_id
         WHERE send_id IN (SELECT send_id FROM kitchen_item
                           WHERE open = 1 AND (:station IS NULL OR station_id = :station)
                           GROUP BY send_id ORDER BY min(sent_at_ms) LIMIT :limit)
           AND (:station IS NULL OR station_id = :station)
         ORDER BY sent_at_ms, send_id, kitchen_item.line_id, part"
    );
    cards(conn, &sql, station, CARDS_MAX)
}

/// The last cards that were finished, newest first.
pub fn done_cards(
    conn: &Connection,
    station: Option<StationId>,
    limit: u32,
) -> Result<Vec<Card>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM kitchen_item JOIN sales_order ON sales_order.order_id = kitchen_item.order_id
         WHERE send_id IN (SELECT send_id FROM (SELECT send_id, ready_at_ms FROM kitchen_item
                           WHERE open = 0 AND ready_at_ms IS NOT NULL AND (:station IS NULL OR station_id = :station)
                           ORDER BY ready_at_ms DESC LIMIT 20 * :limit)
                           GROUP BY send_id ORDER BY max(ready_at_ms) DESC LIMIT :limit)
           AND (:station IS NULL OR station_id = :station)
         ORDER BY sent_at_ms, send_id, kitchen_item.line_id, part"
    );
    let mut done = cards(conn, &sql, station, limit)?;
    done.retain(|card| {
        card.items.iter().all(|item| !matches!(item.stage, Stage::Pending | Stage::Preparing))
    });
    done.sort_by_key(|card| std::cmp::Reverse(card.done_at_ms));
    Ok(done)
}

fn cards(
    conn: &Connection,
    sql: &str,
    station: Option<StationId>,
    limit: u32,
) -> Result<Vec<Card>, StoreError> {
    let mut query = conn.prepare_cached(sql).during("read kitchen cards")?;
    let values = named_params! {":station": station.map(|id| id.to_string()), ":limit": limit};
    let mut rows = query.query(values).during("read kitchen cards")?;
    let mut cards: Vec<Card> = Vec::new();
    while let Some(row) = rows.next().during("read kitchen cards")? {
        let item = item(row)?;
        let ready_at: Option<i64> = row.get(13).during("read kitchen cards")?;
        let send_id: SendId = parsed(row, 3)?;
        if cards.last().is_none_or(|card| card.send_id != send_id) {
            cards.push(card(row, send_id)?);
        }
        let card = cards.last_mut().expect("a card was just pushed");
        card.done_at_ms = card.done_at_ms.max(ready_at.map(Timestamp::from_ms));
        card.items.push(item);
    }
    for card in &mut cards {
        let live = card.items.iter().map(|item| item.stage).filter(|stage| *stage != Stage::Voided);
        card.stage = live.min().unwrap_or(Stage::Voided);
    }
    Ok(cards)
}

fn card(row: &Row<'_>, send_id: SendId) -> Result<Card, StoreError> {
    let order_type: String = row.get(15).during("read kitchen cards")?;
    let order_type: OrderType =
        serde_json::from_value(order_type.into()).map_err(unreadable("order type"))?;
    let read = || -> rusqlite::Result<_> {
        Ok((row.get(4)?, row.get(12)?, row.get(16)?, row.get(17)?, row.get(18)?, row.get(19)?, row.get(20)?))
    };
    let (round, sent_at, turn, table, customer_name, note, created_by_name) =
        read().during("read kitchen cards")?;
    Ok(Card {
        order_id: parsed(row, 2)?,
        send_id,
        number: TurnNumber { order_type, turn }.to_string(),
        round,
        order_type,
        table,
        customer_name,
        note,
        sent_at_ms: Timestamp::from_ms(sent_at),
        created_by_name,
        stage: Stage::Pending,
        done_at_ms: None,
        items: Vec::new(),
    })
}

fn item(row: &Row<'_>) -> Result<CardItem, StoreError> {
    let modifiers: String = row.get(9).during("read kitchen cards")?;
    let stage: String = row.get(11).during("read kitchen cards")?;
    let read = || -> rusqlite::Result<_> {
        Ok((row.get(1)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(10)?, row.get(14)?))
    };
    let (part, quantity, name, variant, note, void_reason) = read().during("read kitchen cards")?;
    let station: Option<String> = row.get(5).during("read kitchen cards")?;
    Ok(CardItem {
        line_id: parsed(row, 0)?,
        part,
        quantity,
        name,
        variant,
        modifiers: serde_json::from_str(&modifiers).map_err(unreadable("modifiers"))?,
        note,
        station_id: station.map(|id| id.parse().map_err(unreadable("station id"))).transpose()?,
        stage: serde_json::from_value(stage.into()).map_err(unreadable("stage"))?,
        void_reason,
    })
}

fn parsed<T>(row: &Row<'_>, column: usize) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = shared_model::ids::IdError>,
{
    let text: String = row.get(column).during("read an id")?;
    text.parse().map_err(unreadable("id"))
}

/// How one station did between two instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationTimes {
    pub pending: u32,
    pub preparing: u32,
    pub ready: u32,
    /// From sent to ready, shortest first.
    pub durations_ms: Vec<i64>,
}

/// What a station was sent on a day, and how long it took.
pub fn times(conn: &Connection, station: StationId, day: &str) -> Result<StationTimes, StoreError> {
    let sql = "SELECT stage, ready_at_ms - sent_at_ms FROM sales_order
               JOIN kitchen_item ON kitchen_item.order_id = sales_order.order_id
               WHERE sales_order.business_day = :day AND station_id = :station ORDER BY 2";
    let mut query = conn.prepare_cached(sql).during("read kitchen times")?;
    let values = named_params! {":day": day, ":station": station.to_string()};
    let rows = query.query_map(values, |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)));
    let mut times = StationTimes { pending: 0, preparing: 0, ready: 0, durations_ms: Vec::new() };
    for row in rows.during("read kitchen times")? {
        let (stage, duration) = row.during("read kitchen times")?;
        match stage.as_str() {
            "pending" => times.pending += 1,
            "preparing" => times.preparing += 1,
            "ready" => times.ready += 1,
            _ => {}
        }
        times.durations_ms.extend(duration);
    }
    Ok(times)
}

/// Forgets an order's kitchen items.
pub fn forget(tx: &Transaction<'_>, order_id: OrderId) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM kitchen_item WHERE order_id = :id").during("forget an order's kitchen items")?;
    delete.execute(named_params! {":id": order_id.to_string()}).during("forget an order's kitchen items").map(drop)
}

/// Forgets all kitchen items.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM kitchen_item", []).during("clear kitchen items").map(drop)
}
