/** The members of `yaml`: what stands in its `edits`. */
export { ensureItem, ensureMember, remove, removeItem, set } from '../../../lib/edit/yaml/index.ts'
