import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Bench, bench, told } from '../support/e2e.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'
import { situations } from './bad-input-situations.ts'

/** What can be wrong with a host or on it: how the command ends, what it says, and that it leaves all as it was. */
interface Context {
  host: TestHost
  work: Bench
  stop(): Promise<void>
}

const test = suite<Context>('bad input over ssh')

test.before(async (context) => {
  const { hosts, stop } = await startHosts(1)
  const [host] = hosts
  if (host === undefined) throw new Error('no host')
  const work = bench()
  work.write('playbook.ts', playbook)
  work.write('large.bin', new Uint8Array(200_000))
  Object.assign(context, { host, work, stop })
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

const playbook = `
import * as v from 'valibot'
import { command, file, json, lines, play, playbook, xml } from 'runbook'

export default playbook('edits', {
  vars: v.object({ large: v.optional(v.boolean(), false), meddle: v.optional(v.boolean(), false) }),
  plays: (inventory) => [play('edits', inventory.group('all'), ({ vars: { large, meddle } }) => [
    meddle ? command({ script: 'echo "<a><b>meddled</b></a>" > /srv/x/a.xml', unless: 'test ! -e /srv/x/a.xml' }) : [],
    lines({ path: '/srv/x/first.txt', edits: [lines.ensure('new line')] }),
    xml({ path: '/srv/x/a.xml', edits: [xml.text('/a/b', 'new')] }),
    json({ path: '/srv/x/a.json', edits: [json.set(['b'], 'new')] }),
    large ? file({ path: '/srv/x/large', from: 'large.bin' }) : [],
  ])],
})
`

const clean = `umount /srv/x 2>/dev/null || true; rm -rf /srv/x; mkdir -p /srv/x && cd /srv/x && echo first > first.txt && printf '<a><b>old</b></a>' > a.xml && printf '{"b": "old"}' > a.json`
const look = `cd /srv/x && find . | sort && find . -type f | sort | xargs -r tail -n +1; ls -A /var/tmp`

for (const { name, before = 'true', connect, become, vars, status, says, changed = [], after = 'true' } of situations) {
  test(name, async ({ host, work }) => {
    const made = await host.run(`set -e; ${clean}\n${before}\n${look}`)
    assert.is(made.code, 0, made.stderr)
    const spec = connect ? connect(host, work) : host.spec()
    const inventory = work.inventory({
      hosts: { is7: { connect: spec, ...(become === undefined ? {} : { become }) } },
      vars: vars ?? {},
    })
    const ran = await work.run('apply', inventory, './playbook.ts', '--output', 'lines')
    const { stdout: left } = await host.run(`${look}; cd /; ${after}`)
    assert.is(ran.status, status, told(ran))
    assert.match(ran.out, /\bis7\b/)
    for (const words of says) assert.match(ran.out + ran.err, words)
    assert.not.match(ran.out + ran.err, /\n\s+at .*\.js:\d+/, 'no stack is shown')
    if (changed.length === 0) assert.is(left, made.stdout, 'nothing is changed')
    for (const words of changed) assert.match(left, words)
  })
}

test.run()
