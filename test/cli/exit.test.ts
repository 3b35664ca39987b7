import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exitStatus } from '../../lib/cli/exit.ts'
import type { HostSummary } from '../../lib/core/event.ts'
import { summary } from '../report/story.ts'

const test = suite('exit status')

const situations: readonly {
  name: string
  hosts: Partial<HostSummary>[]
  dryRun?: true
  detailed?: true
  interrupted?: true
  code: number
}[] = [
  { name: 'all fine', hosts: [{ ok: 3 }, { changed: 2, skipped: 1 }], code: 0 },
  { name: 'changes of a run are no news', hosts: [{ changed: 2 }], detailed: true, code: 0 },
  { name: 'changes to make', hosts: [{ changed: 2 }], dryRun: true, detailed: true, code: 2 },
  { name: 'changes to make that cannot be told yet', hosts: [{ deferred: 1 }], dryRun: true, detailed: true, code: 2 },
  { name: 'changes to make, not asked for', hosts: [{ changed: 2 }], dryRun: true, code: 0 },
  { name: 'refused', hosts: [{ ok: 1 }, { refused: 1, changed: 1 }], dryRun: true, detailed: true, code: 4 },
  { name: 'unreachable and refused', hosts: [{ unreachable: true }, { refused: 1 }], code: 3 },
  { name: 'failed, unreachable and refused', hosts: [{ failed: 1 }, { unreachable: true }, { refused: 1 }], code: 1 },
  { name: 'no host', hosts: [], code: 1 },
  { name: 'nothing that is counted', hosts: [{}, {}], code: 1 },
  { name: 'nothing but what was skipped', hosts: [{ skipped: 3 }, {}], code: 1 },
  { name: 'one host with steps among others without', hosts: [{ ok: 1 }, { skipped: 2 }, {}], code: 0 },
  { name: 'interrupted before anything', hosts: [{ skipped: 3 }], interrupted: true, code: 130 },
  { name: 'interrupted', hosts: [{ failed: 1 }], interrupted: true, code: 130 },
]

for (const { name, hosts, dryRun = false, detailed = false, interrupted = false, code } of situations) {
  test(name, () => {
    const ended = summary(Object.fromEntries(hosts.map((host, n) => [`is${n}`, host])), dryRun ? 'plan' : 'apply')
    assert.is(exitStatus(ended, { detailed, interrupted }), code)
  })
}

/** What may have become of a host, and what README says of it: in any mixture the gravest counts. */
const hosts = {
  fine: { ok: 1 },
  changed: { ok: 1, changed: 1 },
  refused: { ok: 1, refused: 1, skipped: 1 },
  'changed, then refused': { changed: 1, refused: 1 },
  unreachable: { unreachable: true, skipped: 2 },
  'changed, then unreachable': { changed: 1, unreachable: true, skipped: 1 },
  failed: { failed: 1, skipped: 1 },
  'changed, then failed': { changed: 1, failed: 1 },
  'failed, then unreachable': { failed: 1, unreachable: true },
} as const satisfies Readonly<Record<string, Partial<HostSummary>>>
type Host = keyof typeof hosts

const mixtures: readonly { readonly of: readonly Host[]; readonly apply: number; readonly plan: number }[] = [
  { of: ['fine', 'fine'], apply: 0, plan: 0 },
  { of: ['fine', 'changed'], apply: 0, plan: 2 },
  { of: ['fine', 'refused'], apply: 4, plan: 4 },
  { of: ['changed', 'refused'], apply: 4, plan: 4 },
  { of: ['fine', 'changed, then refused'], apply: 1, plan: 4 },
  { of: ['refused', 'changed, then refused'], apply: 1, plan: 4 },
  { of: ['unreachable', 'fine'], apply: 3, plan: 3 },
  { of: ['unreachable', 'changed'], apply: 3, plan: 3 },
  { of: ['unreachable', 'refused'], apply: 3, plan: 3 },
  { of: ['unreachable', 'refused', 'changed'], apply: 3, plan: 3 },
  { of: ['unreachable', 'changed, then refused'], apply: 1, plan: 3 },
  { of: ['changed, then unreachable', 'fine'], apply: 3, plan: 3 },
  { of: ['changed, then unreachable', 'refused'], apply: 3, plan: 3 },
  { of: ['failed', 'fine'], apply: 1, plan: 1 },
  { of: ['failed', 'refused'], apply: 1, plan: 1 },
  { of: ['failed', 'unreachable'], apply: 1, plan: 1 },
  { of: ['failed', 'unreachable', 'refused', 'changed'], apply: 1, plan: 1 },
  { of: ['changed, then failed', 'unreachable'], apply: 1, plan: 1 },
  { of: ['failed, then unreachable'], apply: 1, plan: 1 },
]

for (const { of, ...codes } of mixtures)
  for (const mode of ['apply', 'plan'] as const)
    test(`${mode}: ${of.map((host) => `one is ${host}`).join(', ')}`, () => {
      const all = of.map((host, at) => [`is${at}`, hosts[host]] as const)
      for (const order of [all, all.toReversed()]) {
        const ended = summary(Object.fromEntries(order), mode)
        assert.is(exitStatus(ended, { detailed: true, interrupted: false }), codes[mode])
        assert.is(exitStatus(ended, { detailed: true, interrupted: true }), 130)
        const plain = codes[mode] === 2 ? 0 : codes[mode]
        assert.is(exitStatus(ended, { detailed: false, interrupted: false }), plain)
      }
    })

test.run()
