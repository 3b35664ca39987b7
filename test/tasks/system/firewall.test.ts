import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { shell } from '../../../lib/core/connection.ts'
import { type Firewall, firewall } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needs, needsRoot } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

needsRoot('a network of its own')
needs(['nftables', 'iproute2'])
const space = `rbfw-${process.pid}`
execFileSync('ip', ['netns', 'add', space])
const enter = ['ip', 'netns', 'exec', space]
const inside = (...words: string[]): string => execFileSync('ip', [...enter.slice(1), ...words], { encoding: 'utf8' })
const spec = shell([...enter, 'sh']) as never
const overSsh = shell([...enter, 'env', 'SSH_CONNECTION=10.0.0.1 50000 10.0.0.2 2222', 'sh']) as never
const folder = scratch('firewall')
const path = join(folder, 'nftables.conf')
const web = (more: Partial<Exclude<Firewall, { state: 'absent' }>> = {}) =>
  firewall({
    allow: [{ port: 22, from: ['10.0.0.0/8', 'fd00::/8'] }, { port: 443 }, { port: 53, protocol: 'udp' }],
    path,
    ...more,
  })

const test = suite('firewall')
test.after(() => void execFileSync('ip', ['netns', 'del', space]))
test('absent: set now, and for the next start', async () => {
  covers({ firewall: 'absent' }, (await tryToTheEnd(web(), spec)).statuses)
  assert.match(inside('nft', 'list', 'ruleset'), /policy drop;[\s\S]*ip saddr 10\.0\.0\.0\/8 tcp dport 22 accept/)
  inside('nft', 'flush', 'ruleset')
  inside('nft', '-f', path)
  covers({ firewall: 'already right' }, (await tryRun(web(), spec)).statuses)
})
test('a rule that somebody has added, and tables of others', async () => {
  inside('nft', 'add table inet other')
  inside('nft', 'add rule inet runbook input tcp dport 23 accept')
  covers({ firewall: 'wrong content' }, (await tryToTheEnd(web(), spec)).statuses)
  const now = inside('nft', 'list', 'ruleset')
  assert.not.match(now, /dport 23/)
  assert.match(now, /table inet other/)
})
test('the port by which the host is reached stays open', async () => {
  const { said } = await tryRun(web(), overSsh)
  assert.match(said, /this would close the port 2222, by which this host is reached: name it: \{ port: 2222 \}/)
  assert.equal((await tryRun(web({ allow: [{ port: 2222 }] }), overSsh)).statuses, ['changed'])
})
test('a folder in the place of the file', async () => {
  mkdirSync(join(folder, 'dir'))
  const { statuses, said } = await tryRun(web({ path: join(folder, 'dir') }), spec)
  covers({ firewall: 'wrong kind' }, statuses)
  assert.match(said, /dir is a directory/)
})
test('the inverse: nothing is closed any more', async () => {
  covers({ firewall: 'inverse' }, (await tryToTheEnd(firewall({ state: 'absent', path }), spec)).statuses)
  assert.not.match(inside('nft', 'list', 'ruleset'), /runbook/)
  assert.not.ok(existsSync(path))
})
test('what is no address', () => assert.throws(() => web({ allow: [{ port: 22, from: ['all'] }] }), /is no address/))
test.run()
