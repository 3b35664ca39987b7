import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ssh } from '../../lib/core/connection.ts'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault } from '../../lib/transport/faults.ts'
import { failureOf, output } from '../support/channel.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  /** The jump host. */
  gate: Sshd
  inner: Sshd
  /** A host that forwards nothing. */
  closed: Sshd
  /** Writes an ssh configuration and gives its path. */
  config(lines: readonly string[]): string
}

const test = suite<Context>('ssh: through other hosts, and as the ssh configuration says', await prepare())
test.after(async ({ gate, inner, closed }) => {
  await Promise.all([gate, inner, closed].map((sshd) => sshd.stop()))
})

async function prepare(): Promise<Context> {
  const [gate, inner, closed] = await Promise.all([
    startSshd(),
    startSshd(),
    startSshd({ config: 'AllowTcpForwarding no' }),
  ])
  const config = (lines: readonly string[]) => {
    const path = join(gate.folder, 'ssh_config')
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  }
  return { gate, inner, closed, config }
}
const whoAsks = 'echo "$SSH_CONNECTION"'

test('a host is reached through another, and both are closed', async ({ gate, inner }) => {
  const connection = await connect(inner.spec({ jump: gate.spec() }))
  const { stdout } = await output(await connection.open(whoAsks))
  assert.match(stdout, new RegExp(`^127.0.0.1 \\d+ 127.0.0.1 ${inner.port}`))
  assert.match(gate.log(), /Accepted publickey/)
  await connection.close()
  assert.is(await connection.closed, undefined)
})

test('a jump host written as text shares keys and known hosts', async ({ gate, inner }) => {
  const both = [gate.knownHosts, inner.knownHosts]
  const options = { identity: [gate.identity, inner.identity], knownHosts: both }
  const connection = await connect(inner.spec({ ...options, jump: `${userInfo().username}@127.0.0.1:${gate.port}` }))
  assert.is((await output(await connection.open('echo in'))).stdout, 'in\n')
  await connection.close()
})

test('each hop’s key is checked', async ({ gate, inner }) => {
  for (const [spec, port] of [
    [inner.spec({ jump: gate.spec({ knownHosts: [] }) }), gate.port],
    [inner.spec({ knownHosts: [], jump: gate.spec() }), inner.port],
  ] as const) {
    const error = await failureOf(connect(spec))
    assert.is(error instanceof TransportFault && error.code, 'host-key-unknown')
    assert.match(error.message, new RegExp(`^127.0.0.1 port ${port} shows a host key that is not known`))
  }
})

test('what fails behind a jump host says from where it was seen', async ({ gate, inner, closed }) => {
  const refused = await failureOf(connect(inner.spec({ port: 1, jump: gate.spec() })))
  assert.match(
    refused.message,
    new RegExp(`^127.0.0.1 port 1 refuses connections, as seen from 127.0.0.1 port ${gate.port}`),
  )
  const forbidden = await failureOf(connect(inner.spec({ jump: closed.spec() })))
  assert.match(forbidden.message, /forwards no connection .* AllowTcpForwarding yes/)
})

test('a jump host that dies is a lost connection', async ({ gate, inner }) => {
  const connection = await connect(inner.spec({ jump: gate.spec() }))
  const channel = await connection.open('echo started; sleep 60')
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  gate.signalSessions('SIGKILL')
  assert.match((await failureOf(channel.exit)).message, /was lost/)
  inner.signalSessions('SIGKILL')
})

test('the ssh configuration is obeyed, with what it includes', async ({ gate, inner, config }) => {
  const folder = join(gate.folder, 'more')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'inner.conf'),
    [
      'Host inner',
      '  HostName 127.0.0.1',
      `  Port ${inner.port}`,
      `  IdentityFile ${inner.identity}`,
      `  UserKnownHostsFile ${inner.knownHosts}`,
      '  ProxyJump gate',
      '',
    ].join('\n'),
  )
  const path = config([
    `Include ${folder}/*.conf`,
    'Match originalhost gate',
    '  HostName 127.0.0.1',
    `  Port ${gate.port}`,
    `  IdentityFile ${gate.identity}`,
    `  UserKnownHostsFile ${gate.knownHosts}`,
    'Match all',
    '  StrictHostKeyChecking no',
    '  IdentitiesOnly yes',
    '  ProxyJump gate',
  ])
  const connection = await connect(ssh('inner', { config: path, agent: false }))
  assert.match((await output(await connection.open(whoAsks))).stdout, new RegExp(` ${inner.port}$`, 'm'))
  await connection.close()
  const overruled = await failureOf(connect(ssh('inner', { config: path, agent: false, port: 1, jump: [] })))
  assert.match(overruled.message, /^inner \(127.0.0.1 port 1\) refuses connections/)
})

test('a configuration that would not check host keys is not obeyed', async ({ inner, config }) => {
  const path = config([
    'Host *',
    '  StrictHostKeyChecking no',
    '  UserKnownHostsFile /dev/null',
    '  GlobalKnownHostsFile none',
  ])
  const { knownHosts: _, ...options } = inner.spec().options
  const error = await failureOf(connect(ssh('127.0.0.1', { ...options, config: path })))
  assert.is(error instanceof TransportFault && error.code, 'host-key-unknown')
})

test('HostKeyAlias and HashKnownHosts are obeyed when a key is pinned', async ({ inner, config }) => {
  const knownHosts = join(inner.folder, 'pinned')
  const options = { ...inner.spec().options, knownHosts, hostKey: 'accept-new' as const }
  const path = config(['Host 127.0.0.1', '  HostKeyAlias %h-alias', '  HashKnownHosts yes'])
  await (await connect(ssh('127.0.0.1', { ...options, config: path }))).close()
  await (await connect(ssh('127.0.0.1', { ...options, config: path, hostKey: 'strict' }))).close()
  const error = await failureOf(connect(ssh('127.0.0.1', { ...options, hostKey: 'strict' })))
  assert.is(error instanceof TransportFault && error.code, 'host-key-unknown')
})

const unusable: readonly { what: string; lines: readonly string[]; says: RegExp }[] = [
  { what: 'ProxyCommand', lines: ['ProxyCommand nc %h %p'], says: /ProxyCommand.*shell\(\['ssh', 'inner', 'sh'\]\)/ },
  { what: 'RevokedHostKeys', lines: ['RevokedHostKeys /etc/ssh/revoked'], says: /RevokedHostKeys.*shell\(\['ssh'/ },
  { what: 'a fault', lines: ['NoSuchKeyword yes'], says: /cannot be read: .*line 1.*config: false/s },
  {
    what: 'hosts that lead in a circle',
    lines: ['Host inner', 'ProxyJump a', 'Host a', 'ProxyJump inner'],
    says: /through itself/,
  },
]

for (const { what, lines, says } of unusable) {
  test(`a configuration with ${what} is refused in words`, async ({ config }) => {
    const error = await failureOf(connect(ssh('inner', { config: config(lines) })))
    assert.is(error instanceof TransportFault && error.code, 'configuration')
    assert.match(error.message, says)
  })
}

test.run()
