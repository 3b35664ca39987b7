import { UsageError } from '../../core/failure.ts'
import { readKey, readPath, showPath, type TomlPath, type TomlStep } from '../toml/path.ts'
import { frozen, frozenMapping, isMapping, type YamlValue, type YamlValues } from './value.ts'

/**
 * Where something stands in a YAML document: keys with dots between them, a number in brackets for an item, counted from 0,
 * or a key and a value for the item that has them. As a list, each text is one key as it is.
 *
 * @example 'server.port'
 * @example 'scrape_configs[job_name="node"].scrape_interval'
 * @example ['annotations', 'kubernetes.io/ingress.class']
 */
export type YamlPath = TomlPath

/** One wish about a YAML file, as data. `yaml` is its path. */
export type YamlEdit = { readonly yaml: readonly TomlStep[] } & (
  | { readonly edit: 'set'; readonly value: YamlValue }
  | { readonly edit: 'remove' }
  | { readonly edit: 'ensureItem'; readonly value: YamlValue }
  | { readonly edit: 'removeItem'; readonly value: YamlValue }
  | { readonly edit: 'ensureMember'; readonly key: readonly string[]; readonly value: YamlValues }
)

export type EditOf<Kind extends YamlEdit['edit']> = Extract<YamlEdit, { edit: Kind }>

/**
 * The key has this value. One that is there is changed where it stands, and an equal value is left in its own spelling;
 * a missing one is added behind its neighbours, with the keys above it. Of a list or a mapping only what differs is changed.
 *
 * @example yaml.set('server.port', 8443)
 * @example yaml.set('network.ethernets.eth0.addresses', ['10.0.0.11/24'])
 */
export function set(path: YamlPath, value: YamlValue): YamlEdit {
  const steps = readPath(path)
  return Object.freeze({ edit: 'set', yaml: steps, value: frozen(value, steps) })
}

/**
 * The key is not there, nor anything below it. A comment behind it goes with it; others stay.
 *
 * @example yaml.remove('server.tls')
 * @example yaml.remove('scrape_configs[job_name="old"]')
 */
export function remove(path: YamlPath): YamlEdit {
  const steps = readPath(path)
  if (typeof steps.at(-1) === 'number')
    throw new UsageError(
      `remove ${showPath(steps)}: the next run would remove the item after it; name it by a key, as in users[name="a"], or by its value, with yaml.removeItem()`,
    )
  return Object.freeze({ edit: 'remove', yaml: steps })
}

/**
 * The list has this item, wherever it stands; a missing one is added at its end, and a missing list is made.
 *
 * @example yaml.ensureItem('plugins', 'audit')
 */
export function ensureItem(path: YamlPath, value: YamlValue): YamlEdit {
  const steps = readPath(path)
  return Object.freeze({ edit: 'ensureItem', yaml: steps, value: frozen(value, steps) })
}

/**
 * The list does not have this item.
 *
 * @example yaml.removeItem('plugins', 'audit')
 */
export function removeItem(path: YamlPath, value: YamlValue): YamlEdit {
  const steps = readPath(path)
  return Object.freeze({ edit: 'removeItem', yaml: steps, value: frozen(value, steps) })
}

/**
 * The list has an item that the key tells from the others, and this item has these values; what else it has stays. A missing
 * one is added at the end, and a missing list is made.
 *
 * @example yaml.ensureMember('scrape_configs', 'job_name', { job_name: 'node', scrape_interval: '30s' })
 */
export function ensureMember(path: YamlPath, key: YamlPath, value: YamlValues): YamlEdit {
  const steps = readPath(path)
  const keys = readKey(key)
  const named = valueAt(value, keys)
  if (named === undefined || named === null || typeof named === 'object')
    throw new UsageError(
      `ensureMember ${showPath(steps)}: the item must have a text, number or boolean at ${showPath(keys)}, by which it is found`,
    )
  return Object.freeze({ edit: 'ensureMember', yaml: steps, key: keys, value: frozenMapping(value, steps) })
}

/** What stands at a key of nested values. */
export const valueAt = (values: YamlValues, keys: readonly string[]): YamlValue | undefined =>
  keys.reduce<YamlValue | undefined>(
    (value, key) => (value !== undefined && isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    values,
  )

export const titleOf = ({ edit, yaml }: YamlEdit): string => `${edit} ${showPath(yaml)}`
