import type { Operation } from '../../lib/core/operation.ts'
import type { Node } from '../../lib/core/state.ts'
import { attributes, directory, file, link } from './nodes.ts'

/** What is known before, one operation, and what is taken to be at paths afterwards. All else below `/` is absent. */
export interface Situation {
  readonly name: string
  readonly nodes?: Readonly<Record<string, Node>>
  readonly answers?: Readonly<Record<string, unknown>>
  readonly operation: Operation
  readonly after: Readonly<Record<string, Node | undefined>>
}

const absent: Node = { type: 'absent' }
const unknown: Node = { type: 'unknown' }
const write = (path: string, text: string, more = {}): Operation => ({ op: 'write', path, content: { text }, ...more })

const mine = { mode: 0o644, owner: 'me', group: 'mine' }
const written = (text: string, more = {}): Node => ({
  type: 'file',
  predicted: true,
  ...mine,
  content: { text },
  ...more,
})
const made = (more = {}): Node => ({
  type: 'directory',
  below: 'absent',
  predicted: true,
  ...mine,
  mode: 0o755,
  ...more,
})
const passing = directory({ mode: 0o2775, group: 'team', below: 'absent' })

export const situations: readonly Situation[] = [
  { name: 'a new file is its maker’s', operation: write('/f', 'a'), after: { '/f': written('a') } },
  {
    name: 'a new file with attributes of its own',
    operation: write('/f', 'a', { mode: 0o600, owner: 'root', group: 'root' }),
    after: { '/f': written('a', { mode: 0o600, owner: 'root', group: 'root' }) },
  },
  {
    name: 'a file that is there keeps its attributes',
    nodes: { '/f': file('a', { mode: 0o600 }) },
    operation: write('/f', 'b', { owner: 'root' }),
    after: { '/f': written('b', { ...attributes, mode: 0o600, owner: 'root' }) },
  },
  {
    name: 'a file that is written by way of a link is the one that the link leads to',
    nodes: { '/l': link('d/f'), '/d': directory({ below: 'absent' }), '/d/f': file('a') },
    operation: write('/l', 'b'),
    after: { '/l': link('d/f'), '/d/f': written('b', attributes) },
  },
  {
    name: 'a folder may pass its group on to a new file',
    nodes: { '/d': passing },
    operation: write('/d/f', 'a'),
    after: { '/d/f': written('a', { group: 'team' }) },
  },
  {
    name: 'a folder that passes on a group that nobody knows',
    nodes: { '/d': { type: 'directory', mode: 0o2775, below: 'absent' } },
    operation: write('/d/f', 'a'),
    after: { '/d/f': { type: 'file', predicted: true, mode: 0o644, owner: 'me', content: { text: 'a' } } },
  },
  {
    name: 'a folder is made with its parents, and only the last has the attributes',
    operation: { op: 'directory', path: '/a/b', mode: 0o700, owner: 'root' },
    after: { '/a': made(), '/a/b': made({ mode: 0o700, owner: 'root' }), '/a/b/c': absent },
  },
  {
    name: 'a folder may pass its group on to new ones, and that it does so',
    nodes: { '/d': passing },
    operation: { op: 'directory', path: '/d/a/b' },
    after: { '/d/a': made({ mode: 0o2755, group: 'team' }), '/d/a/b': made({ mode: 0o2755, group: 'team' }) },
  },
  {
    name: 'a folder that is there gets attributes, and what is in it stays',
    nodes: { '/d': directory(), '/d/f': file('a') },
    operation: { op: 'directory', path: '/d', group: 'x' },
    after: { '/d': directory({ group: 'x' }), '/d/f': file('a') },
  },
  {
    name: 'a folder by way of a link',
    nodes: { '/l': link('/d'), '/d': directory() },
    operation: { op: 'directory', path: '/l', mode: 0o700 },
    after: { '/l': link('/d'), '/d': directory({ mode: 0o700 }) },
  },
  {
    name: 'a link, in the place of another',
    nodes: { '/l': link('a') },
    operation: { op: 'symlink', path: '/l', target: 'b' },
    after: { '/l': link('b') },
  },
  {
    name: 'a link in a folder that a link leads to',
    nodes: { '/l': link('/d'), '/d': directory({ below: 'absent' }) },
    operation: { op: 'symlink', path: '/l/k', target: 'x' },
    after: { '/d/k': link('x') },
  },
  {
    name: 'attributes of a file, by way of a link',
    nodes: { '/l': link('f'), '/f': file('a') },
    operation: { op: 'attributes', path: '/l', mode: 0o600 },
    after: { '/f': file('a', { mode: 0o600 }), '/l': link('f') },
  },
  {
    name: 'attributes of a folder',
    nodes: { '/d': directory() },
    operation: { op: 'attributes', path: '/d', owner: 'x' },
    after: { '/d': directory({ owner: 'x' }) },
  },
  {
    name: 'attributes of what is not there change nothing',
    operation: { op: 'attributes', path: '/f', owner: 'x' },
    after: { '/f': absent },
  },
  {
    name: 'a folder goes with all that is in it',
    nodes: { '/d': directory(), '/d/f': file('a') },
    operation: { op: 'remove', path: '/d' },
    after: { '/d': absent, '/d/f': absent },
  },
  {
    name: 'a link goes, and not what it leads to',
    nodes: { '/l': link('f'), '/f': file('a') },
    operation: { op: 'remove', path: '/l' },
    after: { '/l': absent, '/f': file('a') },
  },
  {
    name: 'a file moves over another thing, of which nothing is left',
    nodes: { '/f': file('a'), '/d': directory(), '/d/x': file('x') },
    operation: { op: 'move', from: '/f', to: '/d' },
    after: { '/f': absent, '/d': file('a'), '/d/x': absent },
  },
  {
    name: 'what nobody has looked at moves: it is unknown there, too',
    nodes: { '/d': directory() },
    operation: { op: 'move', from: '/d/f', to: '/g' },
    after: { '/d/f': absent, '/g': unknown },
  },
  {
    name: 'a folder moves with what is in it, and that is all',
    nodes: { '/d': directory({ below: 'absent' }), '/d/f': file('a') },
    operation: { op: 'move', from: '/d', to: '/e' },
    after: { '/d': absent, '/d/f': absent, '/e/f': file('a'), '/e/g': absent },
  },
  {
    name: 'a folder of which not all is known moves',
    nodes: { '/d': directory(), '/d/f': file('a') },
    operation: { op: 'move', from: '/d', to: '/e' },
    after: { '/d/f': absent, '/e': directory({ below: 'unknown' }), '/e/f': file('a'), '/e/g': unknown },
  },
]
