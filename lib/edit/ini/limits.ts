import { type Refusal, refuse } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'
import type { Row } from '../lines/rows.ts'
import { type IniEntry, type IniReader, indentOf, looksLikeKey } from './parse.ts'

/** Why no line can hold a value; undefined: one can. */
export function cannotHold(key: string, value: string, { inlineComments }: IniReader): Refusal | undefined {
  const plain = plainOf(value)
  if (/[\r\n]/.test(plain)) return refuse(`the value of ${key} has several lines`, 'a line cannot hold them')
  if (/^[ \t]|[ \t]$/.test(plain))
    return refuse(`the value of ${key} has blanks at its ends, which readers leave out`, 'put it in quotes, or trim it')
  if (inlineComments && /(?:^|[ \t])[#;]/.test(plain) && !/^(["']).*\1$/.test(plain))
    return refuse(`the value of ${key} would be read as a comment from "#" or ";" on`, 'put it in quotes')
  return undefined
}

/** A value that is not there yet and that some readers would go on reading on the next line. */
export function endsOpen(key: string, values: readonly string[], is: readonly IniEntry[]): Refusal | undefined {
  const open = values
    .map(plainOf)
    .find((value) => value.endsWith('\\') && !is.some((one) => plainOf(one.value) === value))
  if (open === undefined) return undefined
  return refuse(`the value of ${key} ends in a backslash: some readers go on with the next line`, 'put it in quotes')
}

/** Where readers differ on how far a value goes, nothing is changed. Undefined: it is clear. */
export function cannotChange(
  rows: readonly Row[],
  { key, index, value, end, indent }: IniEntry,
  values: readonly string[],
): Refusal | undefined {
  const at = `${key} on line ${index + 1}`
  if (plainOf(value).endsWith('\\') && !values.some((wanted) => plainOf(wanted) === plainOf(value)))
    return refuse(`${at} ends in a backslash: some readers go on with the next line`, 'change it with lines()')
  const next = rows[end]?.text ?? ''
  if (value === '' && end === index + 1 && indentOf(next) > indent.length && looksLikeKey(next))
    return refuse(`the value of ${at} may be what is indented below it`, 'change it with lines()')
  return undefined
}
