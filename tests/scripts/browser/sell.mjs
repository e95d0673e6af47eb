// Chromium sells: a three-item cash order on a tablet, the card on the kitchen screen, the paper; then start and ready.
// With FASTOPS_SCREENSHOTS set to a folder it also takes the pictures of the README.
import { writeFileSync } from 'node:fs'
import { accessible, fits, inBrowser, pageOf, PATIENCE_MS, PHONE, picture, pictures, TABLET } from './look.mjs'
import { api, login, mint, must, person, required, seed, sell, url } from '../lib.mjs'

const PRODUCTS = ['Perro sencillo', 'Agua 600 ml', 'Tinto']
const TAPS = 7
const CARD_MS = 1_000
const PAPER_MS = 1_000
let browser
let taps = 0

await inBrowser(async (started) => {
  browser = started
  await story()
})

async function story() {
  const cashier = await signIn(TABLET, 'cashier', 'entrar')
  const kitchen = await signIn(TABLET, 'kitchen')
  await kitchen.getByRole('button', { name: 'Todas las estaciones', exact: true }).tap()
  await kitchen.getByText('Cocina al día').waitFor()
  const ticketOf = pictures ? await rush(kitchen) : null
  await watchCards(kitchen)

  const { number, paidAt } = await sellThree(cashier)
  const card = await cardOf(kitchen, number)
  const cardMs = (await card.evaluate((element) => element.dataset.seenAt)) - paidAt
  const paperMs = (await paperOf(number, ['Parrilla', 'Bebidas'])) - paidAt
  console.log(`${number}: ${taps} taps, card after ${cardMs} ms, last ticket after ${paperMs} ms`)
  must(taps <= TAPS, `${taps} taps for three items, at most ${TAPS}`)
  must(cardMs < CARD_MS, `the card took ${cardMs} ms`)
  must(paperMs < PAPER_MS, `the paper took ${paperMs} ms`)

  await card.getByText(PRODUCTS[0]).waitFor()
  await card.getByRole('button', { name: 'Empezar' }).tap()
  await card.getByText('Preparando').waitFor()
  await accessible(kitchen, 'kitchen')
  await picture(kitchen, 'cocina')
  if (ticketOf) await comanda(ticketOf)
  await card.getByRole('button', { name: 'Listo', exact: true }).tap()
  await card.waitFor({ state: 'detached' })

  await choosing(cashier)
  await onAPhone()
}

/** A page of its own device, signed in with the password of the first person who has the role. */
async function signIn(viewport, role, shot) {
  const page = await pageOf(browser, { viewport, who: role })
  await page.goto(url)
  const { username, password } = person(role)
  await page.getByLabel('Empresa').fill(seed().company.slug)
  await page.getByLabel('Usuario', { exact: true }).fill(username)
  await page.getByLabel('Contraseña').fill(password)
  if (shot) await accessible(page, shot)
  if (shot) await picture(page, shot)
  await page.getByRole('button', { name: 'Entrar', exact: true }).tap()
  return page
}

/** Three products of two categories, paid in cash; answers the turn number and when the last tap happened. */
async function sellThree(page) {
  await tap(page.getByRole('button', { name: 'Perros calientes' }))
  await tap(tile(page, PRODUCTS[0]))
  await tap(page.getByRole('button', { name: 'Bebidas' }))
  await tap(tile(page, PRODUCTS[1]))
  await tap(tile(page, PRODUCTS[2]))
  await page.locator('[data-slot=cart] dd').filter({ hasText: priceOf(PRODUCTS) }).waitFor()
  await accessible(page, 'cashier')
  await picture(page, 'caja')
  await tap(page.getByRole('button', { name: 'Cobrar', exact: true }))
  const exact = page.getByRole('button', { name: /^Exacto/ })
  await exact.and(page.locator(':enabled')).waitFor()
  await picture(page, 'cobrar')
  const paidAt = Date.now()
  await tap(exact)
  const number = await page.getByText(/^[MLD]-\d{3,}$/).first().textContent()
  await picture(page, 'cobrado')
  return { number, paidAt }
}

/** What these cost together, as a screen writes it: `17.000`. */
function priceOf(names) {
  const products = names.map((name) => seed().products.find((product) => product.name === name))
  const pesos = products.reduce((sum, { price }) => sum + price, 0) / 100
  return new Intl.NumberFormat('es-CO').format(pesos)
}

