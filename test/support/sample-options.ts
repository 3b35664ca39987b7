import * as v from 'valibot'
import { contentFact } from '../../lib/core/fact.ts'
import { ini, jdbcDatabase, json, lines, properties, toml, xml, yaml } from '../../tasks/index.ts'

/** A value, and how it is written in a playbook. */
export interface Sample {
  readonly value: unknown
  readonly source: string
}

/** One of the shapes that the options of a task may have, as its schema says, with options that it takes. */
export interface SampleOptions {
  readonly entries: Readonly<Record<string, v.GenericSchema>>
  readonly options: Readonly<Record<string, Sample>>
}

/** Options that a schema takes, made from nothing but the schema: for each of its kinds those that must be there. */
export function sampleOptions(schema: unknown): readonly SampleOptions[] {
  return kindsOf(schema as v.GenericSchema).flatMap(({ entries }) => {
    const required = Object.keys(entries).filter((key) => isRequired(entries[key]))
    const options = Object.fromEntries(required.map((key) => [key, sampleOf(entries[key], key)]))
    // Where one of several has to be given, each says that it may be left out.
    const more = [
      ...Object.keys(entries).map((key) => ({ ...options, [key]: options[key] ?? sampleOrNone(entries[key]) })),
      { ...options, state: literal('absent') },
    ]
    const taken = accepts(schema, plainOf(options)) ? [options] : more.filter((each) => accepts(schema, plainOf(each)))
    return taken.map((each) => ({ entries, options: each }))
  })
}

/** Whether options of a shape have to be given: those that may be anything but missing. */
export const isRequired = (schema: unknown): boolean => !accepts(schema, undefined)

export const plainOf = (options: Readonly<Record<string, Sample>>): object =>
  Object.fromEntries(Object.entries(options).map(([key, { value }]) => [key, value]))

export const accepts = (schema: unknown, value: unknown): boolean =>
  v.safeParse(schema as v.GenericSchema, value).success

/** A value that a schema does not take, of another type than those that it takes. */
export const wrongFor = (schema: unknown): Sample | undefined =>
  [literal(7), literal('x'), literal(true), { value: [7], source: '[7]' }, { value: () => 7, source: '() => 7' }].find(
    ({ value }) => !accepts(schema, value),
  )

type Runtime = v.GenericSchema & {
  readonly type: string
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly options?: readonly v.GenericSchema[] | readonly string[]
  readonly item?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
  readonly literal?: unknown
  readonly getter?: (given: unknown) => v.GenericSchema
}
type ObjectSchema = Runtime & { readonly entries: Readonly<Record<string, v.GenericSchema>> }

/** The objects that a schema chooses from. */
function kindsOf(schema: unknown): readonly ObjectSchema[] {
  const { type, options, getter, entries = {} } = schema as Runtime
  if (type.endsWith('object')) return [schema as ObjectSchema]
  if (options && typeof options[0] === 'object') return options.flatMap((one) => kindsOf(one))
  if (getter === undefined) return []
  const tries = [
    {},
    { state: 'absent' },
    ...Object.keys(entries).map((key) => ({ [key]: sampleOrNone(entries[key]).value })),
  ]
  return [...new Set(tries.map((given) => getter(given)))].flatMap(kindsOf)
}

function sampleOrNone(schema: unknown): Sample {
  try {
    return sampleOf(schema)
  } catch {
    return { value: undefined, source: 'undefined' }
  }
}

function sampleOf(schema: unknown, key = 'x'): Sample {
  const { type, item, options, wrapped, literal: word } = schema as Runtime
  if (wrapped) return sampleOf(wrapped, key)
  if (type === 'literal') return literal(word)
  if (type === 'picklist') return literal(options?.[0])
  if (type === 'array' && item) {
    const inner = sampleOf(item, key)
    return { value: [inner.value], source: `[${inner.source}]` }
  }
  const known = pool(key).find(({ value }) => accepts(schema, value))
  if (known) return known
  const [inner] = sampleOptions(schema)
  if (inner) return { value: plainOf(inner.options), source: sourceOf(inner.options) }
  throw new Error(`no sample of type ${type} is known for ${key}: give one in the pool`)
}

export const sourceOf = (options: Readonly<Record<string, Sample>>): string =>
  `{ ${Object.entries(options)
    .map(([key, { source }]) => `${key}: ${source}`)
    .join(', ')} }`

const literal = (value: unknown): Sample => ({ value, source: JSON.stringify(value) })

const words = [
  'a.example',
  '10.0.0.1',
  '10.0.0.0/24',
  'https://a.example/x',
  'ldap://a.example:389',
  '5.10.0',
  '15 3 * * *',
  '0'.repeat(64),
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5',
  'app.service',
  `a.example/x@sha256:${'0'.repeat(64)}`,
  '-----BEGIN PGP PUBLIC KEY BLOCK-----',
]

/** Values of many kinds, the plainest first. */
const pool = (key: string): readonly Sample[] => [
  ...['x', key === 'target' ? '/etc/share/target' : `/etc/${key}`, ...words].map(literal),
  ...[1, 443, 15, 0, true, false].map(literal),
  { value: new Uint8Array(), source: 'new Uint8Array()' },
  { value: contentFact('/x'), source: "contentFact('/x')" },
  { value: xml.text('/a', 'b'), source: "xml.text('/a', 'b')" },
  { value: json.set(['a'], 1), source: "json.set(['a'], 1)" },
  { value: lines.ensure('x'), source: "lines.ensure('x')" },
  { value: properties.set('a', 'b'), source: "properties.set('a', 'b')" },
  { value: ini.set('a', 'b', 'c'), source: "ini.set('a', 'b', 'c')" },
  { value: toml.set('a.b', 1), source: "toml.set('a.b', 1)" },
  { value: yaml.set('a.b', 1), source: "yaml.set('a.b', 1)" },
  {
    value: jdbcDatabase({ kind: 'mysql', host: 'db', name: 'x', user: 'x', password: 'x' }),
    source: "jdbcDatabase({ kind: 'mysql', host: 'db', name: 'x', user: 'x', password: 'x' })",
  },
  { value: {}, source: '{}' },
  { value: { Port: 22 }, source: '{ Port: 22 }' },
  {
    value: jdbcDatabase({ kind: 'oracle', host: 'db', name: 'x', user: 'x', password: 'x' }),
    source: "jdbcDatabase({ kind: 'oracle', host: 'db', name: 'x', user: 'x', password: 'x' })",
  },
]
