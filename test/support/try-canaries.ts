import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import type { Mode } from '../../lib/core/event.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import { play } from '../../lib/core/playbook.ts'
import { flatten, type Resources } from '../../lib/core/resource.ts'
import type { Secret } from '../../lib/core/secret.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { inventoryOn, onePlay, planning, survivesJson } from '../../lib/testing/laws.ts'
import { type Canary, canaries, leaksIn } from './canaries.ts'
import { runOn } from './runs.ts'
import { scratch } from './shells.ts'

/** A kind of content into which a secret is put. */
export interface Kind {
  readonly name: string
  /** What is in the file before, for what edits one. */
  readonly before?: string
  readonly resources: (path: string, secret: Secret, again: boolean) => Resources
  /** Another edit of the same file, once the secret is there: `again`. */
  readonly changesAgain?: true
  /** What else is there before. */
  readonly arrange?: (path: string, secret: Secret) => void
  /** Steps that only together come to what is there: none of them describes it. */
  readonly notJudged?: true
  /** Nothing of it stays on the host. */
  readonly leavesNothing?: true
  /** What is described cannot be so on this machine: it is tried once. */
  readonly fails?: true
  readonly spec?: LocalSpec
}

/**
 * Puts each canary into a place of a kind: first planned, then applied, at rest, judged, and changed for another. No plan
 * and no event may hold one, nor what stood there before it was changed; and each is a document.
 */
export async function tryCanaries(kind: Kind): Promise<void> {
  const folder = scratch('canaries')
  const [first, second] = [canaries('Old'), canaries('New')]
  const place = (at: number) => join(folder, `${at}`, 'f')
  first.forEach(({ secret }, at) => {
    mkdirSync(join(folder, `${at}`))
    if (kind.before !== undefined) writeFileSync(place(at), kind.before)
    kind.arrange?.(place(at), secret)
  })
  const resources = (all: readonly Canary[], only: ReadonlySet<number>, again = false) =>
    all.map(({ secret }, at) => (only.has(at) ? flatten(kind.resources(place(at), secret, again)) : []))

  const every = new Set(first.keys())
  const refused = await planned(kind, resources(first, every))
  const taken = new Set([...every].filter((at) => !refused.has(at)))
  assert.ok(taken.size > 4, `${kind.name} takes ${taken.size} of them`)
  const [old, changed] = [resources(first, taken), resources(second, taken, kind.changesAgain)]
  const go = async (given: Resources, mode: Mode, all: readonly Canary[], fails = kind.fails) => {
    const before = digests(folder)
    const { events, ended } = await played(kind, given, { mode, secrets: all.map(({ secret }) => secret), fails })
    const told = [...before, ...digests(folder)].filter((digest) => events.includes(digest))
    assert.equal(told, [], 'no digest of what holds a secret')
    return ended
  }
  const unlike = (statuses: readonly string[], wanted: string) => statuses.filter((status) => status !== wanted)

  await go(old, 'plan', [])
  assert.equal(unlike(await go(old, 'plan', first), 'changed'), [])
  await go(old, 'apply', kind.fails ? first : [])
  if (kind.fails) return
  if (!kind.leavesNothing) assert.ok(onDisk(folder).length >= taken.size, 'they are there')
  await planned(kind, old)
  assert.equal(unlike(await go(old, 'plan', first), 'ok'), [])
  assert.equal(unlike(await go(old, 'apply', first), 'ok'), [])
  assert.is(unlike(await go(old, 'verify', first, kind.notJudged), 'ok').length > 0, kind.notJudged === true)
  if (kind.changesAgain) {
    const more = resources(first, taken, true)
    await planned(kind, more)
    await go(more, 'plan', [])
    await go(more, 'apply', [])
  }
  await planned(kind, changed)
  await go(changed, 'plan', second)
  await go(changed, 'verify', second, true)
  await go(changed, 'apply', second)
  assert.equal(unlike(await go(changed, 'apply', second), 'ok'), [])
}

function clean(what: string, value: unknown): void {
  const text = JSON.stringify(value)
  for (const of of ['Old', 'New']) assert.equal(leaksIn(text, of), [], `${what}: ${excerpt(text, of)}`)
}

function excerpt(text: string, of: string): string {
  const [word = ''] = leaksIn(text, of)
  const at = text.indexOf(word)
  return at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 100)
}

/** Plans what there is for each canary, and gives the numbers of those that are refused. */
async function planned({ name, spec = local() }: Kind, groups: readonly Resources[]): Promise<ReadonlySet<number>> {
  const fleet = openFleet(inventoryOn(spec))
  try {
    const { steps, operations } = await planHost(planning(fleet), onePlay(groups).items)
    for (const [what, value] of [
      ['the steps', steps],
      ['the net effect', netEffect(operations)],
    ] as const) {
      survivesJson(value)
      clean(`${what} of ${name}`, value)
    }
    const owners = groups.flatMap((group, at) => flatten(group).map(() => at))
    return new Set(steps.flatMap(({ outcome }, at) => (outcome === 'refused' ? [owners[at] ?? -1] : [])))
  } finally {
    await fleet.close()
  }
}

async function played(
  { name, spec = local() }: Kind,
  resources: Resources,
  { mode, secrets, fails }: { mode: Mode; secrets: readonly Secret[]; fails?: true | undefined },
): Promise<{ readonly events: string; readonly ended: readonly string[] }> {
  const { events, steps } = await runOn(
    { a: spec },
    (inventory) => [play('p', inventory.group('all'), () => resources)],
    { mode, secrets, diffs: true },
  )
  for (const event of events) {
    survivesJson(event)
    clean(`an event of ${name} (${mode})`, event)
  }
  const ended = steps('a')
  if (!fails)
    assert.equal(
      ended.filter((status) => /^(failed|refused)/.test(status)),
      [],
    )
  return { events: JSON.stringify(events), ended: ended.map((status) => status.split(':')[0] ?? '') }
}

/** The files below a folder that hold a canary. */
const onDisk = (folder: string): string[] =>
  execFileSync('sh', ['-c', `grep -rlE 'Kn(Old|New)' ${folder} || :`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')

const digests = (folder: string): string[] =>
  onDisk(folder).map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))
