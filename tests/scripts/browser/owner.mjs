// The owner looks at all branches in Chromium: signs in at the cloud, sees a sale of a box arrive by itself, creates a branch
// and gets a code for its box, looks at it in the dark and on a phone; and somebody registers a business.
// With FASTOPS_SCREENSHOTS set to a folder it also takes the pictures of the README.
import { accessible, fits, inBrowser, pageOf, PHONE, picture, pictures } from './look.mjs'
import { api, login, mint, must, person, required, seed, sell, url } from '../lib.mjs'

const cloud = required('FASTOPS_CLOUD_URL')
const secondBox = required('FASTOPS_SECOND_URL')
/** From the box's acknowledgement to the owner's page. */
const ARRIVES_MS = 5_000
/** How fast somebody has to have a business. */
const REGISTERED_MS = 120_000
const BRANCHES = ['Chapinero', 'Kennedy']

await inBrowser(async (browser) => {
  const page = await signIn(browser)
  for (const name of BRANCHES) await boxOf(page, name).getByText('En línea').waitFor()
  if (pictures) await lunchtime()
  await arrives(page)
  await accessible(page, 'today')
  await picture(page, 'nube')
  await branchesOf(page)
  await inTheDark(page)
  await quietLists(page)
  await onAPhone(browser)
  await registers(browser)
})

async function signIn(browser, more) {
  const page = await pageOf(browser, { viewport: { width: 1280, height: 900 }, who: 'owner', ...more })
  await page.goto(cloud)
  const { username, password } = person('admin')
  await page.getByLabel('Empresa').fill(seed().company.slug)
  await page.getByLabel('Usuario', { exact: true }).fill(username)
  await page.getByLabel('Contraseña', { exact: true }).fill(password)
  await accessible(page, 'sign in')
  await picture(page, more ? 'nube-entrar-telefono' : 'nube-entrar')
  await page.getByRole('button', { name: 'Entrar', exact: true }).tap()
  await page.getByRole('heading', { name: 'Hoy' }).waitFor()
  return page
}

function boxOf(page, name) {
  return page.getByRole('article', { name: `Ventas de ${name}` }).locator('[data-slot=box]')
}

function totalOf(page, name) {
  return page.getByRole('article', { name: `Ventas de ${name}` }).locator('[data-slot=total]')
}

/** A sale at each branch's box is on the page soon, and nobody reloads it. */
async function arrives(page) {
  for (const [name, at] of [['Chapinero', url], ['Kennedy', secondBox]]) {
    const before = pesos(await totalOf(page, name).textContent())
    const token = await login('cashier', at)
    const { total } = await paid(token, ['Perro sencillo', 'Tinto'], 'cash', at)
    const soldAt = Date.now()
    const expected = before + total / 100
    await page.waitForFunction(
      ([label, sum]) => {
        const card = document.querySelector(`article[aria-label="Ventas de ${label}"] [data-slot=total]`)
        return Number(card?.textContent.replaceAll(/\D/g, '')) === sum
      },
      [name, expected],
    )
    const ms = Date.now() - soldAt
    console.log(`a sale at ${name} was on the owner's page after ${ms} ms`)
    must(ms < ARRIVES_MS, `the sale at ${name} took ${ms} ms`)
  }
  const company = pesos(await page.locator('[data-slot=company] [data-slot=total]').textContent())
  const each = await Promise.all(BRANCHES.map(async (name) => pesos(await totalOf(page, name).textContent())))
  must(company === each[0] + each[1], `${company} is not ${each.join(' + ')}`)
}

/** A new branch, and a code for its box that is shown once. */
async function branchesOf(page) {
  await page.getByRole('link', { name: 'Sucursales' }).tap()
  for (const name of BRANCHES) await page.getByRole('article', { name }).getByText('En línea').waitFor()
  await page.getByRole('button', { name: 'Crear sucursal' }).tap()
  await page.getByLabel('Nombre', { exact: true }).fill('Suba')
  await page.getByLabel('Dirección').fill('Carrera 91 # 147-20, Suba, Bogotá D.C.')
  await accessible(page, 'new branch')
  await page.getByRole('button', { name: 'Crear', exact: true }).tap()
  const suba = page.getByRole('article', { name: 'Suba' })
  await accessible(page, 'branches')
  await picture(page, 'nube-sucursales')
  await suba.getByRole('button', { name: 'Agregar caja' }).tap()
  await page.getByRole('button', { name: 'Mostrar el código' }).tap()
  const code = await page.locator('[data-slot=code]').textContent()
  must(/^([A-Z0-9]{4}-){2}[A-Z0-9]{4}$/.test(code), `${code} is no code`)
  await page.getByText(/^Vence en 23:59:/).waitFor()
  await accessible(page, 'code')
  await picture(page, 'nube-codigo')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  must((await page.getByText(code).count()) === 0, 'the code is still on the page')
  await page.getByRole('link', { name: 'Hoy' }).tap()
  await page.getByRole('article', { name: 'Ventas de Suba' }).getByRole('button', { name: 'Agregar caja' }).waitFor()
}

