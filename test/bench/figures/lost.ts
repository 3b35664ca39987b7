import { connect } from '../../../lib/transport/connect.ts'
import { failureOf } from '../../support/channel.ts'
import { type Bench, bench } from '../../support/e2e.ts'
import { type TestHost, withHosts } from '../../support/hosts.ts'
import { startSshd } from '../../support/sshd.ts'
import { below, type Figure, type Figures, seconds } from './figure.ts'

/** How soon it is said that a host is lost. */
export async function* lost(): Figures {
  const sshd = await startSshd()
  for (const [signal, words, limit] of [
    ['SIGKILL', 'seconds until a session that was killed is said to be lost', 3],
    ['SIGSTOP', 'seconds until a host that is silent is given up, of three turns of 0.3', 3],
  ] as const) {
    const connection = await connect(sshd.spec({ keepAlive: 0.3 }))
    const channel = await connection.open('echo started; sleep 60')
    await new Promise((resolve) => channel.stdout.once('data', resolve))
    sshd.signalSessions(signal)
    yield below(words, await seconds(() => failureOf(channel.exit)), limit)
    sshd.signalSessions('SIGKILL')
  }
  await sshd.stop()
  if (process.getuid?.() === 0)
    yield* await withHosts(1, ([host]) => (host === undefined ? Promise.resolve([]) : breakOff(host)))
  else process.stdout.write('only root can make the hosts that lose their network: run this by sudo to see the rest\n')
}

const playbook = `
import * as v from 'valibot'
import { command, play, playbook } from 'runbook'
export default playbook('wait', { vars: v.object({}), plays: (inventory) => [
  play('wait', inventory.group('all'), () => command({ script: 'touch /tmp/begun; sleep 60', creates: '/tmp/never' })),
] })`

/** Of a whole run, in the middle of an operation. */
async function breakOff(host: TestHost): Promise<Figure[]> {
  const work = bench()
  work.write('playbook.ts', playbook)
  work.inventory({ hosts: { is7: { connect: host.spec({ user: 'deploy', keepAlive: 0.3 }), become: true } } })
  const killed = await struck(work, host, () => host.run(`pkill -KILL -f 'sshd: [d]eploy'`))
  const unplugged = await struck(work, host, () => host.unplug())
  const refused = await seconds(() => failureOf(connect(host.spec({ connectTimeout: 1 }))))
  work.remove()
  return [
    below('seconds until a run whose session was killed has ended', killed, 6),
    below('seconds until a run whose host lost its network has ended', unplugged, 6),
    below('seconds until a host without a network is given up, of a limit of 1', refused, 4),
  ]
}

async function struck(work: Bench, host: TestHost, strike: () => Promise<unknown>): Promise<number> {
  await host.run('rm -f /tmp/begun')
  const { ended } = work.start('apply', 'inventory.ts', './playbook.ts')
  await host.run('until [ -e /tmp/begun ]; do sleep 0.02; done')
  await strike()
  return seconds(() => ended)
}
