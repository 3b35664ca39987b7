import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type AuthorizedKeys, authorizedKeys } from '../../../tasks/index.ts'
import { readKeyLine } from '../../../tasks/system/authorized-keys/key-line.ts'
import { needs, needsRoot } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { type Places, trySituations } from '../../support/situations.ts'

needs(['openssh-client'])
needsRoot('giving files away')

const folder = scratch('keys')
const keyOf = (name: string, type = 'ed25519') => {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', `${name}@ci`, '-f', join(folder, name)])
  return readFileSync(join(folder, `${name}.pub`), 'utf8').trim()
}
const [one, two, three] = [keyOf('one'), keyOf('two', 'ecdsa'), keyOf('three', 'rsa')] as const
const bare = (key: string) => key.split(' ').slice(0, 2).join(' ')

const keys =
  (keys: readonly string[], more: Partial<AuthorizedKeys> = {}) =>
  ({ at }: Places) =>
    authorizedKeys({ user: 'daemon', home: at('h'), keys, ...more })
const home = { h: { dir: true, uid: 1 }, 'h/.ssh': { dir: true, mode: 0o700, uid: 1 } } as const
const file = (text: string) => ({ ...home, 'h/.ssh/authorized_keys': { file: text, mode: 0o600, uid: 1 } }) as const
const path = 'h/.ssh/authorized_keys'

trySituations('authorizedKeys', [
  {
    name: 'absent: the folder and the file are made, for the user alone',
    covers: { authorizedKeys: 'absent' },
    before: { h: { dir: true } },
    resources: keys([one, `restrict,from="10.0.0.0/8,::1" ${two}`]),
    operations: ['directory h/.ssh', `write ${path}`],
    statuses: ['changed'],
    after: { 'h/.ssh': { mode: 0o700 }, [path]: `${one}\nrestrict,from="10.0.0.0/8,::1" ${two}\n` },
  },
  {
    name: 'right, with another comment where none is given, among other keys',
    covers: { authorizedKeys: 'already right' },
    before: file(`# team\n${two}\n\n${bare(one)} my laptop\n`),
    resources: keys([bare(one)]),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'other options, and a second line that would give what the first does not; all else stays',
    covers: { authorizedKeys: 'wrong content' },
    before: file(`# team\r\nno-pty ${one}\r\n${two}\r\n${bare(one)}\r\n# end`),
    resources: keys([`restrict ${bare(one)}`, three]),
    operations: [`write ${path}`],
    after: { [path]: `# team\r\nrestrict ${one}\r\n${two}\r\n# end\r\n${three}\r\n` },
  },
  {
    name: 'exclusive: other lines go, comments stay',
    before: file(`# team\n${two}\nnew-type@example.com AAAA x\n\n${one}\n`),
    resources: keys([one], { exclusive: true }),
    operations: [`write ${path}`],
    after: { [path]: `# team\n\n${one}\n` },
  },
  {
    name: 'right, but where others may write: sshd would not read it',
    covers: { authorizedKeys: 'attributes' },
    before: {
      h: { dir: true, uid: 1 },
      'h/.ssh': { dir: true, mode: 0o775, uid: 1 },
      [path]: { file: `${one}\n`, mode: 0o664, uid: 0 },
    },
    resources: keys([one]),
    operations: ['attributes h/.ssh', `attributes ${path}`],
    after: { 'h/.ssh': { mode: 0o700 }, [path]: { mode: 0o600 } },
  },
  {
    name: 'a directory in its place',
    covers: { authorizedKeys: 'wrong kind' },
    before: { [path]: { dir: true } },
    resources: keys([one]),
    refused: /authorized_keys is a directory/,
  },
  {
    name: 'a file for the folder',
    before: { 'h/.ssh': '' },
    resources: keys([one]),
    refused: /\.ssh is a file: move it away/,
  },
  {
    name: 'a link, which the user could point anywhere',
    before: { ...home, secret: 'x', [path]: { link: '../../secret' } },
    resources: keys([one]),
    refused: /authorized_keys is a link to \.\.\/\.\.\/secret: put a real one in its place/,
  },
  {
    name: 'a folder that is a link',
    before: { 'h/x/authorized_keys': '', 'h/.ssh': { link: 'x' } },
    resources: keys([one]),
    refused: /\.ssh is a link to x/,
  },
  {
    name: 'a link, and the inverse',
    before: { ...home, secret: `${one}\n`, [path]: { link: '../../secret' } },
    resources: keys([one], { state: 'absent' }),
    refused: /authorized_keys is a link/,
  },
  {
    name: 'no home',
    covers: { authorizedKeys: 'parent missing' },
    resources: keys([one]),
    refused: /the home of .*\.ssh is not there: make it before, with user\(\)/,
  },
  {
    name: 'another home than the one that is meant',
    resources: () => authorizedKeys({ user: 'daemon', keys: [one] }),
    refused: /the home of daemon is \/usr\/sbin, not \/home\/daemon: say home: '\/usr\/sbin'/,
  },
  {
    name: 'no such user',
    before: { h: { dir: true } },
    resources: keys([one], { user: 'nosuch' }),
    refused: /there is no user nosuch to let in: make them before, with user\(\)/,
  },
  {
    name: 'a file elsewhere, whose mode stays',
    before: { keys: { file: '', mode: 0o644 } },
    resources: ({ at }) => authorizedKeys({ user: 'daemon', path: at('keys'), keys: [one] }),
    operations: ['write keys'],
    after: { keys: `${one}\n` },
  },
  {
    name: 'a new file elsewhere',
    before: { d: { dir: true } },
    resources: ({ at }) => authorizedKeys({ user: 'daemon', path: at('d/keys'), keys: [one] }),
    operations: ['write d/keys'],
    after: { 'd/keys': { mode: 0o600 } },
  },
  {
    name: 'the inverse, with whatever options it has',
    covers: { authorizedKeys: 'inverse' },
    before: file(`${two}\nno-pty ${bare(one)} x y\n# end\n`),
    resources: keys([one], { state: 'absent' }),
    operations: [`write ${path}`],
    statuses: ['changed'],
    after: { [path]: `${two}\n# end\n` },
  },
  {
    name: 'the inverse where nothing is, nor the user',
    resources: keys([one], { state: 'absent', user: 'nosuch' }),
    operations: [],
    statuses: ['ok'],
  },
])

