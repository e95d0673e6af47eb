// Where the shop is and who works there; `cargo xtask test` sets the environment.
import { readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'

export const url = required('FASTOPS_URL')

export function required(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; run \`cargo xtask test --only scripts\``)
  return value
}

/** The demonstration shop, as it was seeded. */
export const seed = () => JSON.parse(readFileSync(required('FASTOPS_SEED'), 'utf8'))

/** The first person of the seed with a role. */
export const person = (role) => seed().staff.find((one) => one.roles.includes(role))

/** A new id, `prefix_` and a UUIDv7 (RFC 9562). */
export function mint(prefix) {
  const time = Date.now().toString(16).padStart(12, '0')
  const random = randomBytes(10)
  random[0] = (random[0] & 0x0f) | 0x70
  random[2] = (random[2] & 0x3f) | 0x80
  return `${prefix}_${time}${random.toString('hex')}`
}

/** A request to the API, of the shop unless another server is named; throws on a refusal. */
export async function api(method, path, { token, body, at = url } = {}) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  if (token && method !== 'GET') headers['idempotency-key'] = mint('cmd')
  const answer = await fetch(`${at}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** An access token of the first person with a role. */
export async function login(role, at = url) {
  const { username, password } = person(role)
  const body = { company: seed().company.slug, username, password }
  return (await api('POST', '/auth/login', { body, at })).access_token
}

/** Sends an order of these products (by name), each in its first size with the defaults of what it must ask. */
export function sell(token, names, more = { order_type: 'takeaway' }, at = url) {
  const lines = names.map((name) => lineOf(seed().products.find((product) => product.name === name)))
  return api('POST', '/orders', { token, at, body: { order_id: mint('ord'), send_id: mint('snd'), ...more, lines } })
}

function lineOf(product) {
  const asked = seed().modifier_groups.filter((group) => product.modifier_group_ids.includes(group.modifier_group_id))
  const answers = asked.filter((group) => group.required).map((group) => group.modifiers.find((one) => one.is_default))
  return {
    line_id: mint('lin'),
    product_id: product.product_id,
    variant_id: product.variants[0]?.variant_id ?? null,
    quantity: 1,
    modifiers: answers.map(({ modifier_id }) => ({ modifier_id, quantity: 1 })),
  }
}

/** Fails the script, saying why, when something is not so. */
export function must(condition, message) {
  if (!condition) throw new Error(message)
}
