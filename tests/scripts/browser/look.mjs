// What the checks with a browser share: pages of devices of their own, WCAG, pictures.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { must } from '../lib.mjs'

/** How long the slowest machine may take over any one thing before the story counts as stuck. */
export const PATIENCE_MS = 20_000
export const TABLET = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }
export const pictures = process.env.FASTOPS_SCREENSHOTS

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const broken = []

if (pictures) mkdirSync(pictures, { recursive: true })

/** Runs a story in a browser; errors inside the pages fail it at its end. */
export async function inBrowser(story) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    await story(browser)
    must(broken.length === 0, `errors in the pages:\n${broken.join('\n')}`)
  } finally {
    await browser.close()
  }
}

/** A page of a device of its own. */
export async function pageOf(browser, { viewport = TABLET, who = 'page', ...more } = {}) {
  const context = await browser.newContext({
    viewport,
    hasTouch: true,
    locale: 'es-CO',
    timezoneId: 'America/Bogota',
    ...more,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  page.on('pageerror', (error) => broken.push(`${who}: ${error}`))
  return page
}

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function accessible(page, where) {
  await settled(page)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }),
  )
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  must(said.length === 0, `${where} is not accessible:\n${said.join('\n')}`)
}

/** Nothing sticks out sideways. */
export async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  must(wide <= 0, `the page is ${wide} px wider than the device`)
}

export async function picture(page, name) {
  if (!pictures) return
  await settled(page)
  await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' })
}

/** Answers have arrived and movements have ended: what is faded on its way is neither judged nor pictured. */
async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity)
    return Promise.allSettled(ending.map((one) => one.finished))
  })
}
