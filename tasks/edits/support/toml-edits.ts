/** The members of `toml`: what stands in its `edits`. */
export { date, ensureMember, ensureTable, remove, rename, set } from '../../../lib/edit/toml/index.ts'
