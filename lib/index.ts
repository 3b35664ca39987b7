/** The public names of `runbook`. */
export * from '../tasks/index.ts'
export { type Check, type CheckSpec, defineCheck, type Verdict } from './core/check.ts'
export { type ConnectionSpec, type LocalOptions, local, type SshOptions, shell, ssh } from './core/connection.ts'
export {
  archiveFact,
  commandFact,
  contentFact,
  digestFact,
  entryFact,
  type Fact,
  localDigestFact,
  localFact,
  on,
  pathFact,
} from './core/fact.ts'
export { type Refusal, refuse } from './core/failure.ts'
export {
  defineInventory,
  type GroupSpec,
  type Host,
  type HostSpec,
  type Inventory,
  type InventorySpec,
} from './core/inventory.ts'
export type { Effects, Operation } from './core/operation.ts'
export { type Play, type Playbook, type PlaybookSpec, type PlayOptions, play, playbook } from './core/playbook.ts'
export type { Schema } from './core/schema.ts'
export { isSecret, reveal, type Secret, type SecretSource, secret } from './core/secret.ts'
export {
  type Answers,
  type Become,
  type BecomeSpec,
  defineTask,
  type Planned,
  type Resource,
  type Resources,
  type TaskOptions,
  type TaskSpec,
  tagged,
} from './core/task.ts'
