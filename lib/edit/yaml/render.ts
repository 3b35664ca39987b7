import { encoded, refer } from '../../core/reference.ts'
import { isSecret, type Secret } from '../../core/secret.ts'
import { isList, isMapping, type YamlValue } from './value.ts'

/** How new lines are written. */
export interface Style {
  /** Blanks by which what is inside a mapping stands deeper. */
  readonly step: number
  /** Blanks by which the dashes of a list stand deeper than the key it belongs to. */
  readonly dash: number
  readonly quotes: '"' | "'"
}

/** A text that every reader takes for a text as it stands, and in which nothing has a meaning. */
const plain = /^[A-Za-z_/][\w/.@+-]*(?: [\w/.@+(),;=-]+)*$/
/** An amount with its unit, and an address: no reader takes these for numbers. */
const amount = /^\d+(?:\.\d+)?(?:ms|s|m|h|d|w|[KMGT]i?B?|%)$|^\d+(?:\.\d+){3}(?:\/\d+)?$/
/** What readers of YAML 1.1 or 1.2 take for something else than a text. */
const other = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i

/** A value on one line, as it may stand anywhere. */
export function renderInline(value: YamlValue, style: Style, quoted = false): string {
  if (typeof value === 'string' || isSecret(value)) return renderText(value, style, quoted)
  if (isList(value)) return `[${value.map((item) => renderInline(item, style)).join(', ')}]`
  if (!isMapping(value)) return renderPlain(value)
  const entries = Object.entries(value).map(([key, inner]) => `${renderKey(key, style)}: ${renderInline(inner, style)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function renderPlain(value: null | boolean | number): string {
  if (typeof value !== 'number') return String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  // A reader of YAML 1.1 knows no exponent without a dot and a sign.
  return String(value).replace(/^(-?\d+)e/, '$1.0e')
}

export const renderKey = (key: string, style: Style): string => renderText(key, style, false)

function renderText(value: string | Secret, { quotes }: Style, quoted: boolean): string {
  if (!isSecret(value)) {
    if (!quoted && (amount.test(value) || (plain.test(value) && !other.test(value)))) return value
    if (quotes === "'" && !/[\p{Cc}\u2028\u2029\ufeff]/u.test(value)) return `'${value.replaceAll("'", "''")}'`
  }
  return `"${encoded(refer(value), 'yaml-double', escaped)}"`
}

/** JSON's escapes are YAML's; of some characters only YAML takes them for an end of a line. */
const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Whether a value has lines of its own. */
export const isBlock = (value: YamlValue): boolean =>
  isList(value) ? value.length > 0 : isMapping(value) && Object.keys(value).length > 0

/** The lines of a mapping or a list that is not empty. */
export function renderLines(value: YamlValue, indent: number, style: Style): string[] {
  if (isList(value)) return value.flatMap((item) => renderItem(item, indent, style))
  if (!isMapping(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => renderEntry(key, inner, indent, style))
}

export function renderEntry(key: string, value: YamlValue, indent: number, style: Style): string[] {
  const head = `${' '.repeat(indent)}${renderKey(key, style)}:`
  if (!isBlock(value)) return [`${head} ${renderInline(value, style)}`]
  return [head, ...renderLines(value, indent + (isList(value) ? style.dash : style.step), style)]
}

/** What is inside an item begins behind its dash. */
export function renderItem(value: YamlValue, indent: number, style: Style): string[] {
  const dash = `${' '.repeat(indent)}- `
  if (!isBlock(value)) return [dash + renderInline(value, style)]
  const [first = '', ...more] = renderLines(value, indent + 2, style)
  return [dash + first.slice(indent + 2), ...more]
}
