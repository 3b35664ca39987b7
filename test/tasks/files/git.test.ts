import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { askClone } from '../../../lib/remote/posix/git.ts'
import { command, git } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun } from '../../support/trial.ts'

needs(['git', 'dash'])
const spec = local({ shell: 'dash' })
const folder = scratch('git')
const env = { ...process.env, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
const run = (at: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', at, ...args], {
    encoding: 'utf8',
    env,
    stdio: 'pipe',
  }).trim()

const origin = join(folder, 'origin')
mkdirSync(origin)
run(origin, 'init', '-q', '-b', 'main')
function commit(text: string): string {
  writeFileSync(join(origin, 'f'), text)
  run(origin, 'add', 'f')
  run(origin, 'commit', '-qm', text)
  return run(origin, 'rev-parse', 'HEAD')
}
const first = commit('1')
run(origin, 'tag', '-am', 'one', 'v1')
const url = `file://${origin}`
const at = (name: string) => join(folder, name)
const head = (name: string) => run(at(name), 'rev-parse', 'HEAD')

/** A run, and one more that finds nothing to do. */
async function tryTwice(given: Resources, on = spec) {
  const tried = await tryRun(given, on)
  assert.is(tried.said, '')
  assert.equal((await tryRun(given, on)).statuses, ['ok'])
  return tried
}

const test = suite('git')
test('absent: cloned at a branch, then followed', async () => {
  const main = git({ url, path: at('app'), ref: 'main' })
  covers({ git: 'absent' }, (await tryTwice(main, spec)).statuses)
  assert.is(head('app'), first)
  covers({ git: 'already right' }, (await tryRun(main, spec)).statuses)
  const second = commit('2')
  covers({ git: 'wrong content' }, (await tryTwice(main, spec)).statuses)
  assert.is(head('app'), second)
})
test('where a step before brings git', async () => {
  const bin = at('bin')
  execFileSync('sh', ['-c', `mkdir ${bin} && ln -s /usr/bin/* /bin/* ${bin} 2>/dev/null; rm ${bin}/git`])
  const without = local({ shell: 'dash', env: { PATH: bin } })
  const late = git({ url, path: at('late'), ref: 'v1' })
  assert.match((await tryRun(late, without)).said, /the host has no git: install it before/)
  const brings = command({ script: `ln -s /usr/bin/git ${bin}/git`, creates: `${bin}/git` })
  assert.equal((await tryRun([brings, late], without)).statuses, ['changed', 'changed'])
})
test('by a key of its own, over SSH', async () => {
  const said = await tryRun(
    git({ url: 'git@127.0.0.1.invalid:a.git', path: at('key'), ref: 'main', key: '/nosuch key' }),
    spec,
  )
  assert.match(said.said, /127\.0\.0\.1\.invalid:a\.git does not answer|Identity file/)
  const asked = askClone({ url, path: at('key'), ref: 'main', key: "/srv/it's a key" })
  const shown = execFileSync('dash', [
    '-c',
    `git() { :; }; ${asked.split('command -v', 1)[0]} eval "set -- $GIT_SSH_COMMAND"; echo "$*"`,
  ])
  assert.is(String(shown).trim(), "ssh -o BatchMode=yes -o IdentitiesOnly=yes -i /srv/it's a key")
})
test('a tag that has a message, and a commit, shallow', async () => {
  await tryTwice(git({ url, path: at('tagged'), ref: 'v1', depth: 1 }), spec)
  assert.is(head('tagged'), first)
  await tryTwice(git({ url, path: at('exact'), ref: first }), spec)
  assert.is(head('exact'), first)
  await tryTwice(git({ url, path: at('tagged'), ref: 'main' }), spec)
  assert.is(head('tagged'), run(origin, 'rev-parse', 'main'))
})
test('a tree in which files were changed, or commits made, is refused; unless it is forced', async () => {
  const main = git({ url, path: at('app'), ref: 'main' })
  writeFileSync(at('app/new'), 'mine')
  const { said, statuses } = await tryRun(main, spec)
  assert.equal(statuses, ['refused'])
  assert.match(said, /files in .*app were changed: look at them/)
  const away = await tryRun(git({ path: at('app'), state: 'absent' }), spec)
  assert.match(away.said, /holds files that were changed: save them/)
  run(at('app'), 'add', 'new')
  run(at('app'), 'commit', '-qm', 'mine')
  commit('3')
  assert.match((await tryRun(main, spec)).said, /has commits that .*origin has not: push them/)
  await tryTwice(git({ url, path: at('app'), ref: 'main', force: true }), spec)
  assert.is(head('app'), run(origin, 'rev-parse', 'main'))
})
test('something else in its place, no folder above it, no such ref, no such repository', async () => {
  writeFileSync(at('file'), 'x')
  const other = await tryRun(git({ url, path: at('file'), ref: 'main' }), spec)
  covers({ git: 'wrong kind' }, other.statuses)
  assert.match(other.said, /file is there, and no working tree of git/)
  const none = await tryRun(git({ url, path: at('no/where'), ref: 'main' }), spec)
  covers({ git: 'parent missing' }, none.statuses)
  assert.match(none.said, /the folder of .*where is not there/)
  assert.match((await tryRun(git({ url, path: at('x'), ref: 'nosuch' }), spec)).said, /has no nosuch: name a branch/)
  assert.match(
    (await tryRun(git({ url: `${url}x`, path: at('x'), ref: 'main' }), spec)).said,
    /does not answer: .*correct the URL/s,
  )
})
test('the inverse', async () => {
  covers({ git: 'inverse' }, (await tryTwice(git({ path: at('exact'), state: 'absent' }), spec)).statuses)
  assert.equal((await tryRun(git({ path: at('exact'), state: 'absent' }), spec)).statuses, ['ok'])
})
for (const [given, says] of [
  [{ url: 'https://a:b@c/d', path: '/x', ref: 'main' }, /it holds a password/],
  [{ url: '--upload-pack=x', path: '/x', ref: 'main' }, /begins with a dash/],
  [{ url: 'u', path: '/x', ref: '-x' }, /is no ref/],
] as const)
  test(`refused: ${says}`, () => assert.throws(() => git(given), says))
test.run()