async function inTheDark(page) {
  await page.getByRole('button', { name: /^Menú de usuario/ }).tap()
  await accessible(page, 'menu')
  await page.getByRole('menuitem', { name: 'Cambiar claro u oscuro' }).tap()
  await accessible(page, 'today in the dark')
  await picture(page, 'nube-oscuro')
}

async function quietLists(page) {
  await page.getByRole('link', { name: 'Diferencias' }).tap()
  await page.getByText('Sin diferencias').waitFor()
  await accessible(page, 'conflicts')
  await page.goto(`${cloud}/rechazados`)
  await page.getByText('Nada rechazado').waitFor()
  await accessible(page, 'rejected')
}

async function onAPhone(browser) {
  const page = await signIn(browser, { viewport: PHONE })
  await boxOf(page, 'Chapinero').waitFor()
  await fits(page)
  await accessible(page, 'phone')
  await picture(page, 'nube-telefono')
}

/** From the first letter to the first page of an own business. */
async function registers(browser) {
  const page = await pageOf(browser, { who: 'newcomer' })
  const startedAt = Date.now()
  await page.goto(`${cloud}/registro`)
  await page.getByLabel('Nombre del negocio').fill('Arepas Doña Inés')
  must((await page.getByLabel('Nombre corto').inputValue()) === 'arepas-dona-ines', 'no short name was proposed')
  await page.getByLabel('Su nombre').fill('Inés Cárdenas')
  await page.getByLabel('Correo').fill('ines@arepas.example')
  await page.getByLabel('Usuario', { exact: true }).fill('ines')
  await page.getByLabel('Contraseña', { exact: true }).fill('corta')
  await accessible(page, 'register')
  await page.getByLabel('Contraseña', { exact: true }).fill('arepa-de-huevo-7')
  await page.getByRole('button', { name: 'Crear mi negocio' }).tap()
  await page.getByRole('button', { name: 'Agregar caja' }).waitFor()
  must(Date.now() - startedAt < REGISTERED_MS, 'registering took too long')
  await page.reload()
  await page.getByRole('heading', { name: 'Hoy' }).waitFor()
  await page.getByRole('button', { name: /^Menú de usuario/ }).tap()
  await page.getByRole('menuitem', { name: 'Cerrar sesión' }).tap()
  await page.getByRole('link', { name: 'Olvidé la contraseña' }).tap()
  await page.getByRole('heading', { name: 'Recupere la contraseña' }).waitFor()
  await page.getByLabel('Usuario', { exact: true }).fill('ines')
  await accessible(page, 'forgot')
  await page.getByRole('button', { name: 'Enviar el enlace' }).tap()
  await page.getByText('Revise su correo').waitFor()
}

/** Sells and is paid at once; the order as the box answers it. */
async function paid(token, names, method, at) {
  const order = await sell(token, names, { order_type: 'takeaway' }, at)
  const due = order.totals.total
  const payment = { payment_id: mint('pay'), method, amount: due, ...(method === 'cash' ? { tendered: due } : { reference: mint('pay').slice(-10) }) }
  await api('POST', `/orders/${order.order_id}/pay`, { token, at, body: { payments: [payment] } })
  return { total: due }
}

/** A morning at both branches, for the pictures. */
async function lunchtime() {
  const sales = [
    [['Salchipapa ranchera', 'Gaseosa 400 ml'], 'nequi'],
    [['Doble carne', 'Papa en casco', 'Jugo natural'], 'card'],
    [['Hamburguesa sencilla', 'Limonada'], 'cash'],
    [['Mazorcada mixta', 'Aros de cebolla'], 'daviplata'],
    [['Choriperro', 'Agua 600 ml'], 'cash'],
    [['La Papa Criolla', 'Limonada'], 'nequi'],
    [['Tocineta BBQ', 'Cerveza nacional 330 ml'], 'card'],
  ]
  for (const [at, count] of [[url, 23], [secondBox, 14]]) {
    const token = await login('cashier', at)
    for (let index = 0; index < count; index += 1) {
      const [names, method] = sales[index % sales.length]
      await paid(token, names, method, at)
    }
  }
  await new Promise((resolve) => setTimeout(resolve, ARRIVES_MS))
}

function pesos(text) {
  return Number(text.replaceAll(/\D/g, ''))
}
