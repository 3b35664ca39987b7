/** Edits of TOML files: text in, text out, and every byte that is not asked for stays. */
import { ensureMember, ensureTable, remove, rename, set } from './edits.ts'
import { date } from './value.ts'

export { type EditTomlOptions, editToml } from './edit-toml.ts'
export type { TomlEdit } from './edits.ts'
export type { TomlReader } from './parse.ts'
export type { TomlPath } from './path.ts'
export type { TomlDate, TomlValue, TomlValues } from './value.ts'

/**
 * The edits of a TOML file, and `date` for values that are dates or times.
 *
 * @example tomlEdits.set('server.hostname', 'is.example.com')
 */
export const tomlEdits = Object.freeze({ set, remove, ensureTable, ensureMember, rename, date })
