import { UsageError } from '../../core/failure.ts'
import { readKey, readPath, showPath, type TomlPath, type TomlStep } from './path.ts'
import { frozen, frozenTable, isTable, type TomlValue, type TomlValues } from './value.ts'

/** One wish about a TOML file, as data. `at` is its path. */
export type TomlEdit = { readonly at: readonly TomlStep[] } & (
  | { readonly edit: 'set'; readonly value: TomlValue }
  | { readonly edit: 'remove' }
  | { readonly edit: 'ensureTable' }
  | { readonly edit: 'ensureMember'; readonly key: readonly string[]; readonly value: TomlValues }
  | { readonly edit: 'rename'; readonly key: string }
)

/** Who reads the file: any reader of TOML 1.0, or the one of WSO2's products, which takes less. */
export type TomlReader = 'toml' | 'wso2'

export type TomlEditOf<Kind extends TomlEdit['edit']> = Extract<TomlEdit, { edit: Kind }>

/**
 * The key has this value. One that is there is changed where it stands, and an equal value is left in its own spelling;
 * a new one is written as its neighbours are. Of an array or a table only what differs is changed.
 *
 * @example toml.set('server.hostname', 'is.example.com')
 * @example toml.set('clustering.members', ['10.0.0.11:4000', '10.0.0.12:4000'])
 */
export const set = (path: TomlPath, value: TomlValue): TomlEdit => {
  const steps = readPath(path)
  return Object.freeze({ edit: 'set', at: steps, value: frozen(value, steps) })
}

/**
 * The key, table or array is not there, nor anything below it. A comment on its last line goes with it; others stay.
 *
 * @example toml.remove('user_store.connection_url')
 * @example toml.remove('datasource[id="WSO2CONSENT_DB"]')
 */
export function remove(path: TomlPath): TomlEdit {
  const steps = readPath(path)
  if (typeof steps.at(-1) === 'number')
    throw new UsageError(
      `remove ${showPath(steps)}: the next run would remove the member after it; name it by a key, as in datasource[id="A"], or set the whole array`,
    )
  return Object.freeze({ edit: 'remove', at: steps })
}

/**
 * A table is there, perhaps an empty one. A new one gets a header of its own behind the table it belongs to.
 *
 * @example toml.ensureTable('database.shared_db.pool_options')
 */
export const ensureTable = (path: TomlPath): TomlEdit => Object.freeze({ edit: 'ensureTable', at: readPath(path) })

/**
 * The array of tables has a member that the key tells from the others, and this member has these values; what else it
 * has stays. A missing one is added behind the last.
 *
 * @example toml.ensureMember('datasource', 'id', { id: 'WSO2CONSENT_DB', url: 'jdbc:mysql://10.0.0.20/consent' })
 */
export function ensureMember(path: TomlPath, key: TomlPath, value: TomlValues): TomlEdit {
  const steps = readPath(path)
  const keys = readKey(key)
  const named = valueAt(value, keys)
  if (named === undefined || typeof named === 'object')
    throw new UsageError(
      `ensureMember ${showPath(steps)}: the member must have a text, number or boolean at ${showPath(keys)}, by which it is found`,
    )
  return Object.freeze({ edit: 'ensureMember', at: steps, key: keys, value: frozenTable(value, steps) })
}

/**
 * The key, table or array has this name instead of the last one of its path, wherever the old name is written.
 *
 * @example toml.rename('keystore.primary.name', 'file_name')
 */
export function rename(path: TomlPath, key: string): TomlEdit {
  const steps = readPath(path)
  if (typeof steps.at(-1) !== 'string' || steps.at(-1) === key)
    throw new UsageError(`rename ${showPath(steps)}: the path must end in a key, and the new name be another`)
  return Object.freeze({ edit: 'rename', at: steps, key })
}

/** What stands at a key of nested values. */
export function valueAt(values: TomlValues, keys: readonly string[]): TomlValue | undefined {
  return keys.reduce<TomlValue | undefined>(
    (value, key) => (value !== undefined && isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    values,
  )
}

export const titleOf = ({ edit, at }: TomlEdit): string => `${edit} ${showPath(at)}`
