// The official Socket.IO client against the box: who may connect, what arrives, what is replayed after a gap.
import { io } from 'socket.io-client'
import { login, must, sell, url } from '../lib.mjs'

/** How long an event may take, in ms; far above the promised second, so that a slow machine is no failure. */
const PATIENCE_MS = 10_000

const WATER = ['Agua 600 ml']

const connect = (auth) => io(url, { transports: ['websocket'], reconnection: false, forceNew: true, auth })

/** The next argument of an event, or a failure after a while. */
function next(socket, name, wanted = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within ${PATIENCE_MS} ms`)), PATIENCE_MS)
    const listen = (argument) => {
      if (!wanted(argument)) return
      clearTimeout(timer)
      socket.off(name, listen)
      resolve(argument)
    }
    socket.on(name, listen)
  })
}

/** A stranger is refused, or shown the door, and hears of nothing that happens meanwhile. */
async function strangersStayOut(cashier) {
  for (const auth of [{}, { token: 'not-a-token' }]) {
    const socket = connect(auth)
    const heard = []
    socket.onAny((name) => name !== 'unauthorized' && heard.push(name))
    await Promise.race([next(socket, 'connect_error'), next(socket, 'disconnect')])
    await sell(cashier, WATER)
    must(!socket.connected, `a stranger with ${JSON.stringify(auth)} stayed`)
    must(heard.length === 0, `a stranger heard ${heard}`)
    socket.close()
  }
}

async function anOrderIsHeardOf(token) {
  const socket = connect({ token })
  const full = next(socket, 'sync:full')
  await next(socket, 'connect')
  must(Number.isInteger((await full).latest), 'sync:full says where the events end')
  const [order, event] = await Promise.all([sell(token, WATER), next(socket, 'order:created')])
  must(event.data.order_id === order.order_id, 'order:created names the order')
  must(event.v === 1 && event.type === 'order:created' && event.id && event.ts, 'the envelope is complete')
  socket.close()
  return event.seq
}

async function aGapIsReplayed(token, lastSeq) {
  const missed = await sell(token, WATER)
  const socket = connect({ token, last_seq: lastSeq })
  const { events, latest } = await next(socket, 'sync:replay')
  socket.close()
  must(events.some((event) => event.data.order_id === missed.order_id), 'the missed order is replayed')
  // Holes are right: what other roles hear of is left out.
  const sequence = [lastSeq, ...events.map((event) => event.seq)]
  must(sequence.every((seq, nth) => nth === 0 || seq > sequence[nth - 1]), `ascending: ${sequence}`)
  must(latest >= sequence.at(-1), 'the replay says where the events end')
}

const token = await login('cashier')
await strangersStayOut(token)
const seq = await anOrderIsHeardOf(token)
await aGapIsReplayed(token, seq)
console.log('socket.io: strangers stay out, events arrive, gaps are replayed')
process.exit(0)
