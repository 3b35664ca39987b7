import { versionsOf } from '../../playbooks/pattern1/variable-versions.ts'
import { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import { page } from './page.ts'
import type { Option, Shape } from './shape.ts'
import { fallback, row, rowsOf } from './table.ts'

/** As much of a valibot schema as is shown beside its type. */
interface Schema {
  readonly wrapped?: Schema
  readonly default?: unknown
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[]
  readonly entries?: Readonly<Record<string, Schema>>
}

/** The variables of pattern 1: types and words as the compiler has them, presets and ranges as the schema has them. */
export function variablesPage(variables: Shape, topology: string): string {
  const [, names] = /\nconst perNode = \[([^\]]*)\]/.exec(topology) ?? []
  if (names === undefined) throw new Error('playbooks/pattern1/topology.ts has no list perNode')
  const perNode = [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name)
  const rows = variables.options.flatMap((option) => {
    const of = perNode.includes(option.name) ? 'node' : 'all'
    return rowsOf(option).map(({ path, option: one }) => {
      const schema = schemaAt(Pattern1 as Schema, path.split('.'))
      const versions = versionsOf(path)
      return [
        `\`${path}\``,
        `\`${typeWords(one, schema)}\``,
        preset(schema) ?? fallback(one),
        of,
        versions,
        one.meaning,
      ]
    })
  })
  return page([
    '# Variables of pattern1',
    'What an inventory gives under `vars`, checked before any host is touched. Those of a **node** may also be given under a host, and then hold for it alone; `member` must be, for each node its own. Those of **all** are given once: a node with a value of its own would not be part of the cluster. What is **required** in an object is so where the object is given. A variable that is not for the **version** of the inventory is refused, with the reason and the way. The [guide, step by step](guide.md) says where each one goes.',
    ['| variable | type | default | of | versions | |', '|---|---|---|---|---|---|', ...rows.map(row)].join('\n'),
  ])
}

const schemaAt = (schema: Schema | undefined, [name, ...rest]: readonly string[]): Schema | undefined =>
  name === undefined ? schema : schemaAt((schema?.wrapped ?? schema)?.entries?.[name], rest)

/** A default that is a plain word or number. One that is an object says no more than those of its keys. */
const preset = (schema: Schema | undefined): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof schema?.default)
    ? `\`${JSON.stringify(schema?.default).replace(/"/g, "'")}\``
    : undefined

function typeWords({ type }: Option, schema: Schema | undefined): string {
  const { pipe = [] } = schema?.wrapped ?? schema ?? {}
  if (type !== 'number') return type
  const limit = (kind: string) => pipe.find((one) => one.type === kind)?.requirement
  const [least, most] = [limit('min_value'), limit('max_value')]
  const range = least === undefined ? '' : most === undefined ? ` >= ${least}` : ` ${least}-${most}`
  return `${pipe.some((one) => one.type === 'integer') ? 'integer' : 'number'}${range}`
}
