import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Closeness } from '../../lib/core/approval/closeness.ts'
import { covered, coveredDiff, coveredWords, withoutDigests } from '../../lib/core/approval/covered.ts'
import { differences } from '../../lib/core/approval/differences.ts'
import { headingDifferences, partDifferences } from '../../lib/core/approval/heading-differences.ts'
import type { ApprovedPath, ApprovedRun, ApprovedStep } from '../../lib/core/approval.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'

const test = suite('approvals')

const named = (id: string) => ({ id, task: 'file', title: `write ${id}` })
const at = (path: string, more: Partial<ApprovedPath> = {}): ApprovedPath => ({
  path,
  before: { type: 'file', mode: 0o644, sha256: 'a' },
  after: { type: 'file', mode: 0o644, sha256: 'b' },
  ...more,
})
const ok: ApprovedStep = { ...named('s'), outcome: 'ok' }
const write = (...paths: readonly ApprovedPath[]): ApprovedStep => ({
  ...named('s'),
  outcome: 'change',
  operations: [{ op: 'write', as: 'login', paths }],
})
const tried = (...validate: readonly string[]): ApprovedStep => ({
  ...named('s'),
  outcome: 'change',
  operations: [{ op: 'write', as: 'login', paths: [at('/x')], validate }],
})
const run = (more: Partial<ApprovedRun> = {}): ApprovedStep => ({
  ...named('s'),
  outcome: 'change',
  operations: [{ op: 'run', as: 'sudo root', script: 'reload', touches: ['/run/x'], ...more }],
})
const on = (...terms: readonly string[]): ApprovedStep => ({
  ...named('s'),
  outcome: 'change',
  terms,
  operations: [],
})
const later = (may: readonly string[] | 'commands' | undefined): ApprovedStep => ({
  ...named('s'),
  outcome: 'deferred',
  waitsFor: '/etc/y',
  options: '{ "script": "reload" }',
  ...(may === undefined ? {} : { may }),
})
const guard = (within: number, key = 'file /x') => ({ guarded: { key, within } })
const guarded = (within?: number, key?: string): ApprovedStep => ({
  ...write(at('/x')),
  ...(within === undefined ? {} : guard(within, key)),
})

