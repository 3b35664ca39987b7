import { isSecret } from '../../core/secret.ts'
import { escapeKey, escapeString } from './escape.ts'
import type { TomlStyle } from './style.ts'
import { isArray, isDate, isTable, type TomlValue, type TomlValues } from './value.ts'

/** A value on one line. */
export function render(value: TomlValue, style: TomlStyle): string {
  if (typeof value === 'string' || isSecret(value)) return escapeString(value, style.quotes)
  if (typeof value === 'number') return renderNumber(value, style)
  if (isArray(value)) return `[${value.map((item) => render(item, style)).join(', ')}]`
  if (isDate(value)) return value.date
  if (!isTable(value)) return String(value)
  const lines = Object.entries(value).map((entry) => renderLine(entry, style))
  return lines.length === 0 ? '{}' : `{${style.pad}${lines.join(', ')}${style.pad}}`
}

export const renderLine = ([key, value]: readonly [string, TomlValue], style: TomlStyle): string =>
  escapeKey(key) + style.equals + render(value, style)

/** The lines of a section; tables inside get dotted keys. */
export const renderLines = (values: TomlValues, style: TomlStyle, prefix = ''): string[] =>
  Object.entries(values).flatMap(([key, value]) => {
    const name = prefix + escapeKey(key)
    return isTable(value) && Object.keys(value).length > 0
      ? renderLines(value, style, `${name}.`)
      : [style.indent + name + style.equals + render(value, style)]
  })

/** A whole number is an integer, unless it takes the place of a float. */
function renderNumber(value: number, { float }: TomlStyle): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = Object.is(value, -0) ? '-0.0' : String(value)
  return float && Number.isInteger(value) && /^-?\d+$/.test(text) ? `${text}.0` : text
}
