// npos, a strict ESC/POS tokenizer nobody of us wrote, must account for every byte of every ticket given.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'

const require = createRequire(import.meta.url)
const npos = require('npos')
const ruler = require('npos/lib/parser/ruler')
const rules = require('npos/lib/parser/rules')
const symbols = require('npos/lib/parser/symbols')

const [ESC, LF, GS, CR, HT] = [27, 10, 29, 13, 9]

// The one command it does not know: `GS ( k pL pH …` (2D codes), whose length is in the two bytes after the name.
rules[symbols.GS]['(k'] = [0, 'd16']
const parser = npos.parser(ruler.normalize(rules))

/** What is wrong with one ticket; empty when every byte has a meaning. */
export function complaints(bytes) {
  const parsed = parser.analyze(bytes)
  if (parsed.error) return [`unparsed: ${parsed.error.message}`]
  const said = []
  let end = 0
  for (const node of parsed.tree) {
    if (node.offset !== end) said.push(`${end}: ${node.offset - end} bytes belong to nothing`)
    end = node.offset + node.length
    const piece = bytes.subarray(node.offset, end)
    if (node.ascii === 'STX' && piece.some((byte) => byte < 32 && ![LF, CR, HT].includes(byte))) {
      said.push(`${node.offset}: control bytes in text: ${piece.toString('hex')}`)
    }
    // A drawer kick without its two times takes them from the next command.
    if (node.ascii === 'ESC' && node.fn === 'p' && [piece[3], piece[4]].some((byte) => byte === ESC || byte === GS)) {
      said.push(`${node.offset}: the drawer kick ate a command`)
    }
  }
  if (end !== bytes.length) said.push(`${end}: ${bytes.length - end} bytes are left over`)
  return said
}

const files = process.argv.slice(2)
let [bad, total] = [0, 0]
for (const file of files) {
  const bytes = readFileSync(file)
  total += bytes.length
  for (const complaint of complaints(bytes)) {
    bad += 1
    console.log(`${basename(file)}: ${complaint}`)
  }
}
console.log(`npos: ${files.length} tickets, ${total} bytes, ${bad} complaints`)
process.exit(bad === 0 && files.length > 0 ? 0 : 1)
