import { lineEndAt } from '../../../lib/edit/splice.ts'
import { type KeyLine, readKeyLine, writeKeyLine } from './key-line.ts'

/** Rows with their line ends. */
const rowsOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/**
 * The text of an authorized_keys file that has these keys, each once and with these options. sshd takes the first line that
 * fits, so a second line of the same key would give what the first does not. A comment that is not given stays.
 */
export function withKeys(text: string, wanted: readonly KeyLine[], exclusive: boolean): string {
  const missing = new Map(wanted.map((one) => [one.key, one]))
  const all = new Map(missing)
  const rows = rowsOf(text).flatMap((row) => {
    const found = readKeyLine(row)
    const asked = found && all.get(found.key)
    if (!found || !asked) return exclusive && !isRemark(row) ? [] : [row]
    if (!missing.delete(found.key)) return []
    const comment = asked.comment || found.comment
    const same = found.options === asked.options && found.comment === comment
    return [same ? row : writeKeyLine({ ...asked, comment }) + (/\r?\n$/.exec(row)?.[0] ?? '')]
  })
  const kept = rows.join('')
  const eol = lineEndAt(kept, kept.length)
  const added = [...missing.values()].map((one) => writeKeyLine(one) + eol).join('')
  return added !== '' && kept !== '' && !kept.endsWith('\n') ? kept + eol + added : kept + added
}

/** What is no key for sshd, whatever it holds. */
const isRemark = (row: string): boolean => /^\s*(?:#.*)?$/.test(row.replace(/\r?\n$/, ''))

/** The same without these keys. */
export const withoutKeys = (text: string, gone: readonly KeyLine[]): string =>
  rowsOf(text)
    .filter((row) => {
      const found = readKeyLine(row)
      return !found || !gone.some(({ key }) => key === found.key)
    })
    .join('')
