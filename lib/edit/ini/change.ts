import { isRefusal, type Refusal } from '../../core/failure.ts'
import { fill, holdsReference, plainOf } from '../../core/reference.ts'
import { insertRows, type Row } from '../lines/rows.ts'
import { cannotChange, cannotHold, endsOpen } from './limits.ts'
import {
  entriesOf,
  type IniEntry,
  type IniReader,
  type IniSection,
  indentOf,
  isBlankOrComment,
  looksLikeKey,
  sectionsOf,
} from './parse.ts'

/** Gives a key its values, a line each, in place of those that it has: of one value alone the last that it has counts. */
export function setValues(
  rows: readonly Row[],
  name: string,
  key: string,
  values: readonly string[],
  reader: IniReader & { readonly all: boolean },
): readonly Row[] | Refusal {
  const no = values.map((value) => cannotHold(key, value, reader)).find(isRefusal)
  if (no) return no
  const sections = sectionsOf(rows).filter((section) => section.name === name)
  const found = sections.flatMap((section) => entriesOf(rows, section, key, reader.inlineComments))
  const is = reader.all ? found : found.slice(-1)
  const unclear = [endsOpen(key, values, is), ...is.map((entry) => cannotChange(rows, entry, values))].find(isRefusal)
  if (unclear) return unclear
  const kept = is.slice(0, values.length)
  const changed = kept.reduceRight<readonly Row[]>(
    (left, entry, at) => replaced(left, entry, rowOf(rows, entry, values[at] ?? '')),
    removed(rows, is.slice(kept.length)),
  )
  const added = values.slice(kept.length)
  if (added.length === 0) return changed
  const last = kept.at(-1)
  return addKeys(changed, name, key, added, last === undefined ? undefined : last.index)
}

/** A key that stands alone on its line. */
export function setFlag(rows: readonly Row[], name: string, key: string): readonly Row[] | Refusal {
  const sections = sectionsOf(rows).filter((section) => section.name === name)
  const found = sections.flatMap((section) => entriesOf(rows, section, key, true))
  if (found.some(({ separator }) => separator === '')) return rows
  const last = found.at(-1)
  if (last === undefined) return addRows(rows, name, (indent) => [indent + key])
  return replaced(rows, last, { text: last.indent + key + last.rest, end: rows[last.index]?.end ?? '\n' })
}

export function removeKey(
  rows: readonly Row[],
  name: string,
  key: string,
  reader: IniReader,
): readonly Row[] | Refusal {
  const sections = sectionsOf(rows).filter((section) => section.name === name)
  const found = sections.flatMap((section) => entriesOf(rows, section, key, reader.inlineComments))
  return found.map((entry) => cannotChange(rows, entry, [])).find(isRefusal) ?? removed(rows, found)
}

/** The section with all in it. Comments right above the next header are the next one's. */
export function removeSection(rows: readonly Row[], name: string): readonly Row[] {
  const gone = sectionsOf(rows)
    .filter((section) => section.name === name)
    .map((section) => ({ index: section.start, end: endWithoutComments(rows, section) }))
  const kept = removed(rows, gone)
  if (gone.at(-1)?.end !== rows.length) return kept
  return kept.slice(0, kept.findLastIndex(({ text }) => text.trim() !== '') + 1)
}

function endWithoutComments(rows: readonly Row[], { start, end }: IniSection): number {
  if (end === rows.length) return end
  let from = end
  while (from > start + 1 && /^[ \t]*[#;]/.test(rows[from - 1]?.text ?? '')) from--
  return rows[from - 1]?.text.trim() === '' ? from : end
}

/** The row of an entry with this value: itself, where it says so already. */
function rowOf(rows: readonly Row[], entry: IniEntry, value: string): Row {
  const row = rows[entry.index] ?? { text: '', end: '\n' }
  const { indent, key, rest } = entry
  const same = plainOf(entry.value) === plainOf(value) && entry.end === entry.index + 1 && entry.separator !== ''
  const separator = entry.separator === '' ? '=' : entry.separator
  // A comment that stood for a value begins with a blank only behind one.
  const text = indent + key + separator + value + (/^[#;]/.test(rest) ? ` ${rest}` : rest)
  return same && (!holdsReference(value) || fill(text) !== fill(row.text)) ? row : { ...row, text }
}

const replaced = (rows: readonly Row[], { index, end }: IniEntry, row: Row): readonly Row[] =>
  end === index + 1 && rows[index] === row
    ? rows
    : [...rows.slice(0, index), { ...row, end: row.end || (rows[index]?.end ?? '\n') }, ...rows.slice(end)]

const removed = (rows: readonly Row[], spans: readonly { readonly index: number; readonly end: number }[]) => {
  const gone = new Set(spans.flatMap(({ index, end }) => Array.from({ length: end - index }, (_, at) => index + at)))
  return gone.size === 0 ? rows : rows.filter((_, at) => !gone.has(at))
}

const addKeys = (
  rows: readonly Row[],
  name: string,
  key: string,
  values: readonly string[],
  after: number | undefined,
): readonly Row[] =>
  addRows(rows, name, (indent, separator) => values.map((value) => indent + key + separator + value), after)

/** New lines go behind the last key of the section, in its style; a missing section is added at the end. */
function addRows(
  rows: readonly Row[],
  name: string,
  drawn: (indent: string, separator: string) => readonly string[],
  after?: number,
): readonly Row[] {
  const section = sectionsOf(rows).findLast((one) => one.name === name && (one.start >= 0 || one.name === ''))
  const own = section ? keyRows(rows, section) : []
  const model =
    rows[after ?? own.at(-1) ?? keyRows(rows, { name: '', start: -1, end: rows.length }).at(-1) ?? -1]?.text ?? ''
  const indent = own.length > 0 || after !== undefined ? model.slice(0, indentOf(model)) : ''
  const [separator = '='] = /[ \t]*[=:][ \t]*/.exec(model) ?? []
  const lines = drawn(indent, separator)
  if (section) return insertRows(rows, (after ?? lastOf(rows, own) ?? section.start) + 1, lines)
  const gap = rows.length > 0 && rows.at(-1)?.text.trim() !== '' ? [''] : []
  return insertRows(rows, rows.length, [...gap, `[${name}]`, ...lines])
}

const keyRows = (rows: readonly Row[], { start, end }: IniSection): number[] =>
  rows.flatMap(({ text }, at) => (at > start && at < end && looksLikeKey(text) ? [at] : []))

/** The last row of the last key, with what goes on with it. */
function lastOf(rows: readonly Row[], keys: readonly number[]): number | undefined {
  const key = keys.at(-1)
  if (key === undefined) return undefined
  let last = key
  const indent = indentOf(rows[key]?.text ?? '')
  const deeper = (text: string) => indentOf(text) > indent && !isBlankOrComment(text)
  while (deeper(rows[last + 1]?.text ?? '')) last++
  return last
}
