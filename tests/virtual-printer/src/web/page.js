// Keeps the page in step with the printers: asks twice a second, fetches only tickets it has not shown.
'use strict';

const SHOWN = 40;
const columns = new Map();
const clock = new Intl.DateTimeFormat('es-CO', { timeStyle: 'medium' });
const count = new Intl.NumberFormat('es-CO');

const tickets = (number) => (number === 1 ? '1 tiquete' : `${count.format(number)} tiquetes`);
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const path = (name, rest) => `printers/${encodeURIComponent(name)}/${rest}`;

async function json(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function column(name) {
  const element = template('printer');
  element.querySelector('h2').textContent = name;
  element.querySelector('.buttons').addEventListener('click', async ({ target }) => {
    const kind = target.dataset.fault;
    if (kind) {
      const headers = { 'content-type': 'application/json' };
      await json(path(name, 'fault'), { method: 'POST', headers, body: JSON.stringify({ kind }) });
    } else if ('heal' in target.dataset) {
      await json(path(name, 'heal'), { method: 'POST' });
    }
    refresh();
  });
  document.getElementById('printers').append(element);
  return { element, tape: element.querySelector('.tape'), after: 0, open: null, openKey: '', fresh: true };
}

function state({ status, faults, online }) {
  if (faults.link === 'power_off') return ['bad', 'Apagada'];
  if (faults.link === 'unplugged') return ['bad', 'Sin conexión'];
  if (status.cover_open) return ['bad', 'Tapa abierta'];
  if (status.paper === 'out') return ['bad', 'Sin papel'];
  if (status.cutter_error) return ['bad', 'Cuchilla trabada'];
  if (status.paper === 'near_end') return ['warn', 'Poco papel'];
  return online ? ['good', 'Lista'] : ['bad', 'Fuera de línea'];
}

function hiddenFaults(faults) {
  const texts = [];
  if (faults.link === 'never_read') texts.push('no lee lo que recibe');
  if (faults.reset_after !== null) texts.push(`corta en ${count.format(faults.reset_after)} bytes`);
  if (faults.bytes_per_s !== null) texts.push(`lenta: ${count.format(faults.bytes_per_s)} bytes/s`);
  if (faults.paper_out_after !== null) texts.push(`papel para ${faults.paper_out_after} líneas`);
  if (faults.echo === 'lost') texts.push('pierde la confirmación');
  if (faults.echo === 'unsupported') texts.push('clon sin confirmación');
  if (faults.echo.late_ms !== undefined) texts.push(`confirma ${count.format(faults.echo.late_ms)} ms tarde`);
  if (faults.no_real_time_status) texts.push('clon sin estado');
  if (faults.chinese_mode) texts.push('clon en modo chino');
  return texts;
}

function marks(ticket) {
  const texts = [];
  if (ticket.end === 'torn') texts.push(['alarm', 'arrancado a medias']);
  if (ticket.end === null) texts.push(['', 'sin cortar']);
  if (ticket.pulses.length) texts.push(['', 'abrió el cajón']);
  if (ticket.unknown.length) texts.push(['alarm', `${ticket.unknown.length} comandos desconocidos`]);
  return texts.map(([kind, text]) => Object.assign(document.createElement('span'), { className: kind, textContent: text }));
}

function paper(name, ticket) {
  const element = template('ticket');
  const file = (extension) => path(name, `tickets/${ticket.seq}.${extension}?b=${ticket.bytes}`);
  const image = element.querySelector('img');
  image.src = file('png');
  image.alt = ticket.text;
  element.querySelector('.when').textContent = `N.º ${ticket.seq} · ${clock.format(ticket.finished_at_ms)}`;
  element.querySelector('.marks').append(...marks(ticket));
  element.querySelector('.txt').href = file('txt');
  element.querySelector('.bin').href = file('bin');
  return element;
}

function showOpen(view, printer) {
  const key = printer.open ? `${printer.open.seq}/${printer.open.bytes}` : '';
  if (key === view.openKey) return;
  view.openKey = key;
  view.open?.remove();
  view.open = null;
  if (printer.open) {
    view.open = paper(printer.name, printer.open);
    view.open.classList.add('open');
    view.tape.prepend(view.open);
  }
}

async function showTickets(view, printer) {
  if (printer.last_seq <= view.after) return;
  const fresh = await json(path(printer.name, `tickets?after=${view.after}`));
  for (const ticket of fresh.slice(-SHOWN)) {
    const element = paper(printer.name, ticket);
    if (!view.fresh) element.classList.add('new');
    view.tape.prepend(element);
    view.after = ticket.seq;
  }
  while (view.tape.children.length > SHOWN) view.tape.lastElementChild.remove();
}

async function show(printer) {
  if (!columns.has(printer.name)) columns.set(printer.name, column(printer.name));
  const view = columns.get(printer.name);
  const [kind, label] = state(printer);
  const hidden = hiddenFaults(printer.faults);
  view.element.className = `printer ${kind} ${hidden.length ? 'faulty' : ''}`;
  view.element.querySelector('.badge').textContent = label;
  const waiting = printer.waiting_bytes ? ` · ${count.format(printer.waiting_bytes)} bytes en espera` : '';
  view.element.querySelector('.facts').textContent =
    `${printer.address} · ${tickets(printer.printed)}${waiting}`;
  view.element.querySelector('.faults').replaceChildren(
    ...hidden.map((text) => Object.assign(document.createElement('span'), { textContent: text })));
  const pressed = {
    paper_out: printer.status.paper === 'out', cover_open: printer.status.cover_open,
    power_off: printer.faults.link === 'power_off', refuse: printer.faults.link === 'unplugged',
  };
  for (const button of view.element.querySelectorAll('[data-fault]')) {
    button.setAttribute('aria-pressed', pressed[button.dataset.fault]);
  }
  await showTickets(view, printer);
  showOpen(view, printer);
  view.fresh = false;
}

let running = null;
function refresh() {
  running ??= update().finally(() => { running = null; });
  return running;
}

async function update() {
  const summary = document.getElementById('summary');
  try {
    const printers = await json('printers');
    await Promise.all(printers.map(show));
    const total = printers.reduce((sum, printer) => sum + printer.printed, 0);
    summary.textContent = `${printers.length} impresoras · ${tickets(total)}`;
  } catch {
    summary.textContent = 'Sin conexión con las impresoras; se reintenta.';
  }
}

async function forever() {
  await refresh();
  setTimeout(forever, 500);
}
forever();
