import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type SshOptions, ssh } from '../../lib/core/connection.ts'
import { secret } from '../../lib/core/secret.ts'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault } from '../../lib/transport/faults.ts'
import { failureOf, output } from '../support/channel.ts'
import { makeKey, type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
  agent: { socket: string; pid: number }
  /** Takes connections and says nothing. */
  mute: { server: Server; port: number }
}

const test = suite<Context>('ssh: getting in', await prepare())
const word = secret('word', { value: 'correct horse' })

test.after(async ({ sshd, agent, mute }) => {
  process.kill(agent.pid)
  mute.server.close()
  await sshd.stop()
})

async function prepare(): Promise<Context> {
  const sshd = await startSshd()
  const file = (name: string) => join(sshd.folder, name)
  const admit = (name: string) => appendFileSync(file('authorized_keys'), readFileSync(`${file(name)}.pub`))
  for (const name of ['locked', 'locked-in-agent']) makeKey(file(name), 'ed25519', 'correct horse')
  makeKey(file('rsa'), 'rsa')
  makeKey(file('ecdsa'), 'ecdsa')
  makeKey(file('stranger'), 'ed25519')
  for (const name of ['locked', 'locked-in-agent', 'rsa', 'ecdsa']) admit(name)
  execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PEM', '-N', 'correct horse', '-P', '', '-f', copy(file('rsa'), 'pem')])
  writeFileSync(file('nonsense'), 'nonsense')
  const agent = startAgent(file('agent'))
  const env = {
    ...process.env,
    SSH_AUTH_SOCK: agent.socket,
    SSH_ASKPASS: file('askpass'),
    SSH_ASKPASS_REQUIRE: 'force',
  }
  writeFileSync(file('askpass'), '#!/bin/sh\necho correct horse\n', { mode: 0o700 })
  for (const name of ['stranger', 'locked-in-agent'])
    execFileSync('ssh-add', ['-q', file(name)], { env, stdio: 'ignore' })
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { sshd, agent, mute: { server, port } }
}
function startAgent(socket: string): Context['agent'] {
  const said = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' })
  return { socket, pid: Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]) }
}

function copy(path: string, suffix: string): string {
  copyFileSync(path, `${path}-${suffix}`)
  return `${path}-${suffix}`
}

const ways: readonly { what: string; options(context: Context, file: (name: string) => string): SshOptions }[] = [
  { what: 'an RSA key', options: (_, file) => ({ identity: file('rsa') }) },
  { what: 'an ECDSA key', options: (_, file) => ({ identity: file('ecdsa') }) },
  { what: 'the second of two keys', options: (_, file) => ({ identity: [file('stranger'), file('rsa')] }) },
  { what: 'a key with a passphrase', options: (_, file) => ({ identity: file('locked'), passphrase: word }) },
  { what: 'a PEM key with a passphrase', options: (_, file) => ({ identity: file('rsa-pem'), passphrase: word }) },
  {
    what: 'a locked key that the agent holds',
    options: ({ agent }, file) => ({ identity: file('locked-in-agent'), agent: agent.socket }),
  },
  {
    what: 'any key of the agent when no identity is named',
    options: ({ agent, sshd }) => ({ agent: agent.socket, config: emptyConfig(sshd) }),
  },
  {
    what: 'a key file though the agent does not answer',
    options: (_, file) => ({ identity: file('rsa'), agent: file('no-agent') }),
  },
]

function emptyConfig({ folder }: Sshd): string {
  const path = join(folder, 'ssh_config')
  writeFileSync(path, 'IdentityFile /nonexistent/key\n')
  return path
}

for (const { what, options } of ways) {
  test(`${what} lets in`, async (context) => {
    const { identity: _, ...rest } = context.sshd.spec().options
    const spec = ssh('127.0.0.1', { ...rest, ...options(context, (name) => join(context.sshd.folder, name)) })
    const connection = await connect(spec)
    assert.is((await output(await connection.open('echo in'))).stdout, 'in\n')
    await connection.close()
  })
}

