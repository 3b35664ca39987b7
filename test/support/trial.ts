import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import type { Status } from '../../lib/core/event.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import { plan } from '../../lib/core/plan.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { endsOf } from '../../lib/testing/ends-of.ts'
import { onePlay, survivesJson } from '../../lib/testing/laws.ts'
import { planOn } from '../../lib/testing/plan-on.ts'
import { testShells } from './shells.ts'

export interface Tried {
  readonly statuses: readonly (Status | undefined)[]
  /** Why, of all steps together. */
  readonly said: string
}

/** The shells of a host that also has the clients of databases. */
export const clientShells = () =>
  testShells().map(({ name, spec }) => ({ name, spec: local({ ...spec.options, env: { PATH: pathOf(spec) } }) }))

const pathOf = ({ options }: LocalSpec): string => [options.env?.PATH, process.env.PATH].filter(Boolean).join(':')

/** One run on this machine: how each step ended at last. */
export async function tryRun(given: Resources, spec: LocalSpec = local()): Promise<Tried> {
  const { statuses, reasons } = await endsOf(spec, onePlay(given, 'trial').plays)
  return { statuses, said: reasons.join('\n').trim() }
}

/**
 * The laws, on a host that is no folder: a plan is data, planning on what it predicts plans nothing, and after a run the
 * host is so that a second one plans nothing. Gives how the first run ended.
 */
export async function tryToTheEnd(given: Resources, spec: LocalSpec = local()): Promise<Tried> {
  const { items } = onePlay(given, 'trial')
  const first = await planOn(spec, items)
  assert.equal(
    first.steps.flatMap((step) => (step.outcome === 'refused' ? [step.refusal] : [])),
    [],
  )
  survivesJson(netEffect(first.operations))
  survivesJson(first.steps)
  const nobody = { privilege: () => 'login', identity: () => ({ user: '', group: '' }), elsewhere: () => undefined }
  const predicted = plan({ items, state: first.state, ...nobody })
  assert.equal(
    predicted.steps.map(({ outcome }) => outcome),
    items.map(() => 'ok'),
    'nothing is left on the predicted state',
  )
  const tried = await tryRun(given, spec)
  assert.equal(tried.said, '', `the first run gets to the end: ${tried.said}`)
  const again = await tryRun(given, spec)
  assert.equal(
    again.statuses,
    items.map(() => 'ok'),
    `a second run changes nothing: ${again.said}`,
  )
  return tried
}
