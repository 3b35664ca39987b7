/** What must be so: conditions, waits and requests. */
export { type Assert, assert } from './assert.ts'
export type { Condition } from './condition/look.ts'
export { type HttpCheck, httpCheck } from './http-check.ts'
export { type WaitFor, waitFor } from './wait-for.ts'
