import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { service, systemdUnit } from '../../../tasks/index.ts'
import { startHosts } from '../../support/hosts.ts'
import { keptRuns } from '../../support/kept-runs.ts'
import { systemctlOfFiles } from '../../support/standin-unit-files.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
await host.run(`mkdir -p /run/systemd/system /etc/systemd/system
cat >/usr/bin/systemctl <<'END'\n${systemctlOfFiles}END
chmod 755 /usr/bin/systemctl`)

const test = suite('a unit of systemd after a rollback')
test.after(stop)

const path = '/etc/systemd/system/app.service'
const app = (words: string) => () => [
  systemdUnit({
    name: 'app.service',
    unit: { Service: { ExecStart: `/opt/app ${words}` }, Install: { WantedBy: 'multi-user.target' } },
    enabled: true,
  }),
  service({ name: 'app.service', inputs: [path], timeout: 3 }),
]
const said = async (script: string) => (await host.run(script)).stdout.trim()

test('what runs is what systemd has read of the old file; before the first run, nothing runs', async () => {
  const kept = keptRuns('', host.spec())
  const steps = (await kept.apply(app('one'))).steps('a')
  assert.equal(
    steps.filter((one) => one !== 'changed'),
    [],
  )
  await kept.apply(app('two'))
  const runs = 'grep ExecStart /srv/units/app.service.runs; cat /srv/units/app.service.state'
  assert.is(await said(runs), 'ExecStart=/opt/app two\nactive')
  await kept.rollBack()
  assert.is(await said(runs), 'ExecStart=/opt/app one\nactive')
  assert.equal((await kept.apply(app('one'))).steps('a'), ['ok', 'ok'])
  await kept.rollBack()
  const left = `cat /srv/units/app.service.state; ls ${path} /srv/units/app.service.boot /var/lib/runbook/services 2>/dev/null`
  assert.is(await said(left), 'inactive')
})

test.run()
