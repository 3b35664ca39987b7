import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { editSshdConfig, keywords } from '../../../lib/edit/sshd-config.ts'
import { type SshdConfig, sshdConfig } from '../../../tasks/index.ts'
import { needs, needsRoot } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { type Places, trySituations } from '../../support/situations.ts'

needs(['openssh-server'])
needsRoot('what sshd makes of a file')

const stock = `# comment
Include /etc/ssh/sshd_config.d/*.conf

#Port 22
#PermitRootLogin prohibit-password
  X11Forwarding yes # for all
AcceptEnv LANG LC_*
Subsystem\tsftp\t/usr/lib/openssh/sftp-server

#Match User anoncvs
#\tX11Forwarding no
`
const block = 'Match User sftp Address 10.0.0.0/8\n    ForceCommand internal-sftp\n    X11Forwarding no\n'

const config =
  (settings: SshdConfig['settings'], more: Partial<SshdConfig> = {}) =>
  ({ at }: Places) =>
    sshdConfig({ path: at('sshd_config'), settings, ...more })
const file = (text: string) => ({ sshd_config: { file: text, mode: 0o600 } })

trySituations('sshdConfig', [
  {
    name: 'no server',
    covers: { sshdConfig: ['absent', 'parent missing'] },
    resources: config({ Port: 22 }),
    refused: /sshd_config is not there: install the server before/,
  },
  {
    name: 'right, in another spelling',
    covers: { sshdConfig: 'already right' },
    before: file(stock),
    resources: config({
      x11forwarding: true,
      AcceptEnv: ['LANG', 'LC_*'],
      Subsystem: 'sftp /usr/lib/openssh/sftp-server',
    }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the first value is changed, a new one stands below its default; the rest and the mode stay',
    covers: { sshdConfig: ['wrong content', 'attributes'] },
    before: file(stock + block),
    resources: config({ X11Forwarding: false, PermitRootLogin: 'no', UsePAM: true, AllowUsers: ['a', 'b'] }),
    operations: ['write sshd_config'],
    statuses: ['changed'],
    after: {
      sshd_config:
        stock
          .replace('yes # for all', 'no # for all')
          .replace('prohibit-password\n', 'prohibit-password\nPermitRootLogin no\n')
          .replace('sftp-server\n', 'sftp-server\nUsePAM yes\nAllowUsers a\nAllowUsers b\n') + block,
    },
  },
  {
    name: 'in a block that is there, whatever its spelling',
    before: file(stock + block),
    resources: config({ X11Forwarding: true, PermitTTY: false }, { match: 'user sftp  address 10.0.0.0/8' }),
    operations: ['write sshd_config'],
    after: { sshd_config: `${stock}${block.replace('X11Forwarding no', 'X11Forwarding yes')}    PermitTTY no\n` },
  },
  {
    name: 'a block that is not there comes last',
    before: file(`${stock}${block.trimEnd()}`),
    resources: config({ PermitTTY: false, Banner: 'none' }, { match: 'Group web' }),
    operations: ['write sshd_config'],
    after: { sshd_config: `${stock}${block}\nMatch Group web\n    PermitTTY no\n    Banner none\n` },
  },
  {
    name: 'two calls in one plan',
    before: file(stock),
    resources: ({ at }) => [
      sshdConfig({ path: at('sshd_config'), settings: { UsePAM: true } }),
      sshdConfig({ path: at('sshd_config'), settings: { PermitTTY: false }, match: 'User x' }),
    ],
    operations: ['write sshd_config'],
    statuses: ['changed', 'changed'],
  },
  {
    name: 'a file that sshd reads first says otherwise',
    before: { ...file(stock), 'sshd_config.d/50-cloud.conf': '# cloud\nPasswordAuthentication yes\n' },
    resources: config({ PasswordAuthentication: false }),
    refused:
      /PasswordAuthentication is yes by line 2 of .*50-cloud\.conf, which sshd reads first: change it there, with path/,
  },
  {
    name: 'a file that sshd reads first says the same, and another only for some',
    before: {
      ...file(stock),
      'sshd_config.d/1.conf': 'passwordauthentication no\n',
      'sshd_config.d/2.conf': 'Match User x\nPermitTTY yes\n',
      'sshd_config.d/3.txt': 'PermitTTY yes\n',
    },
    resources: config({ PasswordAuthentication: false, PermitTTY: false }),
    operations: ['write sshd_config'],
  },
  {
    name: 'before the files that sshd reads',
    before: { ...file(`PermitTTY yes\n${stock}`), 'sshd_config.d/1.conf': 'PermitTTY yes\n' },
    resources: config({ PermitTTY: false }),
    operations: ['write sshd_config'],
    after: { sshd_config: `PermitTTY no\n${stock}` },
  },
  {
    name: 'in one of these files',
    before: { ...file(stock), 'sshd_config.d/1.conf': 'PermitTTY yes\n' },
    resources: ({ at }) => sshdConfig({ path: at('sshd_config.d/1.conf'), settings: { PermitTTY: false } }),
    operations: ['write sshd_config.d/1.conf'],
    after: { 'sshd_config.d/1.conf': 'PermitTTY no\n' },
  },
  {
    name: 'a directory in its place',
    covers: { sshdConfig: 'wrong kind' },
    before: { sshd_config: { dir: true } },
    resources: config({ Port: 22 }),
    refused: /sshd_config is a directory/,
  },
  {
    name: 'the inverse: each line of it goes, but for those of blocks',
    covers: { sshdConfig: 'inverse' },
    before: file(`${stock}x11forwarding no\n${block}`),
    resources: config({ X11Forwarding: true }, { state: 'absent' }),
    operations: ['write sshd_config'],
    after: { sshd_config: `${stock.replace('  X11Forwarding yes # for all\n', '')}${block}` },
  },
  {
    name: 'the inverse in a block, which goes with its last line',
    before: file(`${stock}${block}`),
    resources: config(
      { X11Forwarding: 'x', ForceCommand: 'x' },
      { match: 'User sftp Address 10.0.0.0/8', state: 'absent' },
    ),
    operations: ['write sshd_config'],
    after: { sshd_config: stock },
  },
  { name: 'the inverse without a server', resources: config({ Port: 1 }, { state: 'absent' }), statuses: ['ok'] },
])

const test = suite('sshd_config, as sshd reads it')
const folder = scratch('sshd')
execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')])
mkdirSync('/run/sshd', { recursive: true })
/** What sshd does for a user, by keyword. */
const effective = (text: string, user = 'other') => {
  writeFileSync(join(folder, 'config'), `HostKey ${join(folder, 'key')}\n${text}`)
  const words = ['-T', '-f', join(folder, 'config'), '-C', `user=${user},host=h,addr=10.0.0.1`]
  const lines = execFileSync('/usr/sbin/sshd', words, { encoding: 'utf8', stdio: 'pipe' }).trim().split('\n')
  return new Map(lines.map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]))
}
const edited = (text: string, keyword: string, values: readonly string[], match?: string) => {
  const after = editSshdConfig(text, [{ keyword, values, match }], [])
  return 'text' in after ? after.text : after.refusal
}

