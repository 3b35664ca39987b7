import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Bench, bench, told } from '../support/e2e.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'

/** Approvals of two hosts behind a real sshd, by a user that becomes root. */
interface Context {
  hosts: readonly TestHost[]
  work: Bench
  inventory: string
  stop(): Promise<void>
}

const test = suite<Context>('approved plans over ssh')
const playbook = `
import * as v from 'valibot'
import { command, commandFact, contentFact, file, given, play, playbook, properties } from 'runbook'
export default playbook('app', { vars: v.looseObject({}), plays: (inventory) => [
  play('configuration', inventory.group('all'), ({ name, vars }) => [
    properties({ path: '/etc/app.properties', edits: [properties.set('password', vars.db), properties.set('name', name)] }),
    file({ path: '/etc/app/motd', text: 'hello', owner: '1000', mode: 0o640 }),
    command({ script: 'id -un >/etc/app/who', creates: '/etc/app/who' }),
  ]),
  play('start', inventory.group('all'), () => [
    given({ who: contentFact('/etc/app/who') }, ({ who }) => file({ path: '/etc/app/started', text: who.type === 'file' ? 'by root' : 'by nobody' }), { may: ['/etc/app/started'] }),
    properties({ path: '/etc/app.properties', edits: [properties.set('started', 'yes')] }),
  ], { serial: 1 }),
] })`

test.before(async (context) => {
  const { hosts, stop } = await startHosts(2)
  const work = bench()
  work.write('app.ts', playbook)
  const named = hosts.map(
    (host, at) => [`is${at + 1}`, { connect: host.spec({ user: 'deploy' }), become: true }] as const,
  )
  const [first] = named
  if (first === undefined) throw new Error('no host')
  const inventory = work.inventory({ hosts: Object.fromEntries(named), vars: { db: '[secret db]' } as never })
  Object.assign(context, { hosts, work, stop, inventory })
})
test.before.each(async ({ hosts }) => {
  for (const host of hosts) await host.run("rm -rf /etc/app; mkdir /etc/app; printf 'name=x\\n' >/etc/app.properties")
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

const both = async (hosts: readonly TestHost[], script: string): Promise<string[]> =>
  Promise.all(hosts.map(async (host) => (await host.run(script)).stdout))

test('what is as it was is carried out, play by play', async ({ hosts, work, inventory }) => {
  const planned = await work.run('plan', inventory, './app.ts', '--out', 'a.approval', '--detailed-exitcode')
  assert.is(planned.status, 2, told(planned))
  assert.equal(await both(hosts, 'ls /etc/app'), ['', ''])
  const applied = await work.run('apply', 'a.approval', '--output', 'json')
  assert.is(applied.status, 0, told(applied))
  assert.equal(
    await both(hosts, 'cat /etc/app/who /etc/app/started; stat -c %a /etc/app/motd; tail -n 1 /etc/app.properties'),
    ['root\nby root640\nstarted=yes\n', 'root\nby root640\nstarted=yes\n'],
  )
})

test('what is different on one host since is named, and nothing is changed on either', async ({
  hosts,
  work,
  inventory,
}) => {
  const planned = await work.run('plan', inventory, './app.ts', '--out', 'a.approval')
  assert.is(planned.status, 0, told(planned))
  await hosts[1]?.run("printf 'name=x\\nport=1\\n' >/etc/app.properties")
  const said = await work.run('apply', 'a.approval', '--output', 'json')
  assert.is(said.status, 4, told(said))
  const refused = said.steps.filter(({ status }) => status === 'refused')
  assert.equal(
    refused.map(({ host, title }) => [host, title]),
    [['is2', 'edit /etc/app.properties']],
  )
  assert.match(refused[0]?.reason ?? '', '/etc/app.properties would become something else than was approved')
  assert.match(said.err, 'nothing was changed on any host')
  assert.equal(await both(hosts, 'ls /etc/app; grep -c password /etc/app.properties'), ['0\n', '0\n'])
})

test('a host that is not there any more: none is changed', async ({ hosts, work, inventory }) => {
  const planned = await work.run('plan', inventory, './app.ts', '--out', 'a.approval')
  assert.is(planned.status, 0, told(planned))
  await hosts[1]?.unplug()
  const said = await work.run('apply', 'a.approval', '--output', 'json')
  assert.is(said.status, 3, told(said))
  assert.equal((await hosts[0]?.run('ls /etc/app'))?.stdout, '')
})

test.run()
