import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { BuiltPlay, Item } from '../../lib/core/build.ts'
import type { Event, Status } from '../../lib/core/event.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import type { Plan } from '../../lib/core/plan.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { run as runEngine } from '../../lib/engine/run.ts'
import { type Covers, covers } from './covers.ts'
import {
  convergesInTheory,
  inventoryOn,
  onePlay,
  onlyPredictedDiffers,
  type PlannedAs,
  planning,
  predictionHolds,
  staysLocal,
  survivesJson,
} from './laws.ts'
import { scratch, type TestShell, testShells } from './shells.ts'
import { differences, plant, snapshot, type Tree } from './tree.ts'

export interface Places {
  /** A path on the host, which is a scratch folder. */
  at(path: string): string
  /** A file of the controller. */
  given(name: string): string
}

export interface Situation {
  readonly name: string
  /** What it shows of a task: see `covers.ts`. */
  readonly covers?: Covers
  readonly resources: (places: Places) => Resources
  /** What is on the host before. Default: nothing. */
  readonly before?: Tree
  /** Files of the controller. */
  readonly given?: Readonly<Record<string, Uint8Array | string>>
  /** The net operations of the first plan, as `write a/b`; a script is `run`. */
  readonly operations?: readonly string[]
  /** What the refusal says. Nothing may then have changed. */
  readonly refused?: RegExp
  /** How each step ends on the host. */
  readonly statuses?: readonly Status[]
  /** What is on the host after; other paths are not looked at, `absent` must not be there. */
  readonly after?: Readonly<
    Record<
      string,
      string | Uint8Array | { readonly link: string } | { readonly mode: number } | { readonly uid: number } | 'absent'
    >
  >
  /** What the reasons of the steps say. */
  readonly reason?: RegExp
  /** The run does not succeed, as when steps contradict each other: nothing is said of a second one. */
  readonly fails?: true
}

/** Tries situations on every shell: what is expected of each, and the laws that hold for all. */
export function trySituations(name: string, situations: readonly Situation[]): void {
  for (const shell of testShells()) {
    const test = suite(`${name} on ${shell.name}`)
    for (const situation of situations) test(situation.name, () => tryOne(situation, shell))
    test.run()
  }
}

async function tryOne(situation: Situation, shell: TestShell): Promise<void> {
  const places = arrange(situation)
  const { host } = places
  const before = snapshot(host)
  const { items, plays } = onePlay(situation.resources(places))
  const first = await planOn(shell, items)
  const net = netEffect(first.operations)
  if (situation.operations) {
    const said = net.map(({ operation }) => `${operation.op} ${relative(host, touchedPath(operation) || host)}`.trim())
    assert.equal(said, situation.operations.map(String))
  }
  if (situation.covers) shows(situation.covers, first)
  assert.equal(differences(before, snapshot(host)), [], 'planning changes nothing')
  survivesJson(net)
  survivesJson(first.steps)
  staysLocal(first, host)
  if (!situation.fails && !situation.refused) convergesInTheory(first, items)
  const { statuses, reasons } = await run(shell, plays)
  const after = snapshot(host)
  assert.equal(
    [...after.keys()].filter((path) => path.includes('.runbook-')),
    [],
    'no temporary is left',
  )
  if (situation.refused) {
    assert.match(reasons.join('\n'), situation.refused)
    assert.equal(differences(before, after), [], 'a refusal changes nothing')
    return
  }
  if (situation.reason) assert.match(reasons.join('\n'), situation.reason)
  if (!situation.fails)
    assert.equal(
      reasons.filter((_, at) => ['failed', 'refused'].includes(statuses[at] ?? '')),
      [],
    )
  if (situation.statuses) assert.equal(statuses, situation.statuses)
  compare(situation, host)
  if (situation.fails) return
  onlyPredictedDiffers(
    first,
    differences(before, after).map((path) => join(host, path)),
  )
  await predictionHolds(first, shell)
  const again = await run(shell, plays)
  assert.equal(
    again.statuses,
    again.statuses.map((status) => (status === 'ran' ? 'ran' : 'ok')),
    `a second run changes nothing: ${again.reasons.join('; ')}`,
  )
  assert.equal(differences(after, snapshot(host)), [], 'a second run touches nothing')
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

async function planOn(shell: TestShell, items: readonly Item[]): Promise<PlannedAs> {
  const fleet = openFleet(inventoryOn(shell))
  try {
    const hostState = fleet.hostState('host')
    const planned = await planHost(planning(fleet), items)
    return { ...planned, who: hostState.identities.get('login') ?? { user: '', group: '' } }
  } finally {
    await fleet.close()
  }
}

/** What a plan comes to, of the steps of each task that it is to show; of all, where a task stands for others. */
export function shows(shown: Covers, { steps, operations }: Plan): void {
  const changing = new Set(netEffect(operations).flatMap(({ steps: ids }) => ids))
  for (const [task, kinds] of Object.entries(shown)) {
    const own = steps.filter((step) => step.task === task)
    const statuses = (own.length > 0 ? own : steps).map(({ id, outcome }): Status => {
      if (outcome === 'refused' || outcome === 'deferred') return outcome
      return changing.has(id) ? 'changed' : 'ok'
    })
    covers({ [task]: kinds }, statuses)
  }
}

/** One run of one play: how each step ended at last, and the reasons that were given. */
async function run(shell: TestShell, plays: readonly BuiltPlay[]) {
  const inventory = inventoryOn(shell)
  const order: string[] = []
  const ended = new Map<string, { status: Status; reason: string }>()
  const emit = (event: Event) => {
    survivesJson(event)
    if (event.type === 'unreachable') throw new Error(event.reason)
    if (event.type === 'start') order.push(...idsOf(event.plays.flatMap(({ hosts }) => hosts)))
    if (event.type === 'follow') order.splice(order.indexOf(event.after) + 1, 0, ...idsOf([event]))
    if (event.type === 'step') ended.set(event.id, { status: event.status, reason: event.reason ?? '' })
  }
  const shared = { playbook: 'situation', mode: 'apply', secrets: [], diffs: true } as const
  await runEngine({ ...shared, inventory, plays, hosts: new Set(['host']), emit })
  const steps = order.map((id) => ended.get(id))
  return { statuses: steps.map((step) => step?.status), reasons: steps.map((step) => step?.reason ?? '') }
}

const idsOf = (outlines: readonly { readonly steps: readonly { readonly id: string }[] }[]): string[] =>
  outlines.flatMap(({ steps }) => steps.map(({ id }) => id))

type NetOperations = ReturnType<typeof netEffect>

function touchedPath(operation: NetOperations[number]['operation']): string {
  if (operation.op === 'run') return ''
  return operation.op === 'move' ? operation.to : operation.path
}

function compare({ after = {} }: Situation, host: string): void {
  const found = snapshot(host)
  for (const [path, wanted] of Object.entries(after)) {
    const line = found.get(path)
    if (wanted === 'absent') assert.is(line, undefined, `${path} is not there`)
    else if (typeof wanted === 'object' && 'link' in wanted) assert.is(line, `link ${wanted.link.replace('$', host)}`)
    else if (typeof wanted === 'object' && 'mode' in wanted)
      assert.is(line?.split(' ')[1], wanted.mode.toString(8), `mode of ${path}`)
    else if (typeof wanted === 'object' && 'uid' in wanted)
      assert.is(line?.split(' ')[2]?.split(':')[0], `${wanted.uid}`, `owner of ${path}`)
    else assert.is(line?.replace(/^file \S+ \S+ /, ''), Buffer.from(wanted).toString('latin1'), `content of ${path}`)
  }
}
