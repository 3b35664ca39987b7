import { lineEndAt } from '../../../lib/edit/splice.ts'

/** What a line sets; the name in dots, however it is written. Undefined: nothing. */
function readLine(line: string): { readonly name: string; readonly value: string } | undefined {
  const [, name, value = ''] = /^(?:-[ \t]*)?([^\s=#;][^\s=]*)[ \t]*=(.*)$/.exec(line.trim()) ?? []
  return name === undefined ? undefined : { name: dotted(name), value: words(value) }
}

/** Where the first separator is a slash, slashes separate, and a dot is a letter of a name such as `eth0.7`. */
export const dotted = (name: string): string =>
  /^[^./]*\//.test(name) ? name.replace(/[./]/g, (one) => (one === '/' ? '.' : '/')) : name

/** Several numbers are one value, whatever stands between them. */
export const words = (value: string): string => value.trim().split(/\s+/).join(' ')

/** The value that a file gives to a name: its last one counts. */
export const valueIn = (text: string, name: string): string | undefined =>
  (text.match(/[^\n]+/g) ?? []).map(readLine).findLast((found) => found?.name === name)?.value

/** The text of a file that gives a name this value; undefined: none. */
export function withValue(text: string, name: string, value: string | undefined): string {
  if (value !== undefined && valueIn(text, name) === value) return text
  const rows: readonly string[] = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const own = rows.filter((row) => readLine(row)?.name === name)
  if (value === undefined) return rows.filter((row) => !own.includes(row)).join('')
  const eol = lineEndAt(text, text.length)
  const line = `${name} = ${value}${eol}`
  if (own.length > 0) {
    const last = rows.lastIndexOf(own.at(-1) ?? '')
    return rows.map((row, at) => (at === last ? line : row)).join('')
  }
  return text + (text === '' || text.endsWith('\n') ? '' : eol) + line
}

export interface SysctlFile {
  readonly path: string
  readonly text: string
}

/** The file that has the last word at the next start: they are read in the order of their names, whatever their folders. */
export function lastWord(files: readonly SysctlFile[], name: string): { path: string; value: string } | undefined {
  const byName = new Map<string, SysctlFile>()
  // Of two files of one name only the first is read.
  for (const file of files) if (!byName.has(nameOf(file.path))) byName.set(nameOf(file.path), file)
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { path, text }]) => {
      const value = valueIn(text, name)
      return value === undefined ? [] : [{ path, value }]
    })
    .at(-1)
}

/** What `/etc/sysctl.conf` says counts last on all hosts: by a link of this name, or because it is read after all others. */
const nameOf = (path: string): string =>
  path === '/etc/sysctl.conf' ? '99-sysctl.conf' : (path.split('/').at(-1) ?? path)
