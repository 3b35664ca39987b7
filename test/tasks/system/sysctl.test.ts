import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Sysctl, sysctl } from '../../../tasks/index.ts'
import { dotted, lastWord, valueIn, withValue } from '../../../tasks/system/sysctl/sysctl-files.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')

// Of the network alone: a test host has one of its own, and the kernel of this machine.
const name = 'net.ipv4.ip_local_port_range'
const own = '/etc/sysctl.d/99-runbook.conf'
const live = `cat /proc/sys/net/ipv4/ip_local_port_range | tr '\\t' ' '`
const ports = (value = '20000 40000', more: Partial<Exclude<Sysctl, { state: 'absent' }>> = {}) =>
  sysctl({ name, value, ...more })
const reset = (file: string) => `rm -rf ${own}; echo '1024 60999' >/proc/sys/net/ipv4/ip_local_port_range\n${file}`

tryOnHost(
  'sysctl',
  host,
  host.spec(),
  [
    {
      name: 'absent: now, and at the next start',
      covers: { sysctl: 'absent' },
      before: reset(':'),
      resources: ports(),
      operations: [`write ${own}`, 'run'],
      statuses: ['changed'],
      after: { [live]: '20000 40000', [`cat ${own}`]: `${name} = 20000 40000` },
    },
    {
      name: 'right',
      covers: { sysctl: 'already right' },
      resources: ports('20000\t40000'),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'right now, but not at the next start: nothing is run',
      covers: { sysctl: 'wrong content' },
      before: `printf '# mine\\nnet/ipv4/ip_local_port_range=1 2\\nvm.x = 1\\n' >${own}`,
      resources: ports(),
      operations: [`write ${own}`],
      after: { [`cat ${own}`]: `# mine\n${name} = 20000 40000\nvm.x = 1` },
    },
    {
      name: 'right at the next start, but not now: the file stays',
      before: reset(`echo '${name}=20000 40000' >${own}`),
      resources: ports(),
      operations: ['run'],
      after: { [live]: '20000 40000', [`cat ${own}`]: `${name}=20000 40000` },
    },
    {
      name: 'the mode of the file stays',
      covers: { sysctl: 'attributes' },
      before: `chmod 640 ${own}`,
      resources: ports('20000 50000'),
      operations: [`write ${own}`, 'run'],
      after: { [`stat -c %a ${own}`]: '640' },
    },
    {
      name: 'several in one plan, in one file',
      resources: [
        ports('20000 50000'),
        sysctl({ name: 'net.ipv4.tcp_syncookies', value: 1 }),
        sysctl({ name: 'net.ipv4.conf.lo.rp_filter', value: 2 }),
      ],
      after: { [`grep -c . ${own}`]: '3', 'cat /proc/sys/net/ipv4/conf/lo/rp_filter': '2' },
    },
    {
      name: 'a file that is read later says otherwise',
      before: `echo '${name} = 1 2' >/etc/sysctl.d/99-zzz.conf`,
      resources: ports(),
      refused:
        /99-zzz\.conf is read after .*99-runbook\.conf and sets net\.ipv4\.ip_local_port_range to 1 2: name that file/,
    },
    {
      name: 'a file that is read before may say what it likes',
      before: 'mv /etc/sysctl.d/99-zzz.conf /etc/sysctl.d/10-aaa.conf',
      resources: ports(),
      statuses: ['changed'],
    },
    {
      name: 'no such parameter',
      resources: sysctl({ name: 'net.ipv4.nosuch', value: 1 }),
      refused: /this kernel has no net\.ipv4\.nosuch: correct the name, or load the module/,
    },
    {
      name: 'a folder in the place of the file',
      covers: { sysctl: 'wrong kind' },
      before: `rm ${own}; mkdir ${own}`,
      resources: ports(),
      refused: /99-runbook\.conf is a directory/,
    },
    {
      name: 'a missing folder',
      covers: { sysctl: 'parent missing' },
      before: reset(':'),
      resources: ports('20000 40000', { path: '/etc/nosuch/x.conf' }),
      refused: /the folder of \/etc\/nosuch\/x\.conf is not there/,
    },
    {
      name: 'the inverse: its line goes, the value of now stays',
      covers: { sysctl: 'inverse' },
      before: `printf '%s\\n' '${name} = 1024 60999' 'vm.x = 1' >${own}`,
      resources: sysctl({ name, state: 'absent' }),
      operations: [`write ${own}`],
      statuses: ['changed'],
      after: { [`cat ${own}`]: 'vm.x = 1', [live]: '1024 60999' },
    },
    {
      name: 'the inverse of the last line: the file goes',
      before: `echo '${name} = 1024 60999' >${own}`,
      resources: sysctl({ name, state: 'absent' }),
      operations: [`remove ${own}`],
    },
    {
      name: 'the inverse where nothing is',
      resources: sysctl({ name, state: 'absent' }),
      operations: [],
      statuses: ['ok'],
    },
  ],
  stop,
)

const test = suite('files of sysctl')
test('a name is one, however it is written', () => {
  assert.is(dotted('net/ipv4/conf/eth0.7/forwarding'), 'net.ipv4.conf.eth0/7.forwarding')
  assert.is(dotted('net.ipv4.conf.eth0/7.forwarding'), 'net.ipv4.conf.eth0/7.forwarding')
})
test('the last line counts, and comments do not', () => {
  assert.is(valueIn('a.b = 1\n# a.b = 2\n;a.b=3\n-a.b  =  4  5\n', 'a.b'), '4 5')
  assert.is(valueIn('a.bc = 1\n', 'a.b'), undefined)
})
test('it is changed in its last line; all others stay', () => {
  assert.is(withValue('a.b=1\r\n# x\r\na.b=2\r\nc=1', 'a.b', '3'), 'a.b=1\r\n# x\r\na.b = 3\r\nc=1')
  assert.is(withValue('c=1', 'a.b', '3'), 'c=1\na.b = 3\n')
  assert.is(withValue('a.b=1\n#\na.b=2\n', 'a.b', undefined), '#\n')
})
test('the order of names is that of all folders; of two of one name the first is read', () => {
  const files = [
    { path: '/etc/sysctl.d/50-a.conf', text: 'a.b=1' },
    { path: '/usr/lib/sysctl.d/50-a.conf', text: 'a.b=2' },
    { path: '/usr/lib/sysctl.d/60-b.conf', text: 'a.b=3' },
  ]
  assert.equal(lastWord(files, 'a.b'), { path: '/usr/lib/sysctl.d/60-b.conf', value: '3' })
  assert.equal(lastWord(files.slice(0, 2), 'a.b'), { path: '/etc/sysctl.d/50-a.conf', value: '1' })
  const last = { path: '/etc/sysctl.conf', text: 'a.b=4' }
  assert.equal(lastWord([...files, last], 'a.b'), { path: '/etc/sysctl.conf', value: '4' })
})
for (const name of ['swappiness', 'vm swappiness', '../x.y', 'net.*.x'])
  test(`refused: ${name}`, () =>
    assert.throws(() => sysctl({ name, value: 1 }), /is no kernel parameter|name one parameter/))
test.run()
