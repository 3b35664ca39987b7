import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConnectionSpec } from '../core/connection.ts'
import type { Resources } from '../core/resource.ts'
import { onlyPredictedDiffers } from './laws.ts'
import { scratch } from './scratch.ts'
import { scratchHost } from './scratch-host.ts'
import { differences, type HostTree, plant, snapshot } from './tree.ts'
import { type Expected, type Tried, tryLaws } from './try-laws.ts'

/** Where a situation is. */
export interface Places {
  /** A path on the host, which is a scratch folder; `''` is the folder itself. */
  at(path: string): string
  /** A file of the controller. */
  given(name: string): string
}

/** A host before, resources, and what is expected of them. */
export interface Situation extends Expected {
  readonly resources: (places: Places) => Resources
  /** What is on the host before. Default: nothing. */
  readonly before?: HostTree | undefined
  /** Files of the controller. */
  readonly given?: Readonly<Record<string, Uint8Array | string>> | undefined
  /** What is on the host after; other paths are not looked at, `absent` must not be there. In a link, `$` is the folder. */
  readonly after?:
    | Readonly<
        Record<
          string,
          | string
          | Uint8Array
          | { readonly link: string }
          | { readonly mode: number }
          | { readonly uid: number }
          | 'absent'
        >
      >
    | undefined
}

/**
 * Tries resources on a host that is a scratch folder of this machine, and throws where something is not as expected, or one
 * of the laws does not hold that a task keeps: *convergence* (planning again on the predicted state plans nothing, and a
 * second run changes nothing), *prediction* (after a run, the host is as was predicted), *locality* (only what was read is
 * touched, and nothing outside the folder), *round trip* (plans and events survive JSON). A dry run and a refusal change nothing.
 *
 * It belongs to no framework: call it inside of a test of `node:test`, vitest or uvu.
 *
 * @example
 * import { test } from 'node:test'
 *
 * test('a link that leads elsewhere', () =>
 *   trySituation({
 *     before: { 'v1/a': 'words', current: { link: 'v0' } },
 *     resources: ({ at }) => symlink({ path: at('current'), target: 'v1' }),
 *     operations: ['symlink current'],
 *     after: { current: { link: 'v1' } },
 *   }))
 */
export async function trySituation(situation: Situation, connect: ConnectionSpec = scratchHost()): Promise<void> {
  await triedSituation(situation, connect)
}

/** Tries a situation, and tells what came of it. */
export async function triedSituation(situation: Situation, connect: ConnectionSpec): Promise<Tried> {
  const places = arrange(situation)
  const { host } = places
  const before = snapshot(host)
  let after = before
  return tryLaws(situation.resources(places), situation, {
    connect,
    root: host,
    planned: () => assert.deepEqual(differences(before, snapshot(host)), [], 'planning changes nothing'),
    ended(refused) {
      after = snapshot(host)
      const left = [...after.keys()].filter((path) => path.includes('.runbook-'))
      assert.deepEqual(left, [], 'no temporary is left')
      if (refused) assert.deepEqual(differences(before, after), [], 'a refusal changes nothing')
    },
    reached(plan) {
      compare(situation, host, after)
      const changed = differences(before, after).map((path) => join(host, path))
      if (!situation.fails) onlyPredictedDiffers(plan, changed)
    },
    again: () => assert.deepEqual(differences(after, snapshot(host)), [], 'a second run touches nothing'),
  })
}

function arrange({ before = {}, given = {} }: Situation): Places & { host: string } {
  const folder = scratch('situation')
  const host = join(folder, 'host')
  mkdirSync(host)
  plant(host, before)
  for (const [name, bytes] of Object.entries(given)) {
    mkdirSync(dirname(join(folder, 'given', name)), { recursive: true })
    writeFileSync(join(folder, 'given', name), bytes)
  }
  return { host, at: (path) => (path === '' ? host : `${host}/${path}`), given: (name) => join(folder, 'given', name) }
}

function compare({ after = {} }: Situation, host: string, found: ReadonlyMap<string, string>): void {
  for (const [path, wanted] of Object.entries(after)) {
    const line = found.get(path)
    if (wanted === 'absent') assert.equal(line, undefined, `${path} is there`)
    else if (typeof wanted === 'string' || wanted instanceof Uint8Array)
      assert.equal(line?.replace(/^file \S+ \S+ /, ''), Buffer.from(wanted).toString('latin1'), `content of ${path}`)
    else if ('link' in wanted) assert.equal(line, `link ${wanted.link.replace('$', host)}`, `${path} is a link`)
    else if ('mode' in wanted) assert.equal(line?.split(' ')[1], wanted.mode.toString(8), `mode of ${path}`)
    else assert.equal(line?.split(' ')[2]?.split(':')[0], `${wanted.uid}`, `owner of ${path}`)
  }
}
