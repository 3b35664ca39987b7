import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault } from '../../lib/transport/faults.ts'
import { failureOf, output } from '../support/channel.ts'
import { makeKey, type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
  /** The public half of a key that is nobody's. */
  stranger: string
}

const test = suite<Context>('host keys', await prepare())
test.after(({ sshd }) => sshd.stop())

async function prepare(): Promise<Context> {
  const sshd = await startSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] })
  makeKey(join(sshd.folder, 'stranger'), 'ed25519')
  return { sshd, stranger: readFileSync(join(sshd.folder, 'stranger.pub'), 'utf8').trim() }
}

const situations: readonly {
  what: string
  lines(name: string, keys: { ed: string; ecdsa: string; rsa: string; stranger: string }): readonly string[]
  /** `undefined`: the host is let in. */
  code?: string
  says?: RegExp
}[] = [
  { what: 'the right key', lines: (name, { ed }) => [`${name} ${ed}`] },
  { what: 'only its RSA key is known', lines: (name, { rsa }) => [`${name} ${rsa}`] },
  { what: 'only its ECDSA key is known', lines: (name, { ecdsa }) => [`${name} ${ecdsa}`] },
  { what: 'a pattern and a comma list', lines: (_, { ed }) => [`elsewhere,[127.*]:* ${ed}`] },
  {
    what: 'nothing',
    lines: () => [],
    code: 'host-key-unknown',
    says: /not known: ssh-ed25519 SHA256:\S+: compare .*echo '\[127.0.0.1\]:\d+ ssh-ed25519 AAAA.*>> .*accept-new/,
  },
  {
    what: 'the key under another port',
    lines: (_, { ed }) => [`127.0.0.1 ${ed}`],
    code: 'host-key-unknown',
  },
  {
    what: 'another key of that type',
    lines: (name, { stranger }) => ['# comment', `${name} ${stranger}`],
    code: 'host-key-changed',
    says: /SHA256:\S+ in place of SHA256:\S+ \(\S+ line 2\).*ssh-keygen -f \S+ -R '\[127.0.0.1\]:\d+'/,
  },
  {
    what: 'the key, revoked',
    lines: (name, { ed }) => [`${name} ${ed}`, `@revoked * ${ed}`],
    code: 'host-key-revoked',
    says: /revoked.*line 2/,
  },
  {
    what: 'an authority',
    lines: (_, { ed }) => [`@cert-authority * ${ed}`],
    code: 'host-key-unknown',
    says: /@cert-authority.*shell\(\['ssh'/,
  },
]

for (const accept of ['strict', 'accept-new'] as const) {
  for (const { what, lines, code, says } of situations) {
    if (accept === 'accept-new' && code === 'host-key-unknown') continue
    test(`${accept}, known is ${what}: ${code ?? 'let in'}`, async ({ sshd, stranger }) => {
      const name = `[127.0.0.1]:${sshd.port}`
      const keys = { ed: sshd.hostKey('ed25519'), ecdsa: sshd.hostKey('ecdsa'), rsa: sshd.hostKey('rsa'), stranger }
      const knownHosts = join(sshd.folder, 'some_hosts')
      const before = `${lines(name, keys).join('\n')}\n`
      writeFileSync(knownHosts, before)
      const attempt = connect(sshd.spec({ knownHosts, hostKey: accept }))
      if (code === undefined) {
        await (await attempt).close()
      } else {
        const error = await failureOf(attempt)
        assert.is(error instanceof TransportFault && error.code, code)
        assert.match(error.message, says ?? '')
      }
      assert.is(readFileSync(knownHosts, 'utf8'), before)
    })
  }
}

test('a hashed name is recognised', async ({ sshd }) => {
  const knownHosts = join(sshd.folder, 'hashed_hosts')
  writeFileSync(knownHosts, readFileSync(sshd.knownHosts))
  execFileSync('ssh-keygen', ['-q', '-H', '-f', knownHosts], { stdio: 'ignore' })
  assert.match(readFileSync(knownHosts, 'utf8'), /^\|1\|/)
  await (await connect(sshd.spec({ knownHosts }))).close()
})

test('the second of several files may hold the key', async ({ sshd }) => {
  await (await connect(sshd.spec({ knownHosts: [join(sshd.folder, 'absent'), sshd.knownHosts] }))).close()
})

test('a known_hosts file that cannot be read is not taken for an empty one', async ({ sshd }) => {
  const error = await failureOf(connect(sshd.spec({ knownHosts: [sshd.folder], hostKey: 'accept-new' })))
  assert.match(error.message, /known hosts cannot be read: EISDIR/)
})

test('accept-new pins the key once, also when many connections come at once, and holds to it', async ({
  sshd,
  stranger,
}) => {
  const folder = join(sshd.folder, 'home', '.ssh')
  const knownHosts = join(folder, 'known_hosts')
  const spec = sshd.spec({ knownHosts, hostKey: 'accept-new' })
  const connections = await Promise.all([connect(spec), connect(spec), connect(spec)])
  await Promise.all(connections.map((connection) => connection.close()))
  const [, key] = sshd.hostKey('ed25519').split(' ')
  assert.is(readFileSync(knownHosts, 'utf8'), `[127.0.0.1]:${sshd.port} ssh-ed25519 ${key}\n`)
  assert.is(statSync(folder).mode & 0o777, 0o700)
  assert.is(statSync(knownHosts).mode & 0o777, 0o600)
  await (await connect(sshd.spec({ knownHosts }))).close()
  writeFileSync(knownHosts, `[127.0.0.1]:${sshd.port} ${stranger}`)
  const error = await failureOf(connect(spec))
  assert.is(error instanceof TransportFault && error.code, 'host-key-changed')
})

test('accept-new leaves lines whole when the last one was not ended', async ({ sshd, stranger }) => {
  const knownHosts = join(sshd.folder, 'unended')
  writeFileSync(knownHosts, `elsewhere ${stranger}`)
  await (await connect(sshd.spec({ knownHosts, hostKey: 'accept-new' }))).close()
  assert.is(readFileSync(knownHosts, 'utf8').split('\n').length, 3)
  await (await connect(sshd.spec({ knownHosts }))).close()
})

test('accept-new trusts no new type of key of a host that is known by another', async ({ stranger }) => {
  const onlyRsa = await startSshd({ hostKeys: ['rsa'] })
  try {
    writeFileSync(onlyRsa.knownHosts, `[127.0.0.1]:${onlyRsa.port} ${stranger}\n`)
    const error = await failureOf(connect(onlyRsa.spec({ hostKey: 'accept-new' })))
    assert.match(error.message, /known for it: only ssh-ed25519/)
  } finally {
    await onlyRsa.stop()
  }
})

test('what a message says to type does let the host in', async ({ sshd }) => {
  const knownHosts = join(sshd.folder, 'typed')
  rmSync(knownHosts, { force: true })
  const { message } = await failureOf(connect(sshd.spec({ knownHosts })))
  const typed = /echo '[^']+' >> \S+(?=,)/.exec(message)?.[0] ?? ''
  execFileSync('sh', ['-c', typed])
  assert.ok(existsSync(knownHosts))
  const connection = await connect(sshd.spec({ knownHosts }))
  assert.is((await output(await connection.open('echo in'))).stdout, 'in\n')
  await connection.close()
})

test.run()
