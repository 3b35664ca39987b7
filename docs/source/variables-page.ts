import { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import { page, row } from './page.ts'
import { documented } from './scan.ts'

/** As much of a valibot schema as is shown. */
interface Schema {
  readonly type: string
  readonly message?: unknown
  readonly wrapped?: Schema
  readonly default?: unknown
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[]
  readonly item?: Schema
  readonly literal?: unknown
  readonly options?: readonly (Schema | string)[]
  readonly entries?: Readonly<Record<string, Schema>>
}

/** The variables of pattern 1: types and defaults as the schema has them, words from the comments in its source. */
export function variablesPage(source: string, topology: string): string {
  const [, names] = /\nconst perNode = \[([^\]]*)\]/.exec(topology) ?? []
  if (names === undefined) throw new Error('playbooks/pattern1/topology.ts has no list perNode')
  const perNode = [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name)
  const words = commentsOf(source)
  const { entries = {} } = Pattern1 as unknown as Schema
  const rows = Object.entries(entries).flatMap(([name, schema]) =>
    rowsOf(name, schema, words).map((cells) => [
      ...cells.slice(0, 3),
      perNode.includes(name) ? 'node' : 'all',
      ...cells.slice(3),
    ]),
  )
  return page([
    '# Variables of pattern1',
    'What an inventory gives under `vars`, checked before any host is touched. Those of a **node** may also be given under a host, and then hold for it alone; `member` must be, for each node its own. Those of **all** are given once: a node with a value of its own would not be part of the cluster. What is **required** in an object is so where the object is given. The [guide, step by step](guide.md) says where each one goes.',
    ['| variable | type | default | of | |', '|---|---|---|---|---|', ...rows.map(row)].join('\n'),
  ])
}

/** A row for a variable, and one for each entry of an object. A comment of several lines holds for what follows it alone. */
function rowsOf(name: string, schema: Schema, words: ReadonlyMap<string, string>): string[][] {
  const { inner, optional, preset } = unwrapped(schema)
  const said = words.get(name) ?? ''
  const stated = /(?:^| )Default: (.+?)\.(?= |$)/.exec(said)
  const value =
    preset === undefined || typeof preset === 'object' ? undefined : `\`${JSON.stringify(preset).replace(/"/g, "'")}\``
  const fallback = value ?? stated?.[1] ?? (optional ? '–' : '**required**')
  const own = [`\`${name}\``, `\`${typeOf(inner)}\``, fallback, stated && !value ? said.replace(stated[0], '') : said]
  const nested = Object.entries(inner.entries ?? {})
  return [own, ...nested.flatMap(([key, entry]) => rowsOf(`${name}.${key}`, entry, words))]
}

function unwrapped(schema: Schema): { inner: Schema; optional: boolean; preset?: unknown } {
  if (!schema.wrapped) return { inner: schema, optional: false }
  return { inner: schema.wrapped, optional: true, preset: schema.default }
}

/** Types that a schema only tests for, by a word of what it says when the test fails. */
const tested = [
  ['secret()', 'string | secret()'],
  ['not a database', 'Database'],
  ['not a data source', 'Datasource'],
] as const

function typeOf(schema: Schema): string {
  const { inner } = unwrapped(schema)
  switch (inner.type) {
    case 'string':
    case 'boolean':
      return inner.type
    case 'number':
      return numberWords(inner)
    case 'literal':
      return `'${inner.literal}'`
    case 'picklist':
      return (inner.options ?? []).map((one) => `'${one}'`).join(' | ')
    case 'array':
      return `${inner.item ? typeOf(inner.item) : ''}[]`
    case 'strict_object':
      return `{ ${Object.entries(inner.entries ?? {})
        .map(([key, entry]) => `${key}${entry.wrapped ? '?' : ''}`)
        .join(', ')} }`
    case 'variant':
      return (inner.options ?? []).map((one) => (typeof one === 'string' ? one : kindOf(one))).join(' | ')
    case 'custom': {
      const found = tested.find(([word]) => String(inner.message).includes(word))
      if (found) return found[1]
    }
  }
  throw new Error(`a schema of the type ${inner.type} (${inner.message}) cannot be shown`)
}

/** One of the objects that a variant may be, with its kind. */
const kindOf = ({ entries = {} }: Schema): string =>
  `{ ${Object.entries(entries)
    .map(([key, entry]) => (key === 'kind' ? `kind: ${typeOf(entry)}` : `${key}${entry.wrapped ? '?' : ''}`))
    .join(', ')} }`

function numberWords({ pipe = [] }: Schema): string {
  const limit = (type: string) => pipe.find((one) => one.type === type)?.requirement
  const [least, most] = [limit('min_value'), limit('max_value')]
  const range = least === undefined ? '' : most === undefined ? ` >= ${least}` : ` ${least}-${most}`
  return `${pipe.some(({ type }) => type === 'integer') ? 'integer' : 'number'}${range}`
}

/** The comments before the entries of the schema, by dotted names. */
function commentsOf(source: string): Map<string, string> {
  const found = new Map<string, string>()
  const path: { readonly name: string; readonly indent: number }[] = []
  let comment = ''
  for (const [, doc, indent = '', name = ''] of source
    .slice(source.indexOf('export const Pattern1'))
    .matchAll(/(\/\*\*[\s\S]*?\*\/)|^( +)(\w+)(?:: (?:v\.|words|database)|,$)/gm)) {
    if (doc !== undefined) {
      comment = documented(doc).doc.text
      continue
    }
    while ((path.at(-1)?.indent ?? 0) >= indent.length) path.pop()
    path.push({ name, indent: indent.length })
    if (comment !== '') found.set(path.map((one) => one.name).join('.'), comment)
    comment = ''
  }
  return found
}
