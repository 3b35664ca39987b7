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

test.run()
