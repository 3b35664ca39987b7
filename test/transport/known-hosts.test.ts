import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  fingerprint,
  hashName,
  judge,
  keysFor,
  keyType,
  knownLine,
  knownName,
  parseKnownHosts,
} from '../../lib/transport/known-hosts.ts'

const encode = (type: string, body: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)])
}
const ed = encode('ssh-ed25519', 'one')
const other = encode('ssh-ed25519', 'two')
const rsa = encode('ssh-rsa', 'three')
const text = (key: Buffer) => key.toString('base64')
const hashed = hashName('is1', Buffer.from('a salt of 20 bytes..'))

const test = suite('known_hosts')

/** Each line holds `ed`; what is asked is whether it speaks of the name. */
const names: readonly { line: string; name: string; known: boolean }[] = [
  { line: `is1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: true },
  { line: `is1 ssh-ed25519 ${text(ed)} root@is1 a comment`, name: 'is1', known: true },
  { line: `  is1\tssh-ed25519   ${text(ed)}\r`, name: 'is1', known: true },
  { line: `IS1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: true },
  { line: `is10 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `a,is1,10.0.0.1 ssh-ed25519 ${text(ed)}`, name: '10.0.0.1', known: true },
  { line: `[is1]:2222 ssh-ed25519 ${text(ed)}`, name: '[is1]:2222', known: true },
  { line: `[is1]:2222 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `is1 ssh-ed25519 ${text(ed)}`, name: '[is1]:2222', known: false },
  { line: `*.example.com ssh-ed25519 ${text(ed)}`, name: 'is1.example.com', known: true },
  { line: `*.example.com ssh-ed25519 ${text(ed)}`, name: 'is1-example.com', known: false },
  { line: `is? ssh-ed25519 ${text(ed)}`, name: 'is1', known: true },
  { line: `is? ssh-ed25519 ${text(ed)}`, name: 'is', known: false },
  { line: `*,!is1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `!is2,* ssh-ed25519 ${text(ed)}`, name: 'is1', known: true },
  { line: `!is2 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `${hashed} ssh-ed25519 ${text(ed)}`, name: 'is1', known: true },
  { line: `${hashed} ssh-ed25519 ${text(ed)}`, name: 'is2', known: false },
  { line: `# is1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `#is1 ssh-ed25519 ${text(ed)}`, name: '#is1', known: false },
  { line: 'is1 ssh-ed25519', name: 'is1', known: false },
  { line: `@cert-authority is1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
  { line: `@other is1 ssh-ed25519 ${text(ed)}`, name: 'is1', known: false },
]

for (const { line, name, known } of names) {
  test(`${line.slice(0, 40)}… ${known ? 'speaks' : 'does not speak'} of ${name}`, () => {
    const { state } = judge(keysFor(parseKnownHosts(line, 'file'), name), ed)
    assert.is(state, known ? 'known' : 'unknown')
  })
}

const verdicts: readonly { what: string; lines: readonly string[]; key: Buffer; state: string }[] = [
  { what: 'no line', lines: [], key: ed, state: 'unknown' },
  { what: 'another key of the same type', lines: [`is1 ssh-ed25519 ${text(other)}`], key: ed, state: 'changed' },
  { what: 'one of two keys', lines: [knownLine('is1', other), knownLine('is1', ed)], key: ed, state: 'known' },
  { what: 'a key of another type only', lines: [`is1 ssh-rsa ${text(rsa)}`], key: ed, state: 'unknown' },
  {
    what: 'a revoked key, though it is also listed',
    lines: [knownLine('is1', ed), `@revoked * ssh-ed25519 ${text(ed)}`],
    key: ed,
    state: 'revoked',
  },
  {
    what: 'a good key, though another is revoked',
    lines: [knownLine('is1', ed), `@revoked * ssh-ed25519 ${text(other)}`],
    key: ed,
    state: 'known',
  },
  {
    what: 'another key is revoked, none is known',
    lines: [`@revoked * ssh-ed25519 ${text(other)}`],
    key: ed,
    state: 'unknown',
  },
]

for (const { what, lines, key, state } of verdicts) {
  test(`${what}: ${state}`, () => {
    assert.is(judge(keysFor(parseKnownHosts(lines.join('\n'), 'file'), 'is1'), key).state, state)
  })
}

test('a changed key says where the known one stands', () => {
  const verdict = judge(keysFor(parseKnownHosts(`# a\n\nis1 ssh-ed25519 ${text(other)}\n`, '/k'), 'is1'), ed)
  assert.equal(verdict.state === 'changed' && [verdict.from.file, verdict.from.line], ['/k', 3])
})

test('a host known by another type, or by an authority, is told apart from a new one', () => {
  const lines = `is1 ssh-rsa ${text(rsa)}\n@cert-authority * ssh-ed25519 ${text(other)}`
  const verdict = judge(keysFor(parseKnownHosts(lines, 'file'), 'is1'), ed)
  assert.equal(verdict.state === 'unknown' && [verdict.others.length, verdict.authorities.length], [1, 1])
})

test('names carry the port only when it is not 22', () => {
  assert.is(knownName('Is1', 22), 'is1')
  assert.is(knownName('Is1', 2222), '[is1]:2222')
})

test('a line that is written is read back as known', () => {
  const parsed = parseKnownHosts(knownLine('[is1]:2222', rsa), 'file')
  assert.is(judge(keysFor(parsed, '[is1]:2222'), rsa).state, 'known')
  assert.is(keyType(rsa), 'ssh-rsa')
})

test('fingerprints are those of ssh-keygen -l', () => {
  const key = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl', 'base64')
  assert.is(fingerprint(key), 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
})

test.run()