test('a passphrase is turned into a key once, however many connections use it', async ({ sshd }) => {
  const spec = sshd.spec({ identity: join(sshd.folder, 'locked'), passphrase: word })
  await (await connect(spec)).close()
  const { parseKey } = ssh2.utils
  let derived = 0
  Object.assign(ssh2.utils, {
    parseKey: (...args: Parameters<typeof parseKey>) => {
      derived++
      return parseKey(...args)
    },
  })
  try {
    await (await connect(spec)).close()
    assert.is(derived, 0)
    await (await connect(sshd.spec({ identity: join(sshd.folder, 'ecdsa'), passphrase: word }))).close()
    assert.is(derived, 1, 'another file is another key')
  } finally {
    Object.assign(ssh2.utils, { parseKey })
  }
})

const failures: readonly {
  what: string
  address?: string
  code: string
  says: RegExp
  options(context: Context, file: (name: string) => string): SshOptions
}[] = [
  {
    what: 'a key that the host does not know',
    code: 'authentication',
    says: /lets \w+ in by none of what was tried \(offered: \S+stranger; the host accepts publickey.*\): ssh-copy-id -p \d+ \w+@127/,
    options: (_, file) => ({ identity: file('stranger') }),
  },
  {
    what: 'a key file that is not there',
    code: 'key-file',
    says: /cannot read the key file \S+absent: ENOENT/,
    options: (_, file) => ({ identity: file('absent') }),
  },
  {
    what: 'a locked key without a passphrase',
    code: 'key-file',
    says: /locked is encrypted and no passphrase was given: name it with passphrase: secret\(…\), or ssh-add/,
    options: (_, file) => ({ identity: file('locked') }),
  },
  {
    what: 'a locked PEM key without a passphrase',
    code: 'key-file',
    says: /rsa-pem is encrypted and no passphrase was given/,
    options: (_, file) => ({ identity: file('rsa-pem') }),
  },
  {
    what: 'a wrong passphrase',
    code: 'key-file',
    says: /the passphrase of the key file \S+locked is wrong/,
    options: (_, file) => ({ identity: file('locked'), passphrase: secret('w', { value: 'battery staple' }) }),
  },
  {
    what: 'a file that is no key',
    code: 'key-file',
    says: /nonsense cannot be used: Unsupported key format/,
    options: (_, file) => ({ identity: file('nonsense') }),
  },
  {
    what: 'a password where none is asked for',
    code: 'authentication',
    says: /offered: \S+stranger; the host accepts publickey/,
    options: (_, file) => ({ identity: file('stranger'), password: word }),
  },
  {
    what: 'nothing to offer',
    code: 'authentication',
    says: /nothing was offered/,
    options: () => ({ identity: [] }),
  },
  {
    what: 'a port that nobody listens on',
    code: 'refused',
    says: /127\.0\.0\.1 port 1 refuses connections: is sshd running there/,
    options: () => ({ port: 1 }),
  },
  {
    what: 'a name that nobody knows',
    address: 'no-such-host.invalid',
    code: 'unknown-name',
    says: /the name no-such-host.invalid is not known: check its spelling/,
    options: () => ({}),
  },
  {
    what: 'a host that never answers',
    code: 'timeout',
    says: /gave no answer within 0.5 s \(key exchange\)/,
    options: ({ mute }) => ({ port: mute.port, connectTimeout: 0.5 }),
  },
  {
    what: 'an address that reads as an option',
    address: '-oProxyCommand=true',
    code: 'configuration',
    says: /is not the name of a host/,
    options: () => ({}),
  },
]

for (const { what, address = '127.0.0.1', code, says, options } of failures) {
  test(`${what}: ${code}`, async (context) => {
    const { options: usual } = context.sshd.spec()
    const spec = ssh(address, { ...usual, ...options(context, (name) => join(context.sshd.folder, name)) })
    const error = await failureOf(connect(spec))
    assert.match(error.message, says)
    assert.is(error instanceof TransportFault && error.code, code)
    assert.not.match(error.message, /correct horse|battery staple/)
  })
}

test('aborting ends an attempt at once', async ({ sshd, mute }) => {
  const abort = new AbortController()
  const attempt = connect(sshd.spec({ port: mute.port }), { signal: abort.signal })
  setTimeout(() => abort.abort(), 50)
  assert.match((await failureOf(attempt)).message, /interrupted/)
})

test.run()
