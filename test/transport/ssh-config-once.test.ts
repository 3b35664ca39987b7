import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ssh } from '../../lib/core/connection.ts'
import { resolveHops } from '../../lib/transport/ssh-settings.ts'
import { needs } from '../support/debian.ts'
import { scratch } from '../support/shells.ts'

needs(['openssh-client', 'strace'])
const test = suite('one ssh -G for hosts of which the configuration says nothing')

/** The user's ssh, which counts how often it is asked about a host. */
const folder = scratch('ssh-once')
const counted = join(folder, 'asked')
writeFileSync(join(folder, 'ssh'), `#!/bin/sh\necho "$*" >>${counted}\nPATH=\${PATH#*:} exec ssh "$@"\n`)
chmodSync(join(folder, 'ssh'), 0o755)
process.env.PATH = `${folder}:${process.env.PATH}`

const askedAbout = (): number =>
  existsSync(counted)
    ? readFileSync(counted, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.includes('none')).length
    : 0

const addresses = Array.from({ length: 10 }, (_, index) => `10.9.8.${index + 1}`)
let files = 0

/** What ten hosts come to, and for how many of them ssh was asked. */
async function settled(lines: readonly string[], among = addresses) {
  const config = join(folder, `config-${files++}`)
  writeFileSync(config, lines.join('\n'))
  const before = askedAbout()
  const hops = await Promise.all(among.map((address) => resolveHops(ssh(address, { config, agent: false }))))
  const found = hops.map((all) => all.at(-1)).map((hop) => `${hop?.user}@${hop?.host}:${hop?.port}`)
  return { found, asked: askedAbout() - before }
}

test('only Host *: asked once, and each has its own name', async () => {
  const { found, asked } = await settled(['Host *', '  User ann', '  Port 2200', '  ControlPath /tmp/%r@%h'])
  assert.equal(
    found,
    addresses.map((address) => `ann@${address}:2200`),
  )
  assert.is(asked, 1)
})

test('a host that it names is asked about by itself; the others share one answer', async () => {
  const { found, asked } = await settled(['Host 10.9.8.3', '  Port 2203', 'Host *', '  User ann'])
  assert.equal(
    found,
    addresses.map((address, index) => `ann@${address}:${index === 2 ? 2203 : 22}`),
  )
  assert.is(asked, 2)
})

test('where only ssh can tell, it is asked about each', async () => {
  for (const lines of [
    ['Match all', '  User ann'],
    ['Host *', '  HostName %h', '  User ann'],
    ['Host 10.9.8.*', '  User ann'],
    ['Host "10.9.8.3" 10.9.8.?', '  User ann'],
    ['Host * !10.9.8.*', '  Port 99'],
    ['Host *', '  IdentityFile /keys/%h', '  User ann'],
  ]) {
    const { found, asked } = await settled(lines, addresses.slice(0, 3))
    assert.is(asked, 3, lines.join())
    assert.ok(
      found.every((one, index) => one.endsWith(`@${addresses[index]}:22`)),
      `${lines} ${found}`,
    )
  }
})

test('what an included file says counts', async () => {
  writeFileSync(join(folder, 'more.conf'), 'Host 10.9.8.1\n  Port 2201\n')
  const { found, asked } = await settled([`Include ${folder}/*.conf`, 'Host *', '  User ann'], addresses.slice(0, 3))
  assert.equal(found, ['ann@10.9.8.1:2201', 'ann@10.9.8.2:22', 'ann@10.9.8.3:22'])
  assert.is(asked, 2)
})

test('what it has said is known to the next run, while the program and the files are the same', async () => {
  const [bin, cache, config] = [join(folder, 'bin'), join(folder, 'cache'), join(folder, 'kept')]
  mkdirSync(bin)
  writeFileSync(config, 'Host *\n  User ann\n')
  const real = execFileSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } }).trim()
  copyFileSync(real, join(bin, 'ssh'))
  const users = () => {
    const script = `import { ssh } from '${resolve('dist/lib/core/connection.js')}'
import { resolveHops } from '${resolve('dist/lib/transport/ssh-settings.js')}'
const hops = await resolveHops(ssh('10.9.8.1', { config: '${config}', agent: false }))
process.stdout.write(hops.at(-1).user)`
    const strace = [
      '-f',
      '-e',
      'trace=execve',
      '-o',
      join(folder, 'trace'),
      'node',
      '--input-type=module',
      '-e',
      script,
    ]
    const env = { ...process.env, PATH: `${bin}:/usr/bin:/bin`, XDG_CACHE_HOME: cache }
    const user = execFileSync('strace', strace, { encoding: 'utf8', env })
    const asked = readFileSync(join(folder, 'trace'), 'utf8').match(/"ssh", "-G"/g)?.length ?? 0
    return { user, asked }
  }
  assert.equal(users(), { user: 'ann', asked: 2 })
  assert.equal(users(), { user: 'ann', asked: 0 })
  writeFileSync(config, 'Host *\n  User bob\n')
  assert.equal(users(), { user: 'bob', asked: 1 })
  utimesSync(join(bin, 'ssh'), 1, 1)
  assert.equal(users(), { user: 'bob', asked: 2 })
  for (const name of readdirSync(join(cache, 'runbook')))
    assert.is(statSync(join(cache, 'runbook', name)).mode & 0o777, 0o700)
})

test.run()
