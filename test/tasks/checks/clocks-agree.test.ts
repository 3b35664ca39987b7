import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { build } from '../../../lib/core/build.ts'
import { local } from '../../../lib/core/connection.ts'
import type { Status } from '../../../lib/core/event.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { play } from '../../../lib/core/playbook.ts'
import { run } from '../../../lib/engine/run.ts'
import { clocksAgree } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { scratch } from '../../support/shells.ts'

const test = suite('clocksAgree')

/** Whether the clock agrees with that of a host whose `date` is another program. */
async function agrees(date: string, within?: number): Promise<{ status: Status | undefined; reason: string }> {
  const folder = scratch('clock')
  writeFileSync(join(folder, 'date'), `#!/bin/sh\n${date}\n`, { mode: 0o755 })
  const inventory = defineInventory({
    hosts: {
      here: { connect: local() },
      there: { connect: local({ env: { PATH: `${folder}:${process.env.PATH}` } }) },
    },
  })
  let ended: { status: Status | undefined; reason: string } = { status: undefined, reason: '' }
  await run({
    playbook: 'clocks',
    mode: 'apply',
    inventory,
    plays: build([play('clocks', inventory.hosts.slice(0, 1), () => clocksAgree({ others: ['there'], within }))]),
    hosts: new Set(['here', 'there']),
    secrets: [],
    emit: (event) => {
      if (event.type === 'step') ended = { status: event.status, reason: event.reason ?? '' }
    },
  })
  return ended
}

const shifted = (seconds: number) => `echo $(( $(/bin/date +%s) + ${seconds} ))`

test('the same time', async () => {
  const { status } = await agrees(shifted(0))
  covers({ clocksAgree: 'already right' }, [status])
})

test('apart, either way, by more than is allowed', async () => {
  const behind = await agrees(shifted(-300))
  covers({ clocksAgree: 'wrong content' }, [behind.status])
  assert.match(behind.reason, /the clock of there is (29\d|30\d) s behind: set the clocks by a time server/)
  assert.match((await agrees(shifted(300))).reason, /the clock of there is (29\d|30\d) s ahead/)
  assert.is((await agrees(shifted(-300), 900)).status, 'ok')
})

test('no answer is neither early nor late', async () => {
  const silent = await agrees('exit 1')
  covers({ clocksAgree: 'absent' }, [silent.status])
  assert.match(silent.reason, /the clock of there cannot be read \(no answer\): look at what date \+%s says there/)
  assert.match((await agrees('echo soon')).reason, /cannot be read \(soon\)/)
})

test.run()
