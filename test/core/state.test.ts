import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  changedPaths,
  emptyState,
  forgetBelow,
  fork,
  type Node,
  nodeAt,
  realPath,
  sameNode,
  touch,
} from '../../lib/core/state.ts'
import { attributes, directory, file, link, stateOf } from './nodes.ts'

const test = suite('state')

const links = stateOf({
  '/opt/current': link('is-5.4.1'),
  '/opt/absolute': link('/srv/is'),
  '/opt/up': link('../srv'),
  '/opt/chain': link('current/conf'),
  '/opt/loop': link('loop'),
  '/opt/to-root': link('/'),
  '/a': link('b'),
  '/b': link('a'),
})

const paths: readonly (readonly [path: string, real: string, followed?: string])[] = [
  ['/opt/is', '/opt/is'],
  ['/', '/'],
  ['//opt/./is/', '/opt/is'],
  ['/opt/x/../is', '/opt/is'],
  ['/../opt', '/opt'],
  ['/opt/current', '/opt/current', '/opt/is-5.4.1'],
  ['/opt/current/conf/a.xml', '/opt/is-5.4.1/conf/a.xml'],
  ['/opt/absolute/x', '/srv/is/x'],
  ['/opt/up/x', '/srv/x'],
  ['/opt/chain', '/opt/chain', '/opt/is-5.4.1/conf'],
  ['/opt/current/..', '/opt'],
  ['/opt/to-root/etc', '/etc'],
  ['/opt/loop/x', '/opt/loop'],
]

for (const [path, real, followed = real] of paths) {
  test(`the real path of ${path} is ${real}, followed ${followed}`, () => {
    assert.is(realPath(links, path), real)
    assert.is(realPath(links, path, true), followed)
  })
}

test('a circle of links ends at one of them', () => {
  assert.is(links.nodes.get(realPath(links, '/a/x', true))?.type, 'symlink')
})

const known = stateOf({
  '/': directory({ below: 'absent' }),
  '/home': directory(),
  '/srv': directory({ below: 'unknown' }),
  '/srv/known': directory({ below: 'absent' }),
  '/etc/secret': { type: 'denied' },
  '/etc/gone': { type: 'absent' },
  '/etc/file': file('a'),
  '/etc/link': link('x'),
  '/etc/made-later': { type: 'unknown' },
})

/** What is taken to be at a path: its own node, or what the nearest folder says of all below it. */
const places: readonly (readonly [path: string, type: string | undefined])[] = [
  ['/etc/file', 'file'],
  ['/new/below/an/empty/root', 'absent'],
  ['/home', 'directory'],
  ['/home/nobody/has/asked', undefined],
  ['/srv/anything', 'unknown'],
  ['/srv/known/thing', 'absent'],
  ['/etc/secret/below', 'denied'],
  ['/etc/made-later/below', 'unknown'],
  ['/etc/gone/below', 'absent'],
  ['/etc/file/below', 'absent'],
  ['/etc/link/below', 'absent'],
]

for (const [path, type] of places) test(`at ${path} is ${type}`, () => assert.is(nodeAt(known, path)?.type, type))

test('of an empty state nothing is known', () => assert.is(nodeAt(emptyState(), '/'), undefined))

/** Of the text `a`. */
const sha256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'

const same: readonly (readonly [name: string, a: Node | undefined, b: Node | undefined, same: boolean])[] = [
  ['nobody has asked, twice', undefined, undefined, true],
  ['nobody has asked, and nothing there', undefined, { type: 'absent' }, false],
  ['nothing there, twice', { type: 'absent' }, { type: 'absent' }, true],
  ['equal files', file('a'), file('a'), true],
  ['other content', file('a'), file('b'), false],
  ['another mode', file('a'), file('a', { mode: 0o600 }), false],
  ['another owner', file('a'), file('a', { owner: 'root' }), false],
  ['another group', file('a'), file('a', { group: 'root' }), false],
  ['content and its digest', file('a'), { type: 'file', ...attributes, sha256 }, true],
  ['content and another digest', file('b'), { type: 'file', ...attributes, sha256 }, false],
  ['files of which nothing is known', { type: 'file' }, { type: 'file' }, false],
  ['equal folders', directory(), directory(), true],
  ['folders, one of them with unknown things in it', directory(), directory({ below: 'unknown' }), false],
  ['a folder with another mode', directory(), directory({ mode: 0o700 }), false],
  ['equal links', link('x'), link('x'), true],
  ['links to other places', link('x'), link('y'), false],
  ['a file and a link', file('a'), link('a'), false],
  ['two things that cannot be told apart', { type: 'unknown' }, { type: 'unknown' }, false],
  ['sockets', { type: 'other', what: 'socket' }, { type: 'other', what: 'socket' }, false],
]

for (const [name, a, b, isSame] of same) {
  test(`${name}: ${isSame ? 'nothing to do' : 'not the same'}`, () => {
    assert.is(sameNode(a, b), isSame)
    assert.is(sameNode(b, a), isSame)
  })
}

test('a path that is changed and changed back is not among the changed', () => {
  const state = stateOf({ '/f': file('a'), '/g': file('a') })
  touch(state, '/f', file('b'))
  touch(state, '/g', file('b'))
  touch(state, '/f', file('a'))
  assert.equal(changedPaths(state), ['/g'])
})

test('what is below is forgotten, and neither the folder nor what only begins like it', () => {
  const state = stateOf({ '/d': directory(), '/d/f': file('a'), '/d/e/g': file('a'), '/da': file('a') })
  forgetBelow(state, '/d')
  assert.equal([...state.nodes.keys()], ['/d', '/da'])
  forgetBelow(state, '/')
  assert.equal([...state.nodes.keys()], [])
})

test('a fork goes its own way', () => {
  const state = stateOf({ '/f': file('a') })
  const other = fork(state)
  touch(other, '/f', file('b'))
  other.answers.set('q', 1)
  other.runs.count++
  assert.equal([changedPaths(state), state.answers.size, state.runs.count], [[], 0, 0])
  assert.equal([changedPaths(other), other.answers.size, other.runs.count], [['/f'], 1, 1])
})

test.run()
