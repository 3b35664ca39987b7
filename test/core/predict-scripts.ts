import type { Attributes } from '../../lib/core/answers.ts'
import type { Operation } from '../../lib/core/operation.ts'
import type { Node } from '../../lib/core/state.ts'
import { attributes, directory, file, link } from './nodes.ts'
import type { Situation } from './predict-situations.ts'

const absent: Node = { type: 'absent' }
const unknown: Node = { type: 'unknown' }
const run = (effects: Extract<Operation, { op: 'run' }>['effects']): Operation => ({ op: 'run', script: 'x', effects })

export const archive = { file: '/pack.zip' }
export const listed = JSON.stringify({ ask: 'archive', source: archive })
const entries = [
  { path: 'is/', type: 'directory', size: 0 },
  { path: 'is/bin/start.sh', type: 'file', size: 9 },
  { path: 'is/bin/run', type: 'symlink', size: 0, target: 'start.sh' },
  { path: 'is/lib', type: 'symlink', size: 0 },
  { path: 'readme', type: 'file', size: 1 },
]
const unpacked = (path: string, size: number, within: readonly string[] = [], more: Attributes = {}): Node => ({
  type: 'file',
  predicted: true,
  ...more,
  content: { source: { file: '/pack.zip', entries: [...within, path] }, size },
})
const bare: Node = { type: 'directory', below: 'absent', predicted: true }

/** What a script says of itself is taken to be so. */
export const scripts: readonly Situation[] = [
  {
    name: 'a script makes each kind of thing',
    nodes: { '/d': directory(), '/d/old': file('a'), '/k': directory(), '/k/gone': file('a') },
    operation: run({
      makes: [
        { path: '/k/gone', type: 'absent' },
        { path: '/d', type: 'directory' },
        { path: '/l', type: 'symlink', target: 'x' },
        { path: '/f', type: 'file', mode: 0o600, content: { text: 'a' } },
        { path: '/s', type: 'file', owner: 'root', sha256: 'ff' },
        { path: '/bare', type: 'file' },
      ],
    }),
    after: {
      '/k/gone': absent,
      '/d': { type: 'directory', predicted: true, below: 'unknown' },
      '/d/old': unknown,
      '/l': link('x'),
      '/f': { type: 'file', predicted: true, mode: 0o600, content: { text: 'a' } },
      '/s': { type: 'file', predicted: true, owner: 'root', sha256: 'ff' },
      '/bare': { type: 'file', predicted: true },
    },
  },
  {
    name: 'a script leaves unknown what a link leads to, with all below, and then makes one thing of it',
    nodes: { '/l': link('d'), '/d': directory(), '/d/f': file('a') },
    operation: run({ unknown: ['/l'], makes: [{ path: '/d/g', type: 'symlink', target: 'f' }] }),
    after: { '/l': link('d'), '/d': unknown, '/d/f': unknown, '/d/g': link('f') },
  },
  {
    name: 'a script gives all below a link to a user; what is only linked there stays whose it is',
    nodes: {
      '/l': link('d'),
      '/d': directory(),
      '/d/f': file('a'),
      '/d/share': link('/mnt'),
      '/mnt': directory(),
      '/dd': directory(),
    },
    operation: run({ owned: [{ path: '/l', owner: 'wso2' }] }),
    after: {
      '/l': link('d'),
      '/d': directory({ owner: 'wso2' }),
      '/d/f': file('a', { owner: 'wso2' }),
      '/d/share': link('/mnt'),
      '/mnt': directory(),
      '/dd': directory(),
    },
  },
  {
    name: 'a file that gets another owner loses the bits by which it ran as the old one, a directory does not',
    nodes: {
      '/d': directory({ mode: 0o6755 }),
      '/d/u': file('a', { mode: 0o4755 }),
      '/d/g': file('a', { mode: 0o2755 }),
      '/d/lock': file('a', { mode: 0o2644 }),
      '/d/theirs': file('a', { mode: 0o4755, owner: 'wso2' }),
    },
    operation: run({ owned: [{ path: '/d', owner: 'wso2' }] }),
    after: {
      '/d': directory({ mode: 0o6755, owner: 'wso2' }),
      '/d/u': file('a', { mode: 0o755, owner: 'wso2' }),
      '/d/g': file('a', { mode: 0o755, owner: 'wso2' }),
      '/d/lock': file('a', { mode: 0o2644, owner: 'wso2' }),
      '/d/theirs': file('a', { mode: 0o4755, owner: 'wso2' }),
    },
  },
  {
    name: 'an archive is unpacked without its first folder, and what it does not name is not there',
    answers: { [listed]: { entries } },
    operation: run({ unpacks: { archive, strip: 1, path: '/is' } }),
    after: {
      '/is': bare,
      '/is/bin': bare,
      '/is/bin/start.sh': unpacked('is/bin/start.sh', 9),
      '/is/bin/run': link('start.sh'),
      '/is/lib': link(''),
      '/is/readme': absent,
    },
  },
  {
    name: 'an archive is unpacked whole, by way of a link',
    nodes: { '/l': link('d'), '/d': directory({ below: 'absent' }) },
    answers: { [listed]: { entries } },
    operation: run({ unpacks: { archive, strip: 0, path: '/l' } }),
    after: {
      '/d': { ...bare, ...attributes, mode: 0o755 },
      '/d/is': bare,
      '/d/is/bin': bare,
      '/d/readme': unpacked('readme', 1),
    },
  },
  {
    name: 'of an archive only what is wanted, for whom it is meant',
    answers: { [listed]: { entries } },
    operation: run({ unpacks: { archive, include: ['is/bin'], exclude: ['**/run'], path: '/w', owner: 'wso2' } }),
    after: {
      '/w': { ...bare, owner: 'wso2' },
      '/w/is/bin': { ...bare, owner: 'wso2' },
      '/w/is/bin/start.sh': unpacked('is/bin/start.sh', 9, [], { owner: 'wso2' }),
      '/w/is/bin/run': absent,
      '/w/readme': absent,
    },
  },
  {
    name: 'an archive in an archive',
    answers: { [JSON.stringify({ ask: 'archive', source: { file: '/pack.zip', entries: ['a.war'] } })]: { entries } },
    operation: run({ unpacks: { archive: { ...archive, entries: ['a.war'] }, strip: 0, path: '/w' } }),
    after: { '/w/readme': unpacked('readme', 1, ['a.war']) },
  },
]
