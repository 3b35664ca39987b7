import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, shell } from '../../lib/core/connection.ts'
import type { Become } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { needs } from '../support/debian.ts'
import { type Bench, bench, counts, login, told } from '../support/e2e.ts'
import { addMixed, large } from '../support/e2e-mixed.ts'
import { sha256, sshArguments } from '../support/e2e-tree.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'

/** One playbook by every way to act on a host: who logs in, with which shell, and whom it becomes by what. */
interface Context {
  host: TestHost
  work: Bench
  stop(): Promise<void>
}

const test = suite<Context>('ways to act on a host')

/** The login shells. The last one has the applets of BusyBox before all other programs, its own `sh` too. */
const shells = { dash: '/bin/dash', bash: '/bin/bash', ash: '/usr/local/bin/ash', busybox: '/usr/local/bin/ash' }

interface Way {
  readonly user: 'root' | 'free' | 'asked'
  readonly become?: Become
  readonly who: string
}

const password = secret('login')
const ways: Readonly<Record<string, Way>> = {
  root: { user: 'root', who: 'root' },
  sudo: { user: 'free', become: true, who: 'root' },
  sudoPassword: { user: 'asked', become: { password }, who: 'root' },
  needlessPassword: { user: 'free', become: { password }, who: 'root' },
  sudoOther: { user: 'free', become: 'wso2', who: 'wso2' },
  sudoOtherPassword: { user: 'asked', become: { user: 'wso2', password }, who: 'wso2' },
  su: { user: 'asked', become: { method: 'su', password }, who: 'root' },
  suOther: { user: 'root', become: { method: 'su', user: 'wso2' }, who: 'wso2' },
}