const test = suite('lines of authorized_keys, as ssh-keygen reads them')
const [type = '', blob = ''] = one.split(' ')
const lines: readonly (readonly [line: string, isKey: boolean])[] = [
  [one, true],
  [`  ${one}`, true],
  [bare(one), true],
  [`no-pty ${one}`, true],
  [`command="echo \\"a b\\" # x",no-pty ${one}`, true],
  [`environment="A=B C",from="*.example.com,!x" ${one}`, true],
  [`${type}\t${blob}\tcomment with blanks`, true],
  [`# ${one}`, false],
  [`no pty ${one}`, false],
  [`command="open ${one}`, false],
  [type, false],
  ['', false],
]
for (const [line, isKey] of lines)
  test(JSON.stringify(line.replace(blob, 'AAAA')), () => {
    assert.is(readKeyLine(line)?.key, isKey ? blob : undefined)
    writeFileSync(join(folder, 'line'), `${line}\n`)
    const read = () => execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'line')], { stdio: 'pipe' })
    if (isKey) read()
    else assert.throws(read)
  })

for (const [wrong, words] of [
  ['-----BEGIN OPENSSH PRIVATE KEY-----', /keys\.0: it is a private key: give the public one/],
  ['ssh-ed25519', /it is no public key of SSH/],
  [`ssh-rsa ${blob}`, /the key is not whole, or none of ssh-rsa/],
  [`${one}\n${two}`, /it has more than one line/],
] as const)
  test(`refused: ${words}`, () => assert.throws(() => authorizedKeys({ user: 'a', keys: [wrong] }), words))
test('refused: one key twice', () =>
  assert.throws(() => authorizedKeys({ user: 'a', keys: [one, `no-pty ${bare(one)}`] }), /one key is named twice/))
test.run()
