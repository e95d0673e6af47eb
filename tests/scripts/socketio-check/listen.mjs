// A kitchen screen for the benchmark: writes down each order and when it was heard of, in microseconds since 1970.
import { io } from 'socket.io-client'

const { FASTOPS_URL: url, FASTOPS_TOKEN: token } = process.env
const socket = io(url, { transports: ['websocket'], auth: { token }, reconnection: false })
const heard = []

socket.on('connect', () => process.stdout.write('connected\n'))
socket.on('connect_error', (error) => fail(error.message))
socket.on('disconnect', (reason) => fail(reason))
socket.on('order:created', (event) => {
  const at = Math.round((performance.timeOrigin + performance.now()) * 1000)
  heard.push(`${event.data.order_id} ${at}\n`)
})
// Writing in batches keeps the screen's own cost out of what it measures.
setInterval(() => heard.length && process.stdout.write(heard.splice(0).join('')), 50)

function fail(reason) {
  console.error(`the screen lost the box: ${reason}`)
  process.exit(1)
}
