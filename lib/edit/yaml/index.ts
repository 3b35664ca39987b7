/** Edits of YAML files: text in, text out, and every byte that is not asked for stays. */
export { type EditYamlOptions, editYaml } from './edit-yaml.ts'
export { ensureItem, ensureMember, remove, removeItem, set, type YamlEdit, type YamlPath } from './edits.ts'
export type { YamlValue, YamlValues } from './value.ts'
