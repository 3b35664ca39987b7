/** What must be so: conditions, waits and requests. */
export { type Assert, assert } from './assert.ts'
export { type CertificateCheck, certificateLasts } from './certificate-lasts.ts'
export { type ClockCheck, clocksAgree } from './clocks-agree.ts'
export type { Condition } from './condition/look.ts'
export { type HttpCheck, httpCheck } from './http-check.ts'
export { type WaitFor, waitFor } from './wait-for.ts'
