import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { withOdds } from '../../lib/core/at-odds.ts'
import { build } from '../../lib/core/build.ts'
import { local } from '../../lib/core/connection.ts'
import type { Plan } from '../../lib/core/plan.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost, planOn } from '../../lib/engine/plan-host.ts'
import { snapshot } from '../../lib/testing/tree.ts'
import { type KeptRuns, keptRuns } from '../support/kept-runs.ts'
import { scratch } from '../support/shells.ts'
import { type Case, cases, plant } from './exact/cases.ts'
import { expectedTree } from './exact/expected.ts'
import type { Progress } from './progress.ts'

/** So many side by side: most of the time of each is waiting for programs. */
const atOnce = 4

/**
 * Random trees, and random lists of tasks on them: what a plan foresees is what an apply leaves, nothing more and nothing
 * less; a second run has nothing to do; and a rollback leaves what was there before.
 */
export async function tryExact(runs: number, seed: number, progress: Progress, until?: AbortSignal) {
  const found = { changed: 0, idle: 0, refused: 0, 'not tried': 0 }
  const property = fc.asyncProperty(cases, async (one) => {
    if (until?.aborted) {
      found['not tried']++
      return
    }
    progress({ ...one, acts: one.acts.map(({ at, resource }) => [at, resource('/').title]) })
    found[await tryOne(one)]++
  })
  const lanes = Array.from({ length: Math.min(atOnce, runs) }, (_, lane) =>
    fc.assert(property, { numRuns: Math.ceil((runs - lane) / atOnce), seed: seed + lane }),
  )
  await Promise.all(lanes)
  return found
}

/** In one order, whatever was made first. */
const treeOf = (folder: string): Record<string, string> => inOrder(snapshot(folder))

const inOrder = (tree: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...tree].sort(([a], [b]) => (a < b ? -1 : 1)))

async function tryOne({ things, acts, refused }: Case): Promise<'changed' | 'idle' | 'refused'> {
  const [folder, root, locks] = [scratch('exact'), scratch('root'), scratch('locks')]
  try {
    plant(folder, things)
    const kept = keptRuns(root, local({ shell: 'dash', env: { RUNBOOK_LOCKS: locks } }))
    const before = treeOf(folder)
    const all = acts.map(({ at, resource }) => resource(join(folder, at)))
    const first = await planned(kept, () => all)
    const resources = () => all.filter((_, at) => refused || first.steps[at]?.outcome !== 'refused')
    const plan = resources().length === all.length ? first : await planned(kept, resources)
    if (plan.steps.length === 0) return 'refused'
    assert.equal(treeOf(folder), before, 'a plan changes nothing')
    const isRefused = plan.steps.some(({ outcome }) => outcome === 'refused')
    const applied = await kept.apply(resources)
    const after = treeOf(folder)
    const told = applied.steps('a').join('\n')
    assert.is(/^failed/m.test(told), false, told)
    assert.is(/^refused/m.test(told), isRefused, `${told}\nplanned: ${plan.steps.map(({ outcome }) => outcome).join()}`)
    if (!isRefused) {
      assert.equal(
        after,
        inOrder(expectedTree(folder, new Map(Object.entries(before)), plan)),
        'what was foreseen is there',
      )
      assert.equal(new Set((await kept.apply(resources)).steps('a')), new Set(['ok']))
      assert.equal(treeOf(folder), after, 'a second run changes nothing')
    }
    const isChanged = JSON.stringify(after) !== JSON.stringify(before)
    if ((await kept.journals()).journals.length > 0) {
      const { steps } = await kept.rollBack()
      assert.equal(treeOf(folder), before, JSON.stringify({ told, steps }, null, 1))
    } else assert.not.ok(isChanged, told)
    return isRefused ? 'refused' : isChanged ? 'changed' : 'idle'
  } finally {
    for (const made of [folder, root, locks]) rmSync(made, { recursive: true, force: true })
  }
}

async function planned({ inventory }: KeptRuns, resources: () => Resource[]): Promise<Plan> {
  const fleet = openFleet(inventory)
  try {
    const [only] = build([play('p', inventory.group('all'), resources)])
    if (only === undefined) throw new Error('no play')
    const items = only.hosts[0]?.items ?? []
    const planning = { play: only, hostState: fleet.hostState('a'), fleet }
    const read = await planHost(planning, items)
    return withOdds(read, ({ state }) => planOn(state, planning, items))
  } finally {
    await fleet.close()
  }
}
