import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rollbackPlays } from '../../lib/cli/rollback-plays.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { readJournals } from '../../lib/engine/read-journals.ts'
import { run } from '../../lib/engine/run.ts'
import { file } from '../../tasks/index.ts'
import { startHosts } from '../support/hosts.ts'
import { runOn } from '../support/runs.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const test = suite('a run of several users is rolled back')
test.after(stop)

test('each user has a journal, and what root did is undone as root', async () => {
  const inventory = defineInventory({ hosts: { a: { connect: host.spec({ user: 'deploy' }) } } })
  await host.run('echo old >/etc/theirs; echo old >/home/deploy/own; chown deploy: /home/deploy/own')
  const { steps } = await runOn(
    {},
    () => [
      play('p', inventory.group('all'), () => [
        file({ path: '/home/deploy/own', text: 'new\n' }),
        file({ path: '/etc/theirs', text: 'new\n', become: true }),
      ]),
    ],
    { inventory, id: '20261126-000000-00000000000' },
  )
  assert.equal(steps('a'), ['changed', 'changed'])
  const roots = await host.run(
    'ls -d /var/lib/runbook/journal/* /home/deploy/.local/state/runbook/journal/*; stat -c %a:%U /var/lib/runbook /var/lib/runbook/journal /home/deploy/.local/state/runbook/journal',
  )
  assert.match(
    roots.stdout,
    /^\/home\/deploy\/\S+-00000000000\.\w+\n\/var\/lib\/runbook\/journal\/\S+\n755:root\n700:root\n700:deploy\n$/,
  )
  const fleet = openFleet(inventory)
  const found = await readJournals(fleet.hostState('a'), { as: [true], others: new Set() }).finally(() => fleet.close())
  const { plays } = rollbackPlays('20261126-000000-00000000000', [found])
  await run({
    playbook: 'rollback',
    inventory,
    plays,
    mode: 'apply',
    hosts: new Set(['a']),
    secrets: [],
    emit: () => {},
  })
  const { stdout } = await host.run('cat /etc/theirs /home/deploy/own; stat -c %U /etc/theirs /home/deploy/own')
  assert.is(stdout, 'old\nold\nroot\ndeploy\n')
})

test.run()
