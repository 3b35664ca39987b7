import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { followedFact, pathFact } from '../../lib/core/fact.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { plan } from '../../lib/core/plan.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { emptyState, type Node, nodeAt } from '../../lib/core/state.ts'

/** A step that plans these operations, whatever is there. */
const step = (...operations: Operation[]): Resource => ({
  task: 'test',
  key: 'test',
  title: 'test',
  tags: [],
  args: {},
  reads: { root: pathFact('/'), followed: followedFact('/') },
  plan: () => operations,
})

const write = (path: string, text: string, more = {}): Operation => ({ op: 'write', path, content: { text }, ...more })
const remove = (path: string): Operation => ({ op: 'remove', path })
const run = (script: string, effects = {}): Operation => ({ op: 'run', script, effects })
const move = (from: string, to: string): Operation => ({ op: 'move', from, to })
const directory: Node = { type: 'directory', mode: 0o755, owner: 'u', group: 'g' }
const file = (text: string): Node => ({ type: 'file', mode: 0o644, owner: 'u', group: 'g', content: { text } })

const nobody = {
  privilege: () => 'login',
  identity: () => ({ user: 'u', group: 'g' }),
  elsewhere: () => undefined,
}

interface Situation {
  readonly name: string
  readonly nodes?: Readonly<Record<string, Node>>
  readonly steps: readonly Resource[]
  readonly net: readonly string[]
  readonly after?: Readonly<Record<string, string | undefined>>
}