const situations: readonly {
  name: string
  was: readonly ApprovedStep[]
  now: readonly ApprovedStep[]
  closeness?: Closeness
  rest?: true
  /** What its task is given now. Default: the same. */
  options?: string
  says?: RegExp
}[] = [
  { name: 'the same', was: [write(at('/x'))], now: [write(at('/x'))] },
  {
    name: 'undone by another script',
    was: [run({ undo: 'reload' })],
    now: [run({ undo: 'rm -r /' })],
    says: /^"reload" is undone by "rm -r \/", and was approved to be undone by "reload"$/,
  },
  { name: 'undone by none', was: [run({ undo: 'reload' })], now: [run()], says: /undone by no script/ },
  {
    name: 'undone before the files',
    was: [run({ undo: 'reload' })],
    now: [run({ undo: 'reload', undoFirst: true })],
    says: /is undone by "reload", before the files are as they were/,
  },
  { name: 'ended after a time', was: [run()], now: [run({ timeout: 1 })], says: /ended after 1 s, .* as long as it/ },
  {
    name: 'left to itself',
    was: [run({ timeout: 60 })],
    now: [run({ detached: 60 })],
    says: /^"reload" runs on by itself for 60 s, and was approved as what is ended after 60 s$/,
  },
  {
    name: 'another file on the host',
    was: [write(at('/x'))],
    now: [write(at('/x', { before: { type: 'file', mode: 0o644, sha256: 'c' } }))],
    says: /^\/x on the host is not what it was when this was approved: its content differs$/,
  },
  { name: 'the same to pass', was: [tried('visudo -cf %s')], now: [tried('visudo -cf %s')] },
  {
    name: 'another command to pass',
    was: [tried('visudo -cf %s')],
    now: [tried('true %s')],
    says: /^write \/x has to pass true %s first, and was approved to pass visudo -cf %s$/,
  },
  {
    name: 'nothing to pass any more',
    was: [tried('visudo -cf %s')],
    now: [write(at('/x'))],
    says: /^write \/x has to pass nothing first, and was approved to pass visudo/,
  },
  {
    name: 'another mode on the host',
    was: [write(at('/x'))],
    now: [write(at('/x', { before: { type: 'file', mode: 0o600, sha256: 'a' } }))],
    says: /mode 0600, and was 0644/,
  },
  {
    name: 'another kind on the host',
    was: [write(at('/x', { before: { type: 'absent' } }))],
    now: [write(at('/x'))],
    says: /type file, and was absent/,
  },
  {
    name: 'another content wanted',
    was: [write(at('/x'))],
    now: [write(at('/x', { after: { type: 'file', mode: 0o644, sha256: 'c' } }))],
    says: /^\/x would become something else than was approved: its content differs$/,
  },
  {
    name: 'of a sensitive path, another difference',
    was: [write(at('/x', { sensitive: true, diff: '-a' }))],
    now: [write(at('/x', { sensitive: true, diff: '-b' }))],
    says: /^\/x would change in another way than was approved/,
  },
  {
    name: 'a path more',
    was: [write(at('/x'))],
    now: [write(at('/x'), at('/y'))],
    says: /^\/y would be changed \(write\), which was not approved$/,
  },
  { name: 'a path less', was: [write(at('/x'), at('/y'))], now: [write(at('/x'))], says: /^\/y is already so/ },
  { name: 'nothing to do any more', was: [write(at('/x'))], now: [ok], says: /^it is already so: write \/x/ },
  { name: 'something to do', was: [ok], now: [run()], says: /^running reload: nothing was to be done/ },
  { name: 'another script', was: [run()], now: [run({ script: 'rm -r /' })], says: /"rm -r \/" is not the script/ },
  { name: 'another input', was: [run()], now: [run({ stdin: 'f' })], says: /"reload" is given another input/ },
  { name: 'as another user', was: [run()], now: [run({ as: 'login' })], says: /done as login, and .* as sudo root/ },
  { name: 'touching more', was: [run()], now: [run({ touches: [] })], says: /touches nothing, .* \/run\/x/ },
  {
    name: 'another file sent',
    was: [run({ uploads: [{ file: 'a.zip', sha256: 'a' }] })],
    now: [run({ uploads: [{ file: 'a.zip', sha256: 'b' }] })],
    says: /^a.zip on this machine is not the file that was approved$/,
  },
  { name: 'a step more', was: [], now: [ok], says: /^this step is not among those that were approved$/ },
  { name: 'a step less', was: [ok], now: [], says: /^"write s" \(s\) was approved, and is no step any more$/ },
  {
    name: 'a step less, of those that are left',
    was: [{ ...ok, id: 'done' }, ok, { ...ok, id: 'last' }],
    now: [ok],
    rest: true,
    says: /\(last\) was approved/,
  },
  { name: 'the steps that are left', was: [{ ...ok, id: 'done' }, ok], now: [ok], rest: true },
  {
    name: 'another order',
    was: [ok, { ...ok, id: 't' }],
    now: [{ ...ok, id: 't' }, ok],
    says: /^it was approved before/,
  },
  { name: 'another title', was: [ok], now: [{ ...ok, title: 'erase all' }], says: /^it was approved as "write s"/ },
  { name: 'deferred, with the same bounds', was: [later(['/etc'])], now: [later(['/etc'])] },
  { name: 'deferred, with other bounds', was: [later(['/etc'])], now: [later(['/'])], says: /may touch .*\(\/etc\)$/ },
  { name: 'deferred, with no bounds any more', was: [later('commands')], now: [later(undefined)], says: /commands/ },
  { name: 'deferred, and known at once', was: [later(['/etc'])], now: [run()], says: /known already/ },
  { name: 'deferred, and known in its turn', was: [later(['/etc'])], now: [run()], closeness: 'as known' },
  {
    name: 'what follows from what was deferred, in its turn',
    was: [later(['/etc'])],
    now: [ok, { ...run(), id: 's/follows' }],
    closeness: 'as known',
  },
  {
    name: 'what follows from what was known',
    was: [ok],
    now: [ok, { ...run(), id: 's/follows' }],
    closeness: 'as known',
    says: /not among those/,
  },
  {
    name: 'deferred, and given something else now',
    was: [later([])],
    now: [later([])],
    options: '{ "script": "wipe" }',
    says: /^what its task is given is not what was approved$/,
  },
  {
    name: 'deferred, and given something else in its turn',
    was: [later([])],
    now: [run()],
    closeness: 'as known',
    options: '{ "script": "wipe" }',
    says: /^what its task is given is not what was approved$/,
  },
  { name: 'on the same terms', was: [on('a')], now: [on('a')] },
  {
    name: 'on other terms',
    was: [on('a', 'b')],
    now: [on('a')],
    says: /^it is carried out with these: a, and was approved with these: a; b$/,
  },
  {
    name: 'on other terms, and nothing to do',
    was: [on('a')],
    now: [ok],
    says: /^it is already so/,
  },
  { name: 'guarded as it was', was: [guarded(30)], now: [guarded(30)] },
  {
    name: 'guarded, and no longer',
    was: [guarded(30)],
    now: [guarded()],
    says: /^it is not guarded, and was approved guarded with "file \/x", to be put back within 30 s unless it is confirmed$/,
  },
  { name: 'not guarded, and guarded now', was: [guarded()], now: [guarded(30)], says: /approved not guarded$/ },
  { name: 'guarded for longer', was: [guarded(30)], now: [guarded(60)], says: /within 60 s .* within 30 s/ },
  { name: 'guarded in another list', was: [guarded(30)], now: [guarded(30, 'file /y')], says: /with "file \/y"/ },
  { name: 'guarded, and nothing to do', was: [guarded(30)], now: [ok], says: /^it is already so/ },
  {
    name: 'deferred and guarded, and no longer in its turn',
    was: [{ ...later(['/etc']), ...guard(30) }],
    now: [guarded()],
    closeness: 'as known',
    says: /^it is not guarded, /,
  },
  {
    name: 'what follows from what was deferred and guarded, and is not',
    was: [{ ...later(['/etc']), ...guard(30) }],
    now: [ok, { ...guarded(), id: 's/follows' }],
    closeness: 'as known',
    says: /^it is not guarded, /,
  },
  {
    name: 'what follows from what was deferred and guarded, and is',
    was: [{ ...later(['/etc']), ...guard(30) }],
    now: [ok, { ...guarded(30), id: 's/follows' }],
    closeness: 'as known',
  },
  {
    name: 'more known than could be foretold',
    was: [write(at('/x', { before: { type: 'unknown' }, after: { type: 'file', owner: '7' } }))],
    now: [write(at('/x', { after: { type: 'file', owner: 'deploy', group: 'deploy', mode: 0o600 } }))],
    closeness: 'as known',
  },
  {
    name: 'other than was foretold',
    was: [write(at('/x'))],
    now: [write(at('/x', { before: { type: 'file', sha256: 'c' } }))],
    closeness: 'as known',
    says: /its content differs/,
  },
]

