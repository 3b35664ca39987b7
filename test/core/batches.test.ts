import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { batchesOf } from '../../lib/core/batches.ts'
import type { NetOperation, Precondition } from '../../lib/core/net-effect.ts'
import type { Operation } from '../../lib/core/operation.ts'

const net = (operation: Operation, type: Precondition['type'] = 'absent', privilege = 'login'): NetOperation => ({
  operation,
  steps: ['s'],
  privilege,
  precondition: type === 'symlink' ? { type, target: 't' } : { type },
})
const write = (path: string, type?: Precondition['type'], privilege?: string) =>
  net({ op: 'write', path, content: { text: '' } }, type, privilege)
const folder = (path: string) => net({ op: 'directory', path })
const attributes = (path: string) => net({ op: 'attributes', path, mode: 0o755 }, 'directory')
const remove = (path: string, type?: Precondition['type']) => net({ op: 'remove', path }, type)
const run = net({ op: 'run', script: 'x', effects: {} })
const move = net({ op: 'move', from: '/a', to: '/b' })

const situations: readonly [name: string, operations: readonly NetOperation[], batches: readonly string[]][] = [
  ['nothing', [], []],
  ['writes go together', [write('/a'), write('/b'), folder('/c'), write('/c/d')], ['together 4']],
  [
    'a script, a move and the removal of a folder are alone',
    [run, move, remove('/d', 'directory'), run],
    ['alone 1', 'alone 1', 'alone 1', 'alone 1'],
  ],
  [
    'what lies between two scripts goes together',
    [write('/a'), run, write('/b'), write('/c')],
    ['together 1', 'alone 1', 'together 2'],
  ],
  [
    'a file and a link are removed with the others',
    [remove('/a', 'file'), remove('/b', 'symlink'), write('/c')],
    ['together 3'],
  ],
  [
    'a folder that gives way to something is moved aside',
    [remove('/a', 'directory'), write('/a'), write('/b')],
    ['together 3'],
  ],
  [
    'what several users do goes together',
    [write('/a'), write('/b', 'absent', 'sudo root'), write('/c')],
    ['together 3'],
  ],
  [
    'what is below a folder that another makes waits for it',
    [
      folder('/a'),
      write('/b', 'absent', 'sudo root'),
      write('/a/c'),
      write('/a/x/d', 'absent', 'sudo root'),
      write('/a/e'),
    ],
    ['together 3', 'together 2'],
  ],
  [
    'who stands between two users in the parent of both waits for neither',
    [folder('/a'), write('/a/b'), write('/ab', 'absent', 'sudo root')],
    ['together 3'],
  ],
  [
    'what is below a folder waits for its attributes',
    [attributes('/a'), write('/b'), write('/a/x/c'), write('/d')],
    ['together 2', 'together 2'],
  ],
  ['a folder whose name only begins alike is another', [attributes('/a'), write('/ab')], ['together 2']],
]

const test = suite('batches of operations')
for (const [name, operations, batches] of situations) {
  test(name, () => {
    assert.equal(
      batchesOf(operations).map(({ staged, operations: { length } }) => `${staged ? 'together' : 'alone'} ${length}`),
      batches,
    )
    assert.equal(
      batchesOf(operations).flatMap((batch) => batch.operations),
      operations,
      'in their order, none lost',
    )
  })
}

test.run()