/**
 * A shop at dinner time, for the pictures: six orders in the kitchen, and five more that wait to be handed over or paid.
 * Answers the number of the order with the longest ticket.
 */
async function rush(page) {
  const token = await login('cashier')
  const table = (number) => ({ order_type: 'dine_in', table: number })
  const early = [
    [['Hamburguesa sencilla', 'Gaseosa 400 ml'], table('1')],
    [['Choriperro', 'Agua 600 ml'], table('3')],
    [['Papa vegetariana'], { order_type: 'takeaway', customer: { name: 'Andrés' } }],
    [['Aros de cebolla', 'Jugo natural'], table('9')],
    [['Hawaiana', 'Doble carne', 'Tocineta BBQ', 'Limonada'], { ...table('11'), note: 'La hawaiana sin cebolla' }],
  ]
  let longest
  for (const [names, more] of early) {
    const { order_id, number } = await sell(token, names, more)
    longest = number
    await api('PATCH', `/orders/${order_id}/status`, { token, body: { step_id: mint('stp'), to: 'ready' } })
  }
  await sell(token, ['Salchipapa ranchera', 'Gaseosa 400 ml'], table('4'))
  await sell(token, ['Doble carne', 'Papa en casco', 'Jugo natural'], table('7'))
  await sell(token, ['Alitas', 'Cerveza nacional 330 ml'])
  const camila = { name: 'Camila', phone: '3104567890', address: 'Calle 59 # 9-34' }
  await sell(token, ['La Papa Criolla', 'Choriperro', 'Limonada'], { order_type: 'delivery', customer: camila })
  await sell(token, ['Mazorcada mixta', 'Aros de cebolla'], table('2'))
  const last = await sell(token, ['Tocineta BBQ', 'Tinto'])
  await cardOf(page, last.number)
  // What is timed next must not stand in line behind this.
  await paperOf(last.number, ['Parrilla', 'Bebidas'])
  return longest
}

/** A kitchen ticket exactly as it is printed, for the picture. */
async function comanda(number) {
  const token = await login('cashier')
  const { items } = await api('GET', '/print/jobs?limit=100', { token })
  const { print_job_id } = items.find((job) => job.order_number === number && job.printer_name === 'Parrilla')
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/api/v1/print/jobs/${print_job_id}/preview.png`, { headers })
  must(answer.ok, `the preview answered ${answer.status}`)
  writeFileSync(`${pictures}/comanda.png`, Buffer.from(await answer.arrayBuffer()))
}

function tile(page, name) {
  return page.locator('[data-slot=product-tile]').filter({ has: page.getByText(name, { exact: true }) })
}

async function tap(locator) {
  taps += 1
  await locator.tap()
}

/** Marks each card with the moment it came onto the screen, so that polling adds nothing to the time. */
function watchCards(page) {
  return page.evaluate(() => {
    const mark = () => {
      for (const card of document.querySelectorAll('[data-slot=kitchen-card]:not([data-seen-at])')) {
        card.dataset.seenAt = String(Date.now())
      }
    }
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true })
  })
}

async function cardOf(page, number) {
  const card = page.getByRole('article', { name: number })
  await card.waitFor()
  return card
}

/** When the last of these printers finished the order's ticket, in ms since 1970. */
async function paperOf(number, printers) {
  const until = Date.now() + PATIENCE_MS
  const tickets = async (name) => {
    const answer = await fetch(`${required('FASTOPS_PRINTERS_URL')}/printers/${name}/tickets`)
    return (await answer.json()).filter((ticket) => ticket.text.includes(number))
  }
  for (;;) {
    const found = await Promise.all(printers.map(tickets))
    if (found.every((list) => list.length === 1)) return Math.max(...found.map(([ticket]) => ticket.finished_at_ms))
    must(Date.now() < until, `tickets of ${number}: ${found.map((list) => list.length)} at ${printers}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A combo asks for its parts before it is added. */
async function choosing(page) {
  await page.getByRole('button', { name: 'Combos' }).tap()
  await tile(page, 'Combo hamburguesa').tap()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Acompañante').first().waitFor()
  await accessible(page, 'choices')
  await picture(page, 'combo')
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
}

async function onAPhone() {
  const page = await signIn(PHONE, 'cashier')
  await page.getByRole('button', { name: 'Salchipapas' }).tap()
  await tile(page, 'La Papa Criolla').waitFor()
  await fits(page)
  await accessible(page, 'phone')
  await picture(page, 'telefono')
}
