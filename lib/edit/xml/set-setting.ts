import { type Refusal, refuse } from '../../core/failure.ts'
import { fill, plainOf } from '../../core/reference.ts'
import { respell, type Splice } from '../splice.ts'
import { escapeCdata, escapeText } from './escape.ts'
import type { XmlSite } from './site.ts'
import { lineAt, type XmlElement, type XmlLeaf } from './tree.ts'

/** Sets the value of a line `key=value` in an element's text; blanks around `=` and at the line's ends stay. */
export function setSetting(site: XmlSite, element: XmlElement, key: string, value: string): Splice[] | Refusal {
  const where = `<${element.name}> on line ${lineAt(site.document.text, element.start)}`
  if (/[\r\n]|^[ \t]|[ \t]$/.test(plainOf(value)))
    return refuse(`the value of ${key} in ${where} has several lines, or blanks at its ends`, 'a line cannot hold them')
  const lines = element.children.flatMap((node) =>
    node.kind === 'text' || node.kind === 'cdata' ? settingsIn(site.document.text, node) : [],
  )
  const found = lines.filter((line) => line.key === key)
  const [line] = found
  if (!line) {
    const keys = [...new Set(lines.map((other) => other.key))].join(', ')
    return refuse(`${where} has no line ${key}=`, keys === '' ? 'it has no such lines at all' : `it has ${keys}`)
  }
  if (found.length > 1) return refuse(`${where} has ${found.length} lines ${key}=`, 'take all but one out')
  const text = line.kind === 'cdata' ? escapeCdata(value, site.charset) : escapeText(value, site.charset)
  if (line.kind === 'cdata' && fill(text) !== plainOf(value))
    return refuse(
      `the value of ${key} in ${where} does not fit in its CDATA section`,
      'make the section plain text first',
    )
  if (fill(line.value) === fill(text)) return respell(site.document.text, line.start, line.end, text)
  return [{ start: line.start, end: line.end, text }]
}

interface Setting {
  readonly kind: XmlLeaf['kind']
  readonly key: string
  /** As written. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const pattern = /^([ \t]*([^\s=<>]+)[ \t]*=[ \t]*)([^\r\n]*?)[ \t]*\r?$/gm

function settingsIn(text: string, { kind, start, end }: XmlLeaf): Setting[] {
  const [open, close] = kind === 'cdata' ? ['<![CDATA['.length, ']]>'.length] : [0, 0]
  return [...text.slice(start + open, end - close).matchAll(pattern)].map((match) => {
    const [, before = '', key = '', value = ''] = match
    const at = start + open + match.index + before.length
    return { kind, key, value, start: at, end: at + value.length }
  })
}