test.before(async (context) => {
  needs(['zip'])
  const { hosts, stop } = await startHosts(1)
  const [host] = hosts
  if (host === undefined) throw new Error('no host')
  const work = bench()
  addMixed(work)
  Object.assign(context, { host, work, stop })
  const made = await host.run(setUp)
  assert.is(made.code, 0, made.stderr)
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

const setUp = `set -e
ln -s /bin/busybox /usr/local/bin/ash
mkdir /opt/applets && busybox --install -s /opt/applets
rm -f /opt/applets/su /opt/applets/sudo
useradd -m wso2
echo 'root:${login}' | chpasswd
add() { # NAME SHELL [OPTIONS]
  name=$1 shell=$2; shift 2
  useradd -m -s $shell "$@" $name
  install -d -m 700 -o $name /home/$name/.ssh
  install -m 600 -o $name /root/.ssh/authorized_keys /home/$name/.ssh/authorized_keys
  echo "$name:${login}" | chpasswd
}
for pair in ${Object.entries(shells)
  .map(([name, path]) => `${name}:${path}`)
  .join(' ')}; do
  kind=\${pair%%:*} path=\${pair#*:}
  add root-$kind $path -o -u 0 -g 0
  add free-$kind $path; echo "free-$kind ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/free-$kind
  add asked-$kind $path; echo "asked-$kind ALL=(ALL) ALL" > /etc/sudoers.d/asked-$kind
done
chmod 440 /etc/sudoers.d/*
path=/opt/applets:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
for kind in root free asked; do
  echo "Defaults:$kind-busybox secure_path=$path" > /etc/sudoers.d/path-$kind
  printf 'Match User %s-busybox\\n  SetEnv PATH=%s\\n' $kind $path >> /etc/ssh/sshd_config
done
echo 'Defaults:free-bash,asked-bash use_pty' > /etc/sudoers.d/pty
for user in free-bash asked-bash; do echo 'echo welcome; echo to you >&2' > /home/$user/.bashrc; done
pkill -HUP -o sshd; sleep 0.5
`

const name = (way: string, shell: string) => `${way}-${shell}`

test('the last shell has BusyBox for everything', async ({ host }) => {
  const [ssh = '', ...rest] = sshArguments(host, 'free-busybox')
  const look =
    'readlink -f $(command -v sh stat sha256sum mv cat mktemp tar); sudo sh -c "readlink -f \\$(command -v sh)"'
  const { stdout } = await promisify(execFile)(ssh, [...rest, look])
  assert.equal(new Set(stdout.trim().split('\n')), new Set(['/usr/bin/busybox']))
})

test('a bit of everything, by every way, with every shell', async ({ host, work }) => {
  const entries = Object.entries(ways).flatMap(([way, { user, become, who }]) =>
    Object.keys(shells).map((shell) => ({ way: name(way, shell), login: `${user}-${shell}`, become, who })),
  )
  const homes = entries.map(({ way, who }) => `install -d -o ${who} /srv/${way}`).join('\n')
  await host.run(homes)
  const inventory = work.inventory({
    hosts: Object.fromEntries(
      entries.map(({ way, login, become }) => [
        way,
        {
          connect: host.spec({ user: login }),
          vars: { home: `/srv/${way}` },
          ...(become === undefined ? {} : { become }),
        },
      ]),
    ),
  })
  const run = (...more: string[]) => work.run('apply', inventory, './mixed.ts', '--output', 'json', ...more)
  const dry = await run('--dry-run', '--diff')
  assert.is(dry.status, 0, told(dry))
  const applied = await run('--diff')
  assert.is(applied.status, 0, told(applied))
  assert.not.match(applied.out + applied.err, new RegExp(login))
  for (const { way, who } of entries) {
    const { stdout } = await host.run(`cd /srv/${way} && cat who && stat -c '%a %U' a/large 'a/deep folder' &&
      cat app/conf.xml app/site.json app/lines.txt app/through-link.txt 'a/deep folder'/* && sha256sum < a/large && od -An -tx1 a/binary && ls -A . a app`)
    assert.is(stdout, expected(who), way)
  }
  const again = await run()
  assert.is(again.status, 0, told(again))
  assert.equal(Object.keys(counts(again)), ['ok'], told(again))
  for (const [way, { roundTrips }] of Object.entries(again.hosts)) assert.ok(roundTrips <= 2, `${way}: ${roundTrips}`)
  for (const [way, { roundTrips }] of Object.entries(applied.hosts)) assert.ok(roundTrips <= 6, `${way}: ${roundTrips}`)
  const { stdout } = await host.run('ls -A /var/tmp /tmp')
  assert.is(stdout, '/tmp:\n\n/var/tmp:\n', 'nothing is left behind')
})

const expected = (who: string) => `${who}
644 ${who}
750 ${who}
<?xml version="1.0"?>\r
<server>\r
  <name>x</name>\r
  <port offset="1"/>\r
</server>{
    "proxy" : { "host" : "x" }
}name = x\r
other
x
x 'quoted' \\ $x \`y\` no final newline${sha256(large)}  -
 00 ff 0a 0d 00 27
.:
a
app
current
who

a:
binary
deep folder
large

app:
conf.xml
lines.txt
log.properties
site.json
through-link.txt
`

test('a command that gives a shell: ssh itself, a network namespace, chroot', async ({ host, work }) => {
  const connections: Readonly<Record<string, ConnectionSpec>> = {
    ssh: shell([...sshArguments(host, 'free-dash'), 'sh']),
    sshAsh: shell([...sshArguments(host, 'free-busybox'), 'sh']),
    netns: shell([
      'ip',
      'netns',
      'exec',
      `rbt-${Number(host.address.split('.').at(-1)) - 10}`,
      ...sshArguments(host),
      'sh',
    ]),
    chroot: shell([...sshArguments(host), 'chroot', '/', 'sh']),
    unshare: shell(['unshare', '--mount', 'sh']),
  }
  const local = `${work.folder}/unshared`
  await host.run(
    Object.keys(connections)
      .map((way) => `install -d -m 777 /srv/shell-${way}`)
      .join('\n'),
  )
  work.write('unshared/.keep', '')
  const inventory = work.inventory({
    hosts: Object.fromEntries(
      Object.entries(connections).map(([way, connect]) => [
        way,
        { connect, vars: { home: way === 'unshare' ? local : `/srv/shell-${way}` } },
      ]),
    ),
  })
  // All of them are one sshd here, each file is a connection of its own, and Debian's sshd drops some of more than ten
  // that come at once.
  const run = () => work.run('apply', inventory, './mixed.ts', '--output', 'json', '--forks', '1')
  const applied = await run()
  assert.is(applied.status, 0, told(applied))
  const again = await run()
  assert.equal(Object.keys(counts(again)), ['ok'], told(again))
})

test.run()
