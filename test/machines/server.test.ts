import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from '../../tasks/index.ts'
import { identityServerHome, startServer } from '../../tasks/wso2is/index.ts'
import { plantServer, plantStart, standinJvm } from '../support/machines/standin-server.ts'
import { startSystem } from '../support/machines/system.ts'
import { playOn } from '../tasks/one-play.ts'

const { system, stop } = await startSystem()
const spec = system.spec()
const test = suite('a server, its unit and a real systemd')
test.after(stop)

const home = '/opt/wso2is-5.4.1'
const product = { home, version: '5.4.1' } as const
const start = (more = {}) =>
  startServer({
    ...{ ...product, offset: 0, self: { host: system.address, port: 4000 }, java: { home: standinJvm } },
    ...{ unit: 'wso2is', user: 'wso2', timeout: 120, ...more },
  })
const pid = async () => (await system.sh(`cat ${home}/wso2carbon.pid`)).trim()
const state = () => system.sh('systemctl is-active wso2is; systemctl is-enabled wso2is')
const atRest = async () => {
  const { statuses, reasons } = await playOn(spec, start())
  assert.ok(
    statuses.every((status) => status === 'ok'),
    `${statuses}: ${reasons}`,
  )
}

const pack = await plantServer(system, '5.4.1')

test('a bare machine: the user, the unit and the start, and then all is at rest', async () => {
  const home1 = await playOn(spec, identityServerHome({ ...product, pack }))
  assert.not.ok(home1.statuses.includes('failed'), home1.reasons)
  await plantStart(system, home)
  const first = await playOn(spec, start())
  assert.equal(first.statuses, ['ok', 'ok', 'changed', 'changed', 'changed', 'changed', 'changed'], first.reasons)
  assert.is(await state(), 'active\nenabled\n')
  assert.is(await system.sh(`stat -c %U /proc/${await pid()}`), 'wso2\n')
  await atRest()
})

test('a file that it reads has another content: it is restarted', async () => {
  const before = await pid()
  const path = `${home}/repository/conf/user-mgt.xml`
  const changed = await playOn(spec, [lines({ path, edits: [lines.ensure('<!-- changed -->')] }), start()].flat())
  assert.is(changed.statuses.at(-1), 'changed', changed.reasons)
  assert.is.not(await pid(), before)
  await atRest()
})

test('up again after the system has started anew, with nothing to do', async () => {
  await system.sh('sync')
  await system.again()
  await system.sh(`until echo | openssl s_client -connect localhost:9443 >/dev/null 2>&1; do sleep 1; done`)
  await atRest()
})

test('it ends at once: told at once, with what systemd and its log say', async () => {
  await system.sh(`touch ${home}/broken; systemctl stop wso2is`)
  const { statuses, reasons } = await playOn(spec, start({ timeout: 600 }))
  assert.is(statuses.at(-1), 'failed')
  assert.match(reasons, /the server has ended\n/, reasons)
  // WSO2's start script ends with 0, whatever the JVM has ended with.
  assert.match(reasons, /systemd says of wso2is: inactive \(success, exit status 0\)/, reasons)
  assert.match(reasons, /no server today/, reasons)
  assert.match(reasons, /its log ends:\n(.*\n)*the database is broken/, reasons)
  await system.sh(`rm ${home}/broken`)
  const mended = await playOn(spec, start())
  assert.is(mended.statuses.at(-1), 'changed', mended.reasons)
})

test('the inverse: stopped, and the unit is gone', async () => {
  const gone = await playOn(spec, start({ state: 'absent' }))
  assert.not.ok(gone.statuses.includes('failed'), gone.reasons)
  assert.is(await system.sh('systemctl is-active wso2is; find /etc/systemd -name "wso2is*"; true'), 'inactive\n')
})

test.run()
