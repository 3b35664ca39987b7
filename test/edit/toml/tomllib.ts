import { spawnSync } from 'node:child_process'
import { isSecret, reveal } from '../../../lib/core/secret.ts'
import type { TomlValue } from '../../../lib/edit/toml/index.ts'
import { isArray, isDate, isTable } from '../../../lib/edit/toml/value.ts'
import { needs } from '../../support/debian.ts'

needs(['python3'])

/** What Python's own parser reads: each scalar as its type and its text. Nothing: it does not take the document. */
export type Read = string | readonly Read[] | { readonly [key: string]: Read }

const script = `
import json, sys, tomllib
def plain(v):
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, list): return [plain(x) for x in v]
    return type(v).__name__ + ' ' + (v if isinstance(v, str) else str(v))
def read(text):
    try: return plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError: return None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`

export function readToml(texts: readonly string[]): readonly (Read | undefined)[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (status !== 0) throw new Error(`python3 ended with ${status}: ${stderr}`)
  return (JSON.parse(stdout) as (Read | null)[]).map((read) => read ?? undefined)
}

/** Whether what was read says what a value says. */
export function says(read: Read | undefined, value: TomlValue | undefined): boolean {
  if (read === undefined || value === undefined) return read === value
  if (typeof value === 'string' || isSecret(value)) return read === `str ${reveal(value)}`
  if (typeof value === 'boolean') return read === `bool ${value ? 'True' : 'False'}`
  if (typeof value === 'bigint') return read === `int ${value}`
  if (typeof value === 'number') return typeof read === 'string' && saysNumber(read, value)
  if (isArray(value))
    return Array.isArray(read) && read.length === value.length && value.every((item, at) => says(read[at], item))
  if (isDate(value)) return typeof read === 'string' && /^(?:date|time|datetime) /.test(read)
  if (typeof read === 'string' || Array.isArray(read) || !isTable(value)) return false
  const keys = Object.keys(value)
  return Object.keys(read).length === keys.length && keys.every((key) => says(Reflect.get(read, key), value[key]))
}

function saysNumber(read: string, value: number): boolean {
  const [type, text = ''] = read.split(' ')
  if (type === 'int') return Number(text) === value
  const odd: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }
  return type === 'float' && Object.is(odd[text] ?? Number(text), value)
}