for (const {
  name,
  was,
  now,
  closeness = 'exactly',
  rest = false,
  options = '{ "script": "reload" }',
  says,
} of situations) {
  test(name, () => {
    const found = differences(was, now, { closeness, rest, optionsOf: () => options })
    if (says === undefined) return assert.equal(found, [])
    assert.is(found.length, 1)
    assert.match(found[0]?.words ?? '', says)
  })
}

test('of a secret neither its length, nor its lines, nor what quotes it is left', () => {
  const made = (value: string, quote: string) =>
    covered(`a\nb = ${quote}${refer(secret(`one ${value}`, { value }))}${quote}\nc`, (text) => text)
  assert.is(made('x', "'"), 'a\n********\nc')
  assert.is(made('one\ntwo\nthree', '"'), 'a\n********\nc')
})

test('of a difference, lines that hold a secret are one word, and hunks have no numbers', () => {
  const diff = '--- /x\n+++ /x (after)\n@@ -1,3 +1,4 @@\n a\n-- user=********\n+b=********\n+********\n c\n'
  assert.is(coveredDiff(diff), '--- /x\n+++ /x (after)\n@@\n a\n-********\n+********\n c\n')
})

test('digests are no part of what is compared as an input', () => {
  assert.is(withoutDigests(`/etc/x ${'0f'.repeat(32)}\n`), '/etc/x ********\n')
})

const heading = (hosts: Record<string, string>, name = 'web', plays: Record<string, string[]> = {}) => ({
  hosts,
  plays,
  runbook: '1',
  playbook: { given: 'web.ts', name },
})

test('hosts, and how they are reached, are compared', () => {
  assert.equal(headingDifferences(heading({ a: 'ssh a' }), heading({ a: 'ssh a' })), [])
  assert.equal(headingDifferences(heading({ a: 'ssh a', b: 'ssh b' }), heading({ a: 'ssh evil', c: 'ssh c' }, 'x')), [
    'the playbook is called x, and was web',
    'host a is reached by ssh evil, and was by ssh a',
    'host b is not chosen any more, or not in the inventory',
    'host c was not approved',
  ])
})

test('how many hosts of a play are begun is compared', () => {
  const plays = (all: Record<string, string[]>) => heading({}, 'web', all)
  assert.equal(headingDifferences(plays({ p: ['1 at a time'] }), plays({ p: ['1 at a time'] })), [])
  assert.equal(headingDifferences(plays({ p: ['1 at a time'] }), plays({ toString: ['2 at a time'] })), [
    'the play p is carried out without terms, and was approved with these: 1 at a time',
    'the play toString is carried out with these: 2 at a time, and was approved without terms',
  ])
})

test('plays that are gone, or come in another order, are named', () => {
  const part = (play: string) => ({ play, host: 'a', steps: [] })
  assert.equal(partDifferences([part('p'), part('q')], [part('p'), part('q')]), [])
  assert.match(partDifferences([part('p'), part('q')], [part('p')])[0] ?? '', /^the play q was approved for a/)
  assert.match(partDifferences([part('p'), part('q')], [part('q'), part('p')])[0] ?? '', /in another order .*: p, q$/)
})

test('what a task was given says of a line with a secret all but that, however many lines it has', () => {
  const given = (value: string) =>
    coveredWords(`a\nb = ${refer(secret(`given ${value}`, { value }))} end\nopen`, (text) =>
      text.replace('open', '********'),
    )
  assert.is(given('x'), 'a\nb = ******** end\n********')
  for (const value of ['first\nsecond', '\n\n', 'x'.repeat(200)])
    assert.is(given(value), given('x'), JSON.stringify(value))
})

test.run()
