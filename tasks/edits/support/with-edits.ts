import { madeOr } from '../../../lib/core/collect-faults.ts'
import { unmade } from './edits.ts'

/**
 * A task with the edits that it takes as its members, so that each kind of edit is found where it is used and its name need
 * say no more: `xml.text(…)`, `json.set(…)`.
 */
export const withEdits = <Task extends object, Edits extends object>(
  task: Task,
  edits: Edits,
): Task & Readonly<Edits> =>
  Object.freeze(
    Object.assign(
      task,
      Object.fromEntries(Object.entries(edits).map(([name, maker]) => [name, collecting(maker)])) as Edits,
    ),
  )

/** A maker whose faults are collected where those of tasks are: all that are in a playbook are told at once. */
const collecting =
  (maker: (...args: unknown[]) => unknown) =>
  (...args: unknown[]): unknown =>
    madeOr<unknown>(unmade, () => maker(...args))
