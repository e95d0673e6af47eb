//! What the printers say, written into the branch's events so that screens hear it.

use serde_json::json;
use tokio::sync::mpsc;

use crate::branch::Branch;
use crate::printing::PrintEvent;
use crate::printing::event::trouble_words;
use crate::store::event::{Audience, NewEvent};
use crate::store::print_job::{Brief, Reason};
use crate::store::{Catalog, Durability};

/// Print events written in one go at most.
const GROUP_MAX: usize = 64;

/// Listens to the printers until they end.
pub async fn listen(branch: Branch, mut heard: mpsc::Receiver<PrintEvent>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while heard.recv_many(&mut group, GROUP_MAX).await > 0 {
        let catalog = branch.catalog();
        let told: Vec<NewEvent> =
            group.drain(..).filter_map(|event| story(&branch, &catalog, event)).collect();
        if told.is_empty() {
            continue;
        }
        let now = branch.clock().now();
        let write = move |work: &mut crate::store::Work<'_>| {
            told.into_iter().try_for_each(|new| work.working.tell(work.tx, new, now))
        };
        // Relaxed: the print job itself is the record; this only tells people about it.
        if let Err(error) = branch.store().writer.run(Durability::Relaxed, write).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "screens did not hear what was printed");
        }
    }
}

fn story(branch: &Branch, catalog: &Catalog, event: PrintEvent) -> Option<NewEvent> {
    let name = |sheet: &Brief| catalog.printers.get(&sheet.printer).map(|printer| printer.name.clone());
    let (kind, data) = match event {
        // Told in the transaction that owes the sheet.
        PrintEvent::Queued(_) => return None,
        PrintEvent::Printed { sheet, .. } => {
            let data = json!({"print_job_id": sheet.id, "order_id": sheet.order, "kind": sheet.kind, "success": true});
            ("print:completed", data)
        }
        PrintEvent::Uncertain { sheet, reason, copy } => {
            let data = json!({
                "print_job_id": sheet.id, "order_id": sheet.order, "number": sheet.order_label, "kind": sheet.kind,
                "printer_name": name(&sheet), "reason": trouble_words(Some(reason)), "ask": copy.is_none(),
            });
            ("print:uncertain", data)
        }
        PrintEvent::Fallback { sheet, message } => {
            let data = json!({
                "print_job_id": sheet.id, "order_id": sheet.order, "number": sheet.order_label, "message": message,
            });
            ("print:fallback", data)
        }
        PrintEvent::Expired(sheet) => ("system:alert", lost(&sheet, name(&sheet), "ya no sirve imprimirlo")),
        PrintEvent::Failed { sheet, reason } => {
            ("system:alert", lost(&sheet, name(&sheet), failure_words(reason)))
        }
        PrintEvent::PrinterState { printer, trouble, message } => {
            branch.set_trouble(printer, trouble.map(|trouble| state_name(trouble).to_owned()));
            let failed = trouble.is_some();
            let data = json!({
                "type": "printer_failure", "severity": if failed { "high" } else { "info" }, "message": message,
                "action_required": failed, "printer_id": printer,
            });
            ("system:alert", data)
        }
    };
    Some(NewEvent { kind, audience: Audience::Branch, data })
}

fn lost(sheet: &Brief, printer: Option<String>, why: &str) -> serde_json::Value {
    let printer = printer.unwrap_or_else(|| "la impresora".to_owned());
    let message = format!(
        "El tiquete {} no salió en {printer}: {why}. Revisa el pedido y reimprime.",
        sheet.order_label
    );
    json!({
        "type": "ticket_not_printed", "severity": "high", "message": message, "action_required": true,
        "order_id": sheet.order, "print_job_id": sheet.id,
    })
}

fn failure_words(reason: Reason) -> &'static str {
    if reason == Reason::NoPrinter {
        return "esa impresora ya no existe";
    }
    if reason == Reason::Unreadable {
        return "su contenido no se puede leer";
    }
    trouble_words(Some(reason))
}

/// The state of a printer on the wire.
fn state_name(trouble: Reason) -> &'static str {
    match trouble {
        Reason::PaperOut => "paper_out",
        Reason::CoverOpen => "cover_open",
        Reason::Unreachable | Reason::NoReply => "offline",
        Reason::Reset
        | Reason::Stalled
        | Reason::NoEcho
        | Reason::Faulty
        | Reason::Stopped
        | Reason::PowerCut
        | Reason::TooLate
        | Reason::Unreadable
        | Reason::NoPrinter
        | Reason::Person => "error",
    }
}
