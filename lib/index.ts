/** The public names of `runbook`. */
export * from '../tasks/index.ts'
export type { OsAnswer } from './core/answers.ts'
export { at } from './core/at.ts'
export { type AttemptOptions, attempt } from './core/attempt.ts'
export { type CheckSpec, defineCheck, type Verdict } from './core/check.ts'
export { type ConnectionSpec, type LocalOptions, local, type SshOptions, shell, ssh } from './core/connection.ts'
export type { Event, HostSummary, Mode, Status, StepEvent, Summary } from './core/event.ts'
export {
  archiveFact,
  commandFact,
  contentFact,
  digestFact,
  each,
  entryFact,
  type Fact,
  type Facts,
  folderFact,
  foretell,
  listFact,
  localDigestFact,
  localFact,
  on,
  osFact,
  pathFact,
  readAs,
} from './core/fact.ts'
export { type Finding, found, type Refusal, refuse, warn } from './core/failure.ts'
export { type GivenOptions, given } from './core/given.ts'
export { type GuardedOptions, guarded } from './core/guarded.ts'
export {
  defineInventory,
  type Host,
  type Inventory,
} from './core/inventory.ts'
export type { GroupSpec, HostSpec, InventorySpec } from './core/inventory-spec.ts'
export type { Effects, Operation } from './core/operation.ts'
export { type Play, type Playbook, type PlaybookSpec, type PlayOptions, play, playbook } from './core/playbook.ts'
export { refer } from './core/reference.ts'
export type { Given } from './core/resource.ts'
export {
  type Answers,
  type Become,
  type BecomeSpec,
  type NamedResources,
  type Planned,
  type Resource,
  type Resources,
  type TaskOptions,
  tagged,
} from './core/resource.ts'
export type { Schema } from './core/schema.ts'
export { isSecret, reveal, type Secret, type SecretSource, secret } from './core/secret.ts'
export { defineTask, type Task, type TaskSpec, type Tasks, type TasksSpec } from './core/task.ts'
export { type Run, type RunSettings, run } from './run.ts'
