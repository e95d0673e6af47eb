// The official Socket.IO client against the box: who may connect, what arrives, what is replayed after a gap.
import { io } from 'socket.io-client'
import { login, must, sellWater, url } from '../lib.mjs'

/** How long an event may take, in ms; far above the promised second, so that a slow machine is no failure. */
const PATIENCE_MS = 10_000

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

async function strangersStayOut() {
  for (const auth of [{}, { token: 'not-a-token' }]) {
    const socket = connect(auth)
    const error = await Promise.race([next(socket, 'connect_error'), next(socket, 'connect').then(() => null)])
    socket.close()
    must(error, `a stranger with ${JSON.stringify(auth)} got in`)
  }
}

async function anOrderIsHeardOf(token) {
  const socket = connect({ token })
  const full = next(socket, 'sync:full')
  await next(socket, 'connect')
  must(Number.isInteger((await full).latest), 'sync:full says where the events end')
  const [order, event] = await Promise.all([sellWater(token), next(socket, 'order:created')])
  must(event.data.order_id === order.order_id, 'order:created names the order')
  must(event.v === 1 && event.type === 'order:created' && event.id && event.ts, 'the envelope is complete')
  socket.close()
  return event.seq
}

async function aGapIsReplayed(token, lastSeq) {
  const missed = await sellWater(token)
  const socket = connect({ token, last_seq: lastSeq })
  const { events, latest } = await next(socket, 'sync:replay')
  socket.close()
  must(events.some((event) => event.data.order_id === missed.order_id), 'the missed order is replayed')
  const sequence = events.map((event) => event.seq)
  must(sequence.every((seq, nth) => seq === lastSeq + 1 + nth), `no hole in ${sequence}`)
  must(latest === sequence.at(-1), 'the replay ends at the latest event')
}

const token = await login('cashier')
await strangersStayOut()
const seq = await anOrderIsHeardOf(token)
await aGapIsReplayed(token, seq)
console.log('socket.io: strangers stay out, events arrive, gaps are replayed')
process.exit(0)
