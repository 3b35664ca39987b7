/** Edits of TOML files: text in, text out, and every byte that is not asked for stays. */
export { type EditTomlOptions, editToml } from './edit-toml.ts'
export { ensureMember, ensureTable, remove, rename, set, type TomlEdit, type TomlReader } from './edits.ts'
export type { TomlPath } from './path.ts'
export { date, type TomlDate, type TomlValue, type TomlValues } from './value.ts'
