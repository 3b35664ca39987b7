import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { mount } from '../../tasks/index.ts'
import { sharedFiles } from '../../tasks/wso2is/index.ts'
import { startTwoMachines } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'
import { playOn } from '../tasks/one-play.ts'

const { machines, stop } = await startTwoMachines()
const [one, two] = machines
const nodes = { one: one.spec(), two: two.spec() }
const test = suite('files that two nodes share, by NFS')
test.after(stop)

const home = '/opt/is'
const server = `${home}/repository/deployment/server`
await Promise.all(
  machines.map((machine) =>
    machine.sh(`mkdir -p ${server}/userstores ${server}/bpel ${server}/humantasks ${home}/repository/tenants
for n in $(seq 100); do echo ${machine.name} >${server}/userstores/$n.xml; done`),
  ),
)
await two.sh(`mkdir -p /srv/is && echo '/srv/is 10.79.0.0/24(rw,sync,no_root_squash,no_subtree_check)' >/etc/exports
systemctl enable --now nfs-server`)

const shared = [
  mount({ device: `${two.address}:/srv/is`, path: '/mnt/is', type: 'nfs' }),
  sharedFiles({ home, version: '5.4.1', share: '/mnt/is', what: 'runtime' }),
].flat()
const both = () => runOn(nodes, (inventory) => [play('share', inventory.group('all'), () => shared)])

test('both come at once: filled by one of them, all of it, and seen by both', async () => {
  const first = await both()
  for (const name of ['one', 'two'])
    assert.not.ok(
      first.steps(name).some((step) => /failed|refused|skipped/.test(step)),
      first.steps(name).join('\n'),
    )
  const words = await two.sh('cd /srv/is/Deployment/server/userstores && ls | wc -l && cat * | sort | uniq -c')
  assert.match(words, /^100\n +100 machine-[12]\n$/, words)
  const seen = await Promise.all(machines.map((machine) => machine.sh(`cat ${server}/userstores/* | sort | uniq -c`)))
  assert.is(seen[0], seen[1])
  assert.is(
    await two.sh('ls -A /srv/is /srv/is/Deployment/server'),
    '/srv/is:\nDeployment\nTenants\n\n/srv/is/Deployment/server:\nbpel\nhumantasks\nuserstores\n',
  )
})

test('a second run changes nothing', async () => {
  const second = await both()
  for (const name of ['one', 'two'])
    assert.ok(
      second.steps(name).every((step) => step === 'ok'),
      second.steps(name).join(),
    )
})

test('what one writes, the other reads', async () => {
  await one.sh(`echo shared >${server}/bpel/new`)
  assert.is(await two.sh(`cat ${server}/bpel/new`), 'shared\n')
})

test('the server is gone: told, in a dry run as well, and nothing is held up', async () => {
  await two.cable('machines', false)
  for (const dryRun of [true, false]) {
    const { statuses, reasons } = await playOn(nodes.one, shared.slice(1), { dryRun })
    assert.not.ok(statuses.includes('changed'), reasons)
    assert.match(reasons, /the mount \/mnt\/is does not answer: bring its server back/, reasons)
  }
  await two.cable('machines', true)
})

test('the same after both have booted anew', async () => {
  await Promise.all(machines.map((machine) => machine.sh('sync')))
  await Promise.all(machines.map((machine) => machine.cut()))
  await two.boot()
  await one.boot()
  const after = await both()
  for (const name of ['one', 'two'])
    assert.ok(
      after.steps(name).every((step) => step === 'ok'),
      after.steps(name).join(),
    )
  assert.is(await one.sh(`cat ${server}/bpel/new`), 'shared\n')
})

test.run()
