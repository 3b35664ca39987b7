import { suite } from 'uvu'
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
  for (const { name: shell, spec } of testShells()) {
    const test = suite(`${name} on ${shell}`)
    for (const situation of situations)
      test(situation.name, async () => {
        const tried = await triedSituation(situation, spec)
        if (situation.covers) shows(situation.covers, tried)
      })
    test.run()
  }
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
