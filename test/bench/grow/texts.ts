import { setJson } from '../../../lib/edit/json.ts'
import { ensureLine } from '../../../lib/edit/lines/edits.ts'
import { setProperty } from '../../../lib/edit/properties.ts'
import { text } from '../../../lib/edit/xml/index.ts'

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Which of many entries the edits are of: all over the file, the last one too. */
const spreadOver = (edits: number, entries: number): number[] =>
  range(edits).map((edit) => Math.floor(((edit + 1) * entries) / edits) - 1)

/** An XML file of so many bytes, and so many edits of it. */
export function xmlCase(bytes: number, edits: number) {
  const entries = Math.floor(bytes / 100)
  const body = range(entries).map(
    (n) => `  <Entry name="n${n}">\n    <Value unit="ms">${String(n).padStart(40, '0')}</Value>\n  </Entry>`,
  )
  const file = `<?xml version="1.0" encoding="UTF-8"?>\n<Config>\n${body.join('\n')}\n</Config>\n`
  const wanted = spreadOver(edits, entries).map((n) => text(`/Config/Entry[@name="n${n}"]/Value`, `new ${n}`))
  return { file: Buffer.from(file), edits: wanted }
}

export function linesCase(lines: number, edits: number) {
  const file = range(lines).map((n) => `option-${n} = value ${n}\n`)
  const wanted = spreadOver(edits, lines).map((n) =>
    ensureLine(`option-${n} = new`, { match: new RegExp(`^option-${n} `) }),
  )
  return { file: file.join(''), edits: wanted }
}

export function propertiesCase(entries: number, edits: number) {
  const file = range(entries).map((n) => `key.${n}=value ${n}\n`)
  return { file: file.join(''), edits: spreadOver(edits, entries).map((n) => setProperty(`key.${n}`, 'new')) }
}

export function jsonCase(entries: number, edits: number) {
  const value = Object.fromEntries(range(entries).map((n) => [`key${n}`, { value: n, note: `note ${n}` }]))
  const wanted = spreadOver(edits, entries).map((n) => setJson([`key${n}`, 'value'], 'new'))
  return { file: JSON.stringify(value, null, 2), edits: wanted }
}
