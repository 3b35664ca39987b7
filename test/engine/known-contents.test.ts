import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answer } from '../../lib/core/answer.ts'
import { type Content, digestOf } from '../../lib/core/content.ts'
import { predict } from '../../lib/core/predict.ts'
import { noteKey } from '../../lib/core/question.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'
import { emptyState, type Node, type State, unknown } from '../../lib/core/state.ts'
import { rememberNoWork } from '../../lib/edit/equal-work.ts'
import { knownContents } from '../../lib/engine/known-contents.ts'

const test = suite('what is known of contents')

const file = (content: Content, mode = 0o644): Node => ({ type: 'file', mode, predicted: true, content })
const stateOf = (nodes: Readonly<Record<string, Node>>): State => ({
  ...emptyState(),
  nodes: new Map(Object.entries(nodes)),
})
const textsAt = (found: ReadonlyMap<string, Content>) =>
  [...found].map(([sha256, content]) => {
    assert.is(sha256, digestOf(content))
    return 'text' in content ? content.text : content
  })

test('the two newest of a path, by way of a link too, each once', () => {
  const contents = knownContents()
  for (const text of ['1', '2', '2', '3', '2'])
    contents.add('a', stateOf({ '/l': { type: 'symlink', target: 'f' }, '/f': file({ text }) }), '/l')
  assert.equal(textsAt(contents.at('/l')), ['3', '2'])
  assert.equal(textsAt(contents.at('/f')), [])
})

test('as a host would tell it', () => {
  const contents = knownContents()
  contents.add('a', stateOf({ '/f': file({ text: 'ä', charset: 'latin1' }) }), '/f')
  assert.equal([...contents.at('/f').values()], [{ base64: Buffer.from('ä', 'latin1').toString('base64') }])
})

test('nothing that not all on a host may read, that has to do with a secret, or that lies on this machine', () => {
  const contents = knownContents(new Map([['a', new Set(['/l/f'])]]))
  const nodes = {
    '/l': { type: 'symlink', target: '/d' } as const,
    '/d/f': file({ text: 'of a path with a secret' }),
    '/own': file({ text: 'of few' }, 0o640),
    '/pw': file({ text: refer(secret('known', { value: 'x' })) }),
    '/here': file({ source: { file: 'x' }, size: 1 }),
    '/none': { type: 'absent' } as const,
  }
  for (const path of ['/d/f', '/own', '/pw', '/here', '/none', '/never-asked']) {
    contents.add('a', stateOf(nodes), path)
    assert.equal(textsAt(contents.at(path)), [], path)
  }
  contents.add('b', stateOf(nodes), '/d/f')
  assert.is(contents.at('/d/f').size, 1, 'on another host it is no secret')
})

test('4 MB in all', () => {
  const contents = knownContents()
  const paths = Array.from({ length: 9 }, (_, n) => `/${n}`)
  for (const path of paths) contents.add('a', stateOf({ [path]: file({ text: path + 'x'.repeat(2 ** 19 - 2) }) }), path)
  assert.equal(
    paths.filter((path) => contents.at(path).size === 0),
    ['/0'],
  )
  contents.add('a', stateOf({ '/large': file({ text: 'x'.repeat(2 ** 20 + 1) }) }), '/large')
  assert.is(contents.at('/large').size, 0)
})

test('a note answers for the content that it is about: not for what a plan puts there, nor where nobody knows what will be', () => {
  const question = { ask: 'content', path: '/f', note: 'n' } as const
  const noted = () => {
    const state = stateOf({ '/f': { type: 'file', mode: 0o644, size: 1, sha256: 'aa' } })
    state.answers.set(noteKey('/f', 'n'), { sha256: 'aa', note: 'said' })
    return state
  }
  const who = { user: 'root', group: 'root' }
  const found = (state: State) => answer(state, question) as { note?: string; content?: Content } | symbol
  const after = (operation: Parameters<typeof predict>[1]) => {
    const state = noted()
    predict(state, operation, who)
    return found(state)
  }
  const said = (one: ReturnType<typeof found>) => (typeof one === 'object' ? (one.note ?? one.content) : one)
  assert.is(said(found(noted())), 'said')
  assert.is(said(after({ op: 'attributes', path: '/f', mode: 0o600 })), 'said')
  assert.equal(said(after({ op: 'write', path: '/f', content: { text: 'new' } })), { text: 'new' })
  assert.is(after({ op: 'run', script: ':', effects: { unknown: ['/f'] }, undo: 'files' }), unknown)
  assert.equal(answer(noted(), { ask: 'content', path: '/f' }), { unasked: { ask: 'content', path: '/f' } })
  const other = noted()
  other.nodes.set('/f', { type: 'file', mode: 0o644, size: 1, sha256: 'bb' })
  assert.equal(found(other), { unasked: question })
})

test('nothing at all with --no-cache', () => {
  rememberNoWork()
  const contents = knownContents()
  contents.add('a', stateOf({ '/f': file({ text: '1' }) }), '/f')
  assert.is(contents.at('/f').size, 0)
})

test.run()
