import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Item } from '../../lib/core/build.ts'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Status } from '../../lib/core/event.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { playOn } from '../tasks/one-play.ts'
import type { Covers } from './covers.ts'
import type { TestHost } from './hosts.ts'
import { convergesInTheory, inventoryOn, onePlay, planning, predictionHolds, staysLocal, survivesJson } from './laws.ts'
import { shows } from './situations.ts'

/** What cannot be tried in a scratch folder: accounts, packages, services. The host is real, and so are its tools. */
export interface HostSituation {
  readonly name: string
  /** What it shows of a task: see `covers.ts`. */
  readonly covers?: Covers
  readonly resources: Resources
  /** A script, run as root before. */
  readonly before?: string
  /** How each step ends. */
  readonly statuses?: readonly Status[]
  /** The kinds of the net operations of the first plan: `run`, `directory /srv/x`. */
  readonly operations?: readonly string[]
  /** What the refusal says: nothing is run then. */
  readonly refused?: RegExp
  /** What a script prints afterwards. */
  readonly after?: Readonly<Record<string, string | RegExp>>
  /** The run does not succeed: nothing is said of a second one. */
  readonly fails?: RegExp
}

/** Tries situations in their order on one host, with the laws that hold for all. */
export function tryOnHost(
  name: string,
  host: Pick<TestHost, 'run'>,
  spec: ConnectionSpec,
  situations: readonly HostSituation[],
  end: () => Promise<void> = async () => {},
): void {
  const test = suite(name)
  for (const situation of situations) test(situation.name, () => tryOne(situation, host, spec))
  test.after(end)
  test.run()
}

async function tryOne(situation: HostSituation, host: Pick<TestHost, 'run'>, spec: ConnectionSpec): Promise<void> {
  const said = async (script: string) => {
    const { stdout, stderr } = await host.run(script)
    return (stdout + stderr).trim()
  }
  if (situation.before !== undefined) {
    const { code, stderr, stdout } = await host.run(`set -e\n${situation.before}`)
    assert.is(code, 0, `before: ${stdout}${stderr}`)
  }
  const { resources } = situation
  const { items } = onePlay(resources)
  const first = await planOn(spec, items)
  const net = netEffect(first.operations)
  if (situation.operations) {
    const kinds = net.map(({ operation: one }) => ('path' in one ? `${one.op} ${one.path}` : one.op))
    assert.equal(kinds, situation.operations)
  }
  if (situation.covers) shows(situation.covers, first)
  survivesJson(net)
  survivesJson(first.steps)
  staysLocal(first, '/')
  const { statuses, reasons } = await playOn(spec, resources)
  if (situation.refused) {
    assert.match(reasons, situation.refused)
    assert.equal([statuses.includes('changed'), statuses.includes('refused')], [false, true])
  } else if (situation.fails) assert.match(reasons, situation.fails)
  else convergesInTheory(first, items)
  if (situation.statuses) assert.equal(statuses, situation.statuses, reasons)
  for (const [script, wanted] of Object.entries(situation.after ?? {})) {
    const found = await said(script)
    if (typeof wanted === 'string') assert.is(found, wanted, script)
    else assert.match(found, wanted)
  }
  if (situation.refused || situation.fails) return
  assert.not.ok(
    statuses.some((status) => status === 'failed' || status === 'refused'),
    reasons,
  )
  // Where nothing is planned, nothing is predicted.
  if (net.length > 0) await predictionHolds(first, { spec })
  const again = await playOn(spec, resources)
  assert.equal(
    again.statuses,
    items.map(() => 'ok'),
    `a second run changes nothing: ${again.reasons}`,
  )
}

async function planOn(spec: ConnectionSpec, items: readonly Item[]) {
  const fleet = openFleet(inventoryOn({ spec }))
  try {
    const hostState = fleet.hostState('host')
    const planned = await planHost(planning(fleet), items)
    return { ...planned, who: hostState.identities.get('login') ?? { user: '', group: '' } }
  } finally {
    await fleet.close()
  }
}
