import type { Operation } from '../../lib/core/operation.ts'
import type { Question } from '../../lib/core/question.ts'
import { type Node, unknown } from '../../lib/core/state.ts'
import { attributes, directory, file, link } from './nodes.ts'

/** What is known, what has been planned since, a question, and the answer to it. */
export interface Situation {
  readonly name: string
  readonly nodes?: Readonly<Record<string, Node>>
  readonly answers?: readonly (readonly [Question, unknown])[]
  readonly after?: readonly Operation[]
  readonly question: Question
  readonly is: unknown
}

const path = (name: string, nodes: Record<string, Node>, is: unknown): Situation => ({
  name,
  nodes,
  question: { ask: 'path', path: '/d/x' },
  is,
})
const followed = (name: string, nodes: Record<string, Node>, is: unknown): Situation => ({
  ...path(name, nodes, is),
  question: { ask: 'path', path: '/d/x', follow: true },
})

const absent: Node = { type: 'absent' }
const nothing = (parent: string, real = '/d/x') => ({ type: 'absent', real, parent })

export const paths: readonly Situation[] = [
  path(
    'a file, with the size of its content',
    { '/d/x': file('öä') },
    { type: 'file', real: '/d/x', size: 4, ...attributes },
  ),
  path(
    'a file of which only the size is known',
    { '/d/x': { type: 'file', size: 9 } },
    { type: 'file', real: '/d/x', size: 9 },
  ),
  path('a file of which nothing is known', { '/d/x': { type: 'file' } }, { type: 'file', real: '/d/x' }),
  path(
    'a file that an archive will have brought',
    { '/d/x': { type: 'file', predicted: true, content: { source: { file: 'p.zip', entries: ['x'] }, size: 7 } } },
    { type: 'file', real: '/d/x', size: 7, source: { file: 'p.zip', entries: ['x'] } },
  ),
  path('a folder', { '/d/x': directory() }, { type: 'directory', real: '/d/x', ...attributes, mode: 0o755 }),
  path('a link', { '/d/x': link('y') }, { type: 'symlink', real: '/d/x', target: 'y' }),
  path(
    'something else',
    { '/d/x': { type: 'other', what: 'socket' } },
    { type: 'other', real: '/d/x', what: 'socket' },
  ),
  path('what may not be looked at', { '/d/x': { type: 'denied' } }, { type: 'denied', real: '/d/x' }),
  path('below what may not be looked at', { '/d': { type: 'denied' } }, { type: 'denied', real: '/d/x' }),
  path('what only the host can tell', { '/d/x': { type: 'unknown' } }, unknown),
  path('below what only the host can tell', { '/d': { type: 'unknown' } }, unknown),
  path('below a folder that a script makes', { '/d': directory({ below: 'unknown' }) }, unknown),
  path('what nobody has asked', { '/d': directory() }, { unasked: { ask: 'path', path: '/d/x' } }),
  path('nothing, in a folder', { '/d': directory(), '/d/x': absent }, nothing('directory')),
  path('nothing, in an empty folder', { '/d': directory({ below: 'absent' }) }, nothing('directory')),
  path('nothing, in a folder that nobody has asked about', { '/d/x': absent }, nothing('directory')),
  path('nothing, in a folder that can be made', { '/': directory({ below: 'absent' }) }, nothing('absent')),
  path('nothing, where nothing is up to the root', { '/': absent, '/d': absent, '/d/x': absent }, nothing('absent')),
  path('nothing, in what is a file', { '/d': file('') }, nothing('other')),
  path('nothing, in a folder that could not be made in a file', { '/': file(''), '/d/x': absent }, nothing('other')),
  path(
    'by way of a link in the path',
    { '/d': link('/e'), '/e': directory({ below: 'absent' }) },
    nothing('directory', '/e/x'),
  ),
  path('by way of a link, what nobody has asked', { '/d': link('/e') }, { unasked: { ask: 'path', path: '/e/x' } }),
  followed(
    'what a link leads to',
    { '/d/x': link('/f'), '/f': file('a') },
    { type: 'file', real: '/f', size: 1, ...attributes },
  ),
  followed('where a link leads, nobody has asked', { '/d/x': link('/f') }, { unasked: { ask: 'path', path: '/f' } }),
  followed(
    'a link that leads nowhere',
    { '/': directory({ below: 'absent' }), '/d/x': link('/f') },
    nothing('directory', '/f'),
  ),
  followed(
    'a link that leads round in a circle',
    { '/d/x': link('x') },
    { type: 'symlink', real: '/d/x', target: 'x' },
  ),
]
