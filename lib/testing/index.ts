/** What tests of tasks need: situations, and the laws that every task keeps. */
export { scratchHost } from './scratch-host.ts'
export type { HostTree, Planted } from './tree.ts'
export type { Expected } from './try-laws.ts'
export { type HostSituation, tryOnHost } from './try-on-host.ts'
export { type Places, type Situation, trySituation } from './try-situation.ts'
