import type { Question } from '../../lib/core/question.ts'
import { type Node, unknown } from '../../lib/core/state.ts'
import type { Situation } from './answer-paths.ts'
import { attributes, directory, file, link } from './nodes.ts'

const digest: Question = { ask: 'digest', path: '/f' }
const content: Question = { ask: 'content', path: '/f' }
const entry: Question = { ask: 'entry', archive: '/f', entry: 'META-INF/MANIFEST.MF' }
const readEntry: Question = { ask: 'local', source: { file: 'p.zip', entries: ['f', entry.entry] }, want: 'content' }

const about = (question: Question, name: string, nodes: Record<string, Node>, is: unknown): Situation => ({
  name: `${question.ask}: ${name}`,
  nodes,
  question,
  is,
})
/** Both are asked of the file that a path leads to, and find the same where there is none. */
const both = (name: string, nodes: Record<string, Node>, is: unknown): Situation[] => [
  about(digest, name, nodes, is),
  about(content, name, nodes, is),
]

const sha256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'
const found = { type: 'file', real: '/f', ...attributes }
const source = { file: 'p.zip', entries: ['f'] }
const brought: Node = { type: 'file', predicted: true, content: { source, size: 3 } }
const fromSource = { type: 'file', real: '/f', size: 3, source }
const read = (want: 'content' | 'digest'): Question => ({ ask: 'local', source, want })

export const files: readonly Situation[] = [
  about(digest, 'content that is at hand', { '/f': file('a') }, { ...found, size: 1, sha256 }),
  about(
    digest,
    'as the host has said',
    { '/f': { type: 'file', ...attributes, size: 1, sha256 } },
    { ...found, size: 1, sha256 },
  ),
  about(digest, 'nobody has asked', { '/f': { type: 'file', size: 1 } }, { unasked: digest }),
  about(digest, 'of a file that a script makes', { '/f': { type: 'file', predicted: true } }, unknown),
  about(
    digest,
    'of what a script says it makes',
    { '/f': { type: 'file', predicted: true, sha256 } },
    { type: 'file', real: '/f', sha256 },
  ),
  about(
    digest,
    'from the controller, of which it is known',
    { '/f': { type: 'file', content: { source, size: 3, sha256 } } },
    { ...fromSource, sha256 },
  ),
  about(digest, 'from the controller, where nobody has read it', { '/f': brought }, { unasked: read('digest') }),
  {
    ...about(digest, 'from the controller, read', { '/f': brought }, { ...fromSource, content: undefined, sha256 }),
    answers: [[read('digest'), { sha256 }]],
  },
  about(content, 'at hand', { '/f': file('a') }, { ...found, size: 1, content: { text: 'a' } }),
  about(
    content,
    'bytes',
    { '/f': { type: 'file', content: { base64: '/w==' } } },
    { type: 'file', real: '/f', size: 1, content: { base64: '/w==' } },
  ),
  about(content, 'nobody has asked', { '/f': { type: 'file', sha256 } }, { unasked: content }),
  about(content, 'of a file that a script makes', { '/f': { type: 'file', predicted: true, sha256 } }, unknown),
  about(
    content,
    'from the controller, where nobody has read it',
    { '/f': { type: 'file', content: { source, size: 3, sha256 } } },
    { unasked: read('content') },
  ),
  {
    ...about(
      content,
      'from the controller, read',
      { '/f': brought },
      { ...fromSource, content: { text: 'abc' }, sha256 },
    ),
    answers: [[read('content'), { content: { text: 'abc' }, sha256 }]],
  },
  ...both(
    'of a link that leads nowhere',
    { '/': directory({ below: 'absent' }), '/f': link('g') },
    { type: 'broken link', real: '/g' },
  ),
  ...both('of a link that leads round in a circle', { '/f': link('f') }, { type: 'broken link', real: '/f' }),
  ...both('of nothing', { '/': directory({ below: 'absent' }) }, { type: 'absent', real: '/f', parent: 'directory' }),
  ...both('of a folder', { '/f': directory() }, { type: 'directory', real: '/f', ...attributes, mode: 0o755 }),
  ...both('of something else', { '/f': { type: 'other', what: 'fifo' } }, { type: 'other', real: '/f', what: 'fifo' }),
  ...both('of what may not be looked at', { '/f': { type: 'denied' } }, { type: 'denied', real: '/f' }),
  ...both('of what only the host can tell', { '/f': { type: 'unknown' } }, unknown),
  about(digest, 'by way of a link', { '/f': link('g') }, { unasked: { ask: 'digest', path: '/g' } }),
  about(content, 'by way of a link', { '/f': link('g') }, { unasked: { ask: 'content', path: '/g' } }),

  about(entry, 'of an archive on the host', { '/f': { type: 'file', size: 1 } }, { unasked: entry }),
  about(entry, 'by way of a link', { '/f': link('g') }, { unasked: { ...entry, archive: '/g' } }),
  {
    ...about(entry, 'as the host has said', { '/f': { type: 'file' } }, { content: { text: 'x' } }),
    answers: [[entry, { content: { text: 'x' } }]],
  },
  about(entry, 'of an archive that an archive will have brought', { '/f': brought }, { unasked: readEntry }),
  {
    ...about(entry, 'of such an archive, read', { '/f': brought }, { content: { text: 'x' }, sha256: '' }),
    answers: [[readEntry, { content: { text: 'x' }, sha256: '' }]],
  },
  {
    ...about(
      entry,
      'of a file of the controller',
      { '/f': { type: 'file', content: { source: { file: 'p.zip' }, size: 3 } } },
      { missing: 'none' },
    ),
    answers: [[{ ...readEntry, source: { file: 'p.zip', entries: [entry.entry] } }, { missing: 'none' }]],
  },
  about(entry, 'of an archive that a script makes', { '/f': { type: 'file', predicted: true } }, unknown),
  about(entry, 'of what only the host can tell', { '/f': { type: 'unknown' } }, unknown),
  about(entry, 'of a folder', { '/f': directory() }, { missing: '/f is not a file' }),
  about(entry, 'of nothing', { '/f': { type: 'absent' } }, { missing: '/f is not a file' }),
]
