import { isRefusal, kindOf, type Refusal, UsageError } from '../core/failure.ts'
import { plainOf } from '../core/reference.ts'
import { frozenWords, referWords, showWords, type Words } from './lines/words.ts'
import { escapeKey, escapeValue, type PropertiesCharset } from './properties/escape.ts'
import { type PropertyEntry, parseProperties } from './properties/parse.ts'
import { type Edited, editAll, lineEndAt, respell, splice } from './splice.ts'

/**
 * Changes entries of a Java `.properties` file, as `java.util.Properties` reads it: continued lines, escapes, either
 * separator. Of a key that is there several times the last one counts for Java, so that is the one which is set;
 * removing removes them all, else an earlier one would come to life. Everything else keeps its bytes.
 *
 * Java reads such files as ISO-8859-1 unless told otherwise, so by default all but ASCII is written as `\uXXXX`, which
 * reads the same either way. With `charset: 'utf-8'` only control characters are.
 *
 * @example editProperties(text, [setProperty('log4j.rootLogger', 'WARN, CONSOLE'), removeProperty('old.key')])
 */
export function editProperties(
  text: string,
  edits: readonly PropertyEdit[],
  { charset = 'iso-8859-1' }: { readonly charset?: PropertiesCharset } = {},
): Edited {
  return editAll(
    text,
    edits,
    (before, edit) => apply(before, edit, charset),
    ({ edit, key }) => `${edit} ${key}`,
  )
}

export type { PropertiesCharset } from './properties/escape.ts'

export type PropertyEdit =
  | { readonly edit: 'set'; readonly key: string; readonly value: Words }
  | { readonly edit: 'remove'; readonly key: string }

/**
 * An entry that shall have this value: a text, a secret, or both in a list.
 *
 * @example properties.set('db.url', ['jdbc:mysql://db/is?password=', secret('db')])
 */
export function setProperty(key: string, value: Words): PropertyEdit {
  if (key === '') throw new UsageError(`a property needs a key to be set to ${showWords(value)}`)
  return Object.freeze({ edit: 'set', key: checkedKey(key), value: frozenWords(value) })
}

/**
 * An entry that shall not be there.
 *
 * @example properties.remove('db.password')
 */
export const removeProperty = (key: string): PropertyEdit => Object.freeze({ edit: 'remove', key: checkedKey(key) })

function checkedKey(key: string): string {
  if (typeof key === 'string') return key
  throw new UsageError(`${kindOf(key)} is no key of a property: give a text`)
}

function apply(text: string, edit: PropertyEdit, charset: PropertiesCharset): string | Refusal {
  const entries = parseProperties(text)
  if (isRefusal(entries)) return entries
  const same = entries.filter(({ key }) => key === edit.key)
  if (edit.edit === 'remove')
    return splice(
      text,
      same.map((entry) => ({ ...lineOf(text, entry), text: '' })),
    )
  const value = referWords(edit.value)
  const last = same.at(-1)
  if (last === undefined) return append(text, entries, edit.key, value, charset)
  const separator = last.separator === '' ? '=' : ''
  const written = separator + escapeValue(value, charset, last.separator + separator)
  const put = { start: last.valueStart, end: last.end, text: written }
  return splice(text, plainOf(last.value) === plainOf(value) ? respell(text, put.start, put.end, put.text) : [put])
}

function append(
  text: string,
  entries: readonly PropertyEntry[],
  key: string,
  value: string,
  charset: PropertiesCharset,
): string {
  const separator =
    entries.findLast((entry) => /^[ \t]*[=:]?[ \t]*$/.test(entry.written) && entry.written !== '')?.written ?? '='
  const eol = lineEndAt(text, text.length)
  const added = escapeKey(key, charset) + separator + escapeValue(value, charset, separator)
  return `${text}${lineBreaks(text, entries.at(-1), eol)}${added}${eol}`
}

/** What must stand before a new line: a backslash at the end of the text would otherwise draw it into the last entry. */
function lineBreaks(text: string, last: PropertyEntry | undefined, eol: string): string {
  const open = last?.end === text.length ? last : undefined
  // A lone CR and a LF behind it would be one line break, and the entry still open.
  if (open?.cut || (open && text.endsWith('\r') && eol === '\n')) return eol + eol
  return open || (text !== '' && !/[\r\n]$/.test(text)) ? eol : ''
}

function lineOf(text: string, { start, end }: PropertyEntry): { start: number; end: number } {
  const eol = /^(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0] ?? ''
  return { start, end: end + eol.length }
}