const text = readFileSync('/etc/ssh/sshd_config', 'utf8').replace(/^Include.*\n/m, '')
for (const [keyword, values] of [
  ['PermitRootLogin', ['no']],
  ['X11Forwarding', ['no']],
  ['MaxAuthTries', ['3']],
  ['Ciphers', ['aes256-ctr,aes128-ctr']],
  ['Banner', ['"/etc/a b"']],
] as const)
  test(`${keyword} has its value, also where a block stands below`, () => {
    const value = values[0].replaceAll('"', '')
    assert.is(effective(edited(text, keyword, values)).get(keyword.toLowerCase()), value)
    assert.is(
      effective(edited(`${text}\nMatch User other\nPermitTTY no\n`, keyword, values)).get(keyword.toLowerCase()),
      value,
    )
  })

test('in a block it counts for whom the block is', () => {
  const after = edited(edited(text, 'PermitTTY', ['no'], 'User sftp'), 'PermitTTY', ['yes'])
  assert.equal([effective(after, 'sftp').get('permittty'), effective(after).get('permittty')], ['no', 'yes'])
})

test('all that sshd knows is known here', () => {
  const known = keywords.map((word) => word.toLowerCase())
  assert.equal(
    [...effective(text).keys()].filter((word) => word !== undefined && !known.includes(word)),
    [],
  )
})

for (const [settings, words] of [
  [{}, /settings: it is empty/],
  [{ PermitRootLogins: 'no' }, /sshd knows no PermitRootLogins, and would not start: did you mean PermitRootLogin\?/],
  [{ Match: 'User x' }, /name the block by match/],
  [{ Include: 'x' }, /add it with lines\(\)/],
  [{ PermitRootLogin: ['no', 'yes'] }, /only the first line counts/],
  [{ AllowUsers: [] }, /AllowUsers has no value: say state: 'absent'/],
  [{ Port: { a: 1 } }, /settings\.Port: give a text, a number/],
] as const)
  test(`refused: ${words}`, () => assert.throws(() => sshdConfig({ settings } as never), words))
test.run()
