import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ssh } from '../../lib/core/connection.ts'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault } from '../../lib/transport/faults.ts'
import { failureOf, output } from '../support/channel.ts'
import { scratch } from '../support/shells.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

const test = suite('algorithms of a connection')

const old: readonly { what: string; sshd: string; client: string; lacks: RegExp }[] = [
  {
    what: 'a host key of the old kind',
    sshd: 'HostKeyAlgorithms ssh-rsa',
    client: 'HostKeyAlgorithms +ssh-rsa',
    lacks: /no matching host key format; the host offers ssh-rsa\): .*`HostKeyAlgorithms \+ssh-rsa`/,
  },
  {
    what: 'an old key exchange',
    sshd: 'KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1',
    client: 'KexAlgorithms +diffie-hellman-group14-sha1',
    lacks:
      /the host offers diffie-hellman-group14-sha1,diffie-hellman-group1-sha1[^)]*\): .*`KexAlgorithms \+diffie-hellman-group14-sha1`/,
  },
  {
    what: 'an old cipher',
    sshd: 'Ciphers aes256-cbc',
    client: 'Ciphers aes256-cbc',
    lacks: /no matching C->S cipher; the host offers aes256-cbc\): .*`Ciphers \+aes256-cbc`/,
  },
  {
    what: 'an old MAC',
    sshd: 'MACs hmac-md5\nCiphers aes128-ctr',
    client: 'MACs +hmac-md5',
    lacks: /the host offers hmac-md5\): .*`MACs \+hmac-md5`/,
  },
]

/** An ssh configuration with these lines for every host. */
function config(lines: string): string {
  const path = join(scratch('config'), 'config')
  writeFileSync(path, `Host *\n  ${lines}\n`)
  return path
}

/** How to connect with a configuration; all else is in the options. */
const by = (sshd: Sshd, lines: string) => {
  const { address, options } = sshd.spec()
  return ssh(address, { ...options, config: config(lines) })
}

for (const { what, sshd: lines, client, lacks } of old) {
  test(`a host that has only ${what}: refused with the way out, which leads in`, async () => {
    const sshd = await startSshd({ hostKeys: ['rsa'], config: lines })
    try {
      const error = await failureOf(connect(sshd.spec()))
      assert.instance(error, TransportFault)
      assert.match(error.message, lacks)
      const connection = await connect(by(sshd, client))
      assert.is((await output(await connection.open('echo in'))).stdout, 'in\n')
      await connection.close()
    } finally {
      await sshd.stop()
    }
  })
}

test('what a configuration does not allow is not used', async () => {
  const sshd = await startSshd({ config: 'Ciphers aes128-ctr' })
  try {
    const error = await failureOf(connect(by(sshd, 'Ciphers aes256-ctr')))
    assert.match(error.message, /no matching C->S cipher; the host offers aes128-ctr/)
    const none = await failureOf(connect(by(sshd, 'MACs umac-64@openssh.com')))
    assert.is(none instanceof TransportFault && none.code, 'configuration')
    assert.match(
      none.message,
      /MACs umac-64@openssh\.com in the ssh configuration, of which none can be done here: .*shell\(/,
    )
  } finally {
    await sshd.stop()
  }
})

test.run()
