import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makePack } from '../../../inventory/demo/make-pack.ts'
import { file } from '../../../tasks/index.ts'
import { identityServerHome, serverUnit } from '../../../tasks/wso2is/index.ts'
import { startHosts } from '../../support/hosts.ts'
import { scratch } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()
const said = async (line: string) => (await host.run(line)).stdout.trim()

const test = suite('a unit on a bare host')
test.after(stop)

const pack = join(scratch('pack'), 'is.zip')
writeFileSync(pack, await makePack('inventory/demo/pack', 'wso2is-5.4.1'))
const home = "/opt/is's 100%"
const product = { home, version: '5.4.1' } as const
const unit = { ...product, unit: 'wso2is', user: 'wso2', uid: 4802, java: { home: '/usr/lib/jvm/8' } }
const steps = (more = {}) => [identityServerHome({ ...product, pack }), serverUnit({ ...unit, ...more })].flat()

test('the home, the user, the unit, and whose the home is: all of it in one plan', async () => {
  await host.run('mkdir -p /etc/systemd/system/multi-user.target.wants')
  const dry = await playOn(spec, steps(), { dryRun: true })
  const changed = ['changed', 'ok', 'changed', 'changed', 'changed', 'changed']
  assert.equal(dry.statuses, changed, dry.reasons)
  const applied = await playOn(spec, steps())
  assert.equal(applied.statuses, changed, applied.reasons)
  assert.is(await said('id -u wso2'), '4802')
  assert.is(await said(`find "${home}" ! -user wso2 | wc -l`), '0')
  assert.match(await said('cat /etc/systemd/system/wso2is.service'), /^User=wso2$/m)
  assert.match(await said('cat /etc/systemd/system/wso2is.service'), /^ExecStart=\/bin\/sh "\/opt\/is's 100%%\/bin/m)
  assert.equal(
    (await playOn(spec, steps())).statuses,
    changed.map(() => 'ok'),
  )
})

test('what root puts into the home in the same plan is theirs, too', async () => {
  const keystore = `${home}/repository/conf/is.jks`
  const more = [file({ path: keystore, text: 'x', mode: 0o600 }), ...steps({ inputs: [keystore] })]
  const applied = await playOn(spec, more)
  assert.equal(applied.statuses, ['changed', 'ok', 'ok', 'ok', 'ok', 'ok', 'changed'], applied.reasons)
  assert.is(await said(`stat -c '%U %a' "${keystore}"`), 'wso2 600')
  assert.ok((await playOn(spec, more)).statuses.every((status) => status === 'ok'))
})

test('a folder on a share that the server writes to is theirs, once it is there', async () => {
  const refused = await playOn(spec, steps({ writes: ['/mnt/is/Tenants'] }))
  assert.match(
    refused.reasons,
    /\/mnt\/is\/Tenants is not there to be given to wso2: make it before, with directory\(\)/,
  )
  await host.run('mkdir -p /mnt/is/Tenants/1')
  assert.is((await playOn(spec, steps({ writes: ['/mnt/is/Tenants'] }))).statuses.at(-1), 'changed')
  assert.is(await said('stat -c %U /mnt/is /mnt/is/Tenants/1 | xargs'), 'root wso2')
})

test('the inverse: the unit goes, the user and what is theirs stay', async () => {
  const gone = serverUnit({ ...unit, state: 'absent' })
  assert.equal((await playOn(spec, gone)).statuses, ['changed', 'changed'])
  assert.is(await said('find /etc/systemd/system -name "wso2is*"'), '')
  assert.is(await said(`stat -c %U "${home}"`), 'wso2')
  assert.equal((await playOn(spec, gone)).statuses, ['ok', 'ok'])
})

test('a user whose number another one has', async () => {
  const other = await playOn(spec, serverUnit({ ...unit, user: 'other' }))
  assert.match(other.reasons, /the number 4802 is that of the user wso2: give other another uid/)
})

test.run()
