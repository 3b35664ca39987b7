/** The members of `json`: what stands in its `edits`. */
export { removeJson as remove, setJson as set } from '../../../lib/edit/json.ts'
