import { suite } from 'uvu'
import type { LocalSpec } from '../../lib/core/connection.ts'
import type { Tried } from '../../lib/testing/try-laws.ts'
import { type Situation as Bare, type Places, triedSituation } from '../../lib/testing/try-situation.ts'
import { type Covers, covers } from './covers.ts'
import { testShells } from './shells.ts'

export type { Places }

export interface Situation extends Bare {
  readonly name: string
  /** What it shows of a task: see `covers.ts`. */
  readonly covers?: Covers
}

/** Tries situations on every shell: what is expected of each, and the laws that hold for all. */
export function trySituations(name: string, situations: readonly Situation[]): void {
  for (const { name: shell, spec } of testShells()) tryOn(`${name} on ${shell}`, situations, spec)
}

/**
 * The same on one shell each, the next on the next. It is for tasks that say nothing of their own to a shell: what they come to
 * are operations, or steps of other tasks, which the tests of those try on every shell.
 */
export function tryInTurn(name: string, situations: readonly Situation[]): void {
  const shells = testShells()
  for (const [turn, { name: shell, spec }] of shells.entries()) {
    const its = situations.filter((_, at) => at % shells.length === turn)
    tryOn(`${name} on ${shell}, one of three`, its, spec)
  }
}

/**
 * Both, for a task that asks in nobody's words but those that all tasks ask in, and acts by scripts of its own: what comes to none
 * of them, since it is refused, right already or done by operations, is tried in turn.
 */
export function tryScripts(name: string, situations: readonly Situation[]): void {
  trySituations(
    name,
    situations.filter((one) => !needsNone(one)),
  )
  tryInTurn(name, situations.filter(needsNone))
}

const needsNone = ({ refused, operations, statuses }: Situation): boolean =>
  refused !== undefined ||
  operations?.every((operation) => operation !== 'run') === true ||
  statuses?.every((status) => status === 'ok') === true

function tryOn(name: string, situations: readonly Situation[], spec: LocalSpec): void {
  const test = suite(name)
  for (const situation of situations)
    test(situation.name, async () => {
      const tried = await triedSituation(situation, spec)
      if (situation.covers) shows(situation.covers, tried)
    })
  test.run()
}

/** What a plan comes to, of the steps of each task that it is to show; of all, where a task stands for others. */
export function shows(shown: Covers, { planned }: Tried): void {
  for (const [task, kinds] of Object.entries(shown)) {
    const own = planned.filter((step) => step.task === task)
    covers(
      { [task]: kinds },
      (own.length > 0 ? own : planned).map(({ status }) => status),
    )
  }
}
