/** The members of `properties`: what stands in its `edits`. */
export { removeProperty as remove, setProperty as set } from '../../../lib/edit/properties.ts'
