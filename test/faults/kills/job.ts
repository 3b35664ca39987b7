import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from '../../../lib/cli/execute.ts'
import { secret } from '../../../lib/core/secret.ts'
import { mysql } from '../../../tasks/wso2is/index.ts'
import { packWithScripts } from '../../support/cluster.ts'
import { type Bench, bench, type Ran, secretValue } from '../../support/e2e.ts'
import { startHosts, type TestHost } from '../../support/hosts.ts'
import { installPacked } from '../../support/packed.ts'
import { type Control, controlOf } from './control.ts'
import { toolsOf, type Victim } from './tools.ts'

/** A host whose tools can strike, and a job of many kinds of operations by two users: a node of pattern 1, and a service. */
export interface Job {
  readonly host: TestHost
  readonly control: Control
  /** The command in this process: one of its own costs as much as all that it does. */
  run(): Promise<JobRan>
  /** The same in a process of its own. */
  start(): ReturnType<Bench['start']>
  /** Gives the host back as it was before the job. */
  reset(): Promise<void>
  stop(): Promise<void>
}

export type JobRan = Pick<Ran, 'status' | 'out'>

const home = '/opt/wso2is-5.4.1'

/** Where the job changes anything. */
export const places = [home, '/etc/hosts', '/etc/app', '/srv/app', '/home/deploy/notes']

/** `small`: the service alone. */
export type JobSize = 'whole' | 'small'

/** Of a whole job, a command that is ended itself is the package as a user gets it, which starts faster. */
export async function startJob(victims: readonly Victim[], size: JobSize): Promise<Job> {
  const { hosts, stop } = await startHosts(1)
  const [host] = hosts
  if (host === undefined) throw new Error('no host')
  const packed = size === 'whole' && victims.includes('controller') ? installPacked() : undefined
  const work = bench(packed && join(packed.folder, 'node_modules/runbook/dist/lib/cli/main.js'))
  work.write('playbook.ts', playbook(size))
  const pack = work.write('wso2is-5.4.1.zip', packWithScripts())
  const driver = work.write('driver.jar', 'a driver\n')
  const server = { host: '10.0.0.20', user: 'wso2carbon', password: secret('db') }
  const inventory = work.inventory({
    become: true,
    hosts: {
      is1: { connect: host.spec({ user: 'deploy', keepAlive: 10 }), groups: ['is'], vars: { member: host.address } },
    },
    vars: {
      version: '5.4.1',
      home,
      pack,
      driver,
      hostname: 'is.example.com',
      loadBalancer: '10.0.0.10',
      databases: {
        userStore: mysql({ ...server, name: 'WSO2UMDB' }),
        identity: mysql({ ...server, name: 'WSO2_IDENTITY_DB' }),
      },
    },
  })
  const control = controlOf(host)
  await control.run(`${before}\n${toolsOf()}`)
  const reset = () => control.run(`sh /srv/strike/reset`).then(() => undefined)
  await reset()
  const playbookFile = join(work.folder, 'playbook.ts')
  const report = join(work.folder, 'report.json')
  process.env.RUNBOOK_SECRET_DB = secretValue
  return {
    host,
    control,
    async run() {
      const output = [{ kind: 'json', file: report }] as const
      const status = await execute('apply', inventory, playbookFile, { set: [], verbose: false, output })
      return { status, out: existsSync(report) ? readFileSync(report, 'utf8') : '' }
    },
    start: () => work.start('apply', inventory, playbookFile, '--output', 'json'),
    reset,
    stop: async () => {
      control.end()
      work.remove()
      packed?.remove()
      await stop()
    },
  }
}

/** The daemon of the job serves what its file was when it was started. */
const before = `mkdir -p /srv/strike; cp /etc/hosts /srv/strike/hosts
cat >/usr/bin/appctl <<'END'
#!/bin/sh
case $1 in
  start | reload) sha256sum </etc/app/app.conf >/srv/app/serves; touch /srv/app/up ;;
  stop) rm -f /srv/app/up ;;
  status) [ -e /srv/app/up ] ;;
esac
END
chmod 755 /usr/bin/appctl
cat >/srv/strike/reset <<'END'
PATH=/usr/sbin:/usr/bin:/sbin:/bin
rm -rf ${home} /etc/app /srv/app /home/deploy/notes /home/deploy/.local /var/lib/runbook /srv/strike/at /srv/strike/reached /srv/strike/struck /srv/strike/counted /srv/strike/log
cat /srv/strike/hosts >/etc/hosts
mkdir -p /etc/app /srv/app
for n in 0 1 2 3 4 5 6 7 8 9; do echo "old $n" >/etc/app/$n.conf; done
chmod 640 /etc/app/3.conf; ln -s 1.conf /etc/app/link; echo old >/etc/app/app.conf; echo gone >/etc/app/gone
mkdir -m 700 /etc/app/open; appctl start
: >/srv/strike/log; chmod 666 /srv/strike/log
END`

const playbook = (size: JobSize) => `
import * as v from 'valibot'
import { absent, command, directory, file, lines, play, playbook, service, symlink } from 'runbook'
import node from 'runbook/playbooks/node'
const at = (name: string) => '/etc/app/' + name
const numbers = Array.from({ length: 10 }, (_, n) => n)
const ctl = (verb: string) => 'appctl ' + verb
const service1 = service({ name: 'app', commands: { start: ctl('start'), stop: ctl('stop'), status: ctl('status') },
  inputs: [at('app.conf')], stamp: '/srv/app/app.started' })
const app = [
  file({ path: '/home/deploy/notes', text: 'mine\\n', become: false }),
  ...numbers.map((n) => n % 2 ? lines({ path: at(n + '.conf'), edits: [lines.ensure('new')] })
    : file({ path: at(n + '.conf'), text: ('new ' + n + '\\n').repeat(n === 4 ? 20000 : 500), ...(n === 6 ? { mode: 0o600 } : {}) })),
  symlink({ path: at('link'), target: '2.conf' }),
  absent({ path: at('gone') }),
  directory({ path: at('open'), mode: 0o755 }),
  directory({ path: at('new'), mode: 0o750 }), file({ path: at('new/inner'), text: 'inner\\n', mode: 0o600 }),
  command({ script: 'sleep 0.05; echo done >/srv/app/mark', creates: '/srv/app/mark' }),
  lines({ path: at('app.conf'), edits: [lines.ensure('new')] }),
  service1,
]
export default playbook('job', { vars: node.vars, plays: (inventory) => [
  ${size === 'whole' ? '...node.plays(inventory), ' : ''}play('app', inventory.group('all'), () => app),
] })`
