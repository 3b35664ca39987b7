import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../lib/core/secret.ts'
import { connect } from '../../lib/transport/connect.ts'
import { failureOf, output } from '../support/channel.ts'
import { startHosts, type TestHost, withHosts } from '../support/hosts.ts'

interface Context {
  hosts: readonly TestHost[]
  stop(): Promise<void>
}

const test = suite<Context>('hosts of their own', await startHosts(2))
test.after(({ stop }) => stop())

const first = ({ hosts: [host] }: Context): TestHost => {
  if (host === undefined) throw new Error('no host')
  return host
}

test('each has its own name and disk, and reaches the others', async ({ hosts }) => {
  const names = await Promise.all(
    hosts.map(async (host) => (await host.run('hostname; touch /root/$(hostname); ls /root')).stdout),
  )
  assert.is(new Set(names).size, 2)
  for (const name of names) assert.match(name, /^(rbt-\d+)\n\1\n$/)
  const [one, two] = hosts
  const seen = await one?.run(`exec 3<>/dev/tcp/${two?.address}/22; head -c 7 <&3`)
  assert.is(seen?.stdout, 'SSH-2.0')
})

test('they have what the tests of tasks need', async (context) => {
  const { stdout } = await first(context).run(
    'for p in sudo busybox tar gzip setfattr pgrep; do command -v $p || echo no $p; done',
  )
  assert.not.match(stdout, /^no/m)
  const attributes = await first(context).run(
    'touch /root/a && setfattr -n user.x -v 1 /root/a && getfattr -n user.x /root/a',
  )
  assert.match(attributes.stdout, /user.x="1"/)
})

test('deploy logs in with the same key and becomes root by sudo', async (context) => {
  const connection = await connect(first(context).spec({ user: 'deploy' }))
  const { stdout } = await output(await connection.open('id -un; sudo -n id -un'))
  assert.is(stdout, 'deploy\nroot\n')
  await connection.close()
})

test('hosts that are taken away leave nothing, and others are untouched', async ({ hosts }) => {
  const taken = await withHosts(1, async ([host]) => host?.address)
  assert.not.ok(hosts.some(({ address }) => address === taken))
  for (const host of hosts) assert.is((await host.run('true')).code, 0)
})

for (const [how, settings] of [
  ['password', 'PasswordAuthentication yes\nKbdInteractiveAuthentication no'],
  ['keyboard-interactive', 'PasswordAuthentication no\nKbdInteractiveAuthentication yes'],
] as const) {
  test(`a password lets in by ${how}, and a wrong one does not`, async (context) => {
    const host = first(context)
    await host.run(
      `echo 'deploy:correct horse' | chpasswd; printf '${settings}\\n' > /etc/ssh/sshd_config.d/test.conf; pkill -HUP -o sshd; sleep 0.3`,
    )
    const options = { user: 'deploy', identity: [] }
    const connection = await connect(host.spec({ ...options, password: secret('p', { value: 'correct horse' }) }))
    assert.is((await output(await connection.open('id -un'))).stdout, 'deploy\n')
    await connection.close()
    const error = await failureOf(
      connect(host.spec({ ...options, password: secret('p', { value: 'battery staple' }) })),
    )
    assert.match(error.message, /lets deploy in by none .*the password/)
    assert.not.match(error.message, /battery/)
  })
}

test('an upload that fills the disk is an error of the file, not of the host', async (context) => {
  const host = first(context)
  await host.run('mkdir -p /mnt/small && mount -t tmpfs -o size=1m tmpfs /mnt/small')
  const connection = await connect(host.spec())
  const content = randomBytes(4_000_000)
  const source = {
    size: content.length,
    open: () => Readable.from([content.subarray(0, 2_000_000), content.subarray(2_000_000)]),
  }
  const error = await failureOf(connection.upload(source, '/mnt/small/file'))
  assert.match(error.message, /cannot write \/mnt\/small\/file/)
  assert.is(error.name, 'UploadError')
  await connection.upload(source, '/root/file')
  const { stdout } = await host.run('sha256sum /root/file; stat -c %a /root/file')
  assert.is(stdout, `${createHash('sha256').update(content).digest('hex')}  /root/file\n600\n`)
  await connection.close()
})

test('a host whose network goes away is given up', async (context) => {
  const host = first(context)
  const connection = await connect(host.spec({ keepAlive: 0.3 }))
  const channel = await connection.open('echo started; sleep 60')
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  await host.unplug()
  assert.match((await failureOf(channel.exit)).message, /silent for 0.9 s/)
  assert.match(
    (await failureOf(connect(host.spec({ connectTimeout: 1 })))).message,
    /within 1 s \(connecting\)|does not answer/,
  )
})

test.run()