const situations: readonly Situation[] = [
  { name: 'nothing', steps: [], net: [] },
  { name: 'one write', steps: [step(write('/f', 'a'))], net: ['write /f absent 0'] },
  {
    name: 'two writes of one path',
    steps: [step(write('/f', 'a')), step(write('/f', 'b'))],
    net: ['write /f absent 0,1'],
  },
  {
    name: 'written and written back',
    nodes: { '/f': file('a') },
    steps: [step(write('/f', 'b')), step(write('/f', 'a'))],
    net: [],
  },
  { name: 'written and removed', steps: [step(write('/f', 'a')), step(remove('/f'))], net: [] },
  {
    name: 'removed and written as it was',
    nodes: { '/f': file('a') },
    steps: [step(remove('/f')), step(write('/f', 'a'))],
    net: [],
  },
  {
    name: 'removed and written anew: one write over what was there',
    nodes: { '/f': file('a') },
    steps: [step(remove('/f')), step(write('/f', 'b'))],
    net: ['write /f file 0,1'],
  },
  {
    name: 'a file becomes a directory: cleared first, then nothing is there',
    nodes: { '/f': file('a') },
    steps: [step(remove('/f')), step({ op: 'directory', path: '/f' })],
    net: ['remove /f file 0,1', 'directory /f absent 0,1'],
  },
  {
    name: 'a link becomes a file',
    nodes: { '/l': { type: 'symlink', target: 'x' } },
    steps: [step(remove('/l')), step(write('/l', 'a'))],
    net: ['remove /l symlink 0,1', 'write /l absent 0,1'],
  },
  {
    name: 'a directory that goes and comes again is emptied in its place',
    nodes: { '/d': directory, '/d/f': file('a') },
    steps: [
      step(write('/d/f', 'b')),
      step(remove('/d')),
      step({ op: 'directory', path: '/d' }),
      step(write('/d/g', 'c')),
    ],
    net: ['write /d/f file 0', 'remove /d directory 1', 'directory /d absent 2', 'write /d/g absent 3'],
    after: { '/d/f': 'absent', '/d/g': 'file' },
  },
  {
    name: 'a script is a barrier',
    steps: [step(write('/f', 'a')), step(run('x')), step(write('/f', 'b'))],
    net: ['write /f absent 0', 'run 1', 'write /f file 2'],
  },
  {
    name: 'a directory with its parents, each once, before what is in it',
    steps: [
      step(write('/x', '')),
      step({ op: 'directory', path: '/a/b' }),
      step(write('/a/b/f', '')),
      step({ op: 'directory', path: '/a', mode: 0o700 }),
    ],
    net: ['write /x absent 0', 'directory /a absent 1,3', 'directory /a/b absent 1', 'write /a/b/f absent 2'],
  },
  {
    name: 'a file moves, and what is written to it by its new name goes there',
    nodes: { '/f': file('a') },
    steps: [step(move('/f', '/g')), step(write('/g', 'b'))],
    net: ['move /f 0', 'write /g file 1'],
    after: { '/f': 'absent', '/g': 'file' },
  },
  {
    name: 'a directory moves with what is known below it',
    nodes: { '/d': { ...directory, below: 'absent' }, '/d/f': file('a'), '/e': { type: 'absent' } },
    steps: [step(move('/d', '/e'))],
    net: ['move /d 0'],
    after: { '/d': 'absent', '/d/f': 'absent', '/e/f': 'file', '/e/g': 'absent' },
  },
  {
    name: 'a directory of which not all is known moves: what is below is unknown, what was known is not',
    nodes: { '/d': directory, '/d/f': file('a'), '/e': { type: 'absent' } },
    steps: [step(move('/d', '/e'))],
    net: ['move /d 0'],
    after: { '/e': 'directory', '/e/f': 'file', '/e/g': 'unknown', '/d/f': 'absent' },
  },
  {
    name: 'only attributes',
    nodes: { '/f': file('a') },
    steps: [step({ op: 'attributes', path: '/f', mode: 0o600 }), step({ op: 'attributes', path: '/f', owner: 'v' })],
    net: ['attributes /f file 0,1'],
  },
  {
    name: 'attributes there and back',
    nodes: { '/f': file('a') },
    steps: [step({ op: 'attributes', path: '/f', mode: 0o600 }), step({ op: 'attributes', path: '/f', mode: 0o644 })],
    net: [],
  },
  {
    name: 'a link pointed elsewhere and back',
    nodes: { '/l': { type: 'symlink', target: 'x' } },
    steps: [step({ op: 'symlink', path: '/l', target: 'y' }), step({ op: 'symlink', path: '/l', target: 'x' })],
    net: [],
  },
  {
    name: 'by way of a link, and of one that the plan points elsewhere',
    nodes: { '/v1': directory, '/v2': directory, '/cur': { type: 'symlink', target: 'v1' } },
    steps: [
      step(write('/cur/f', '1')),
      step({ op: 'symlink', path: '/cur', target: 'v2' }),
      step(write('/cur/f', '2')),
    ],
    net: ['write /v1/f ? 0', 'symlink /cur symlink 1', 'write /v2/f ? 2'],
  },
]

const test = suite('net effect')
for (const { name, nodes = {}, steps, net, after = {} } of situations) {
  test(name, () => {
    const state = emptyState()
    state.nodes.set('/', { ...directory, below: 'absent' })
    for (const [path, node] of Object.entries(nodes)) state.nodes.set(path, node)
    const planned = plan({ items: steps.map((resource, at) => ({ id: String(at), resource })), state, ...nobody })
    const said = netEffect(planned.operations).map(({ operation, precondition, steps: by }) => {
      const path = operation.op === 'run' ? '' : operation.op === 'move' ? operation.from : operation.path
      const before = operation.op === 'run' || operation.op === 'move' ? '' : (precondition?.type ?? '?')
      return [operation.op, path, before, by.join()].filter(Boolean).join(' ')
    })
    assert.equal(said, net)
    for (const [path, type] of Object.entries(after)) assert.is(nodeAt(planned.state, path)?.type, type, path)
  })
}

test('a task that touches what it does not read is a bug, told by its name', () => {
  const bad: Resource = { ...step(write('/etc/f', '')), task: 'bad', reads: { at: pathFact('/opt') } }
  const state = emptyState()
  state.nodes.set('/opt', directory)
  assert.throws(() => plan({ items: [{ id: 'bad', resource: bad }], state, ...nobody }), /task bad touches \/etc\/f/)
})

test.run()
