import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import {
  date,
  editToml,
  ensureMember,
  ensureTable,
  remove,
  rename,
  set,
  type TomlEdit,
  type TomlReader,
  type TomlValue,
} from '../../../lib/edit/toml/index.ts'
import { locate } from '../../../lib/edit/toml/locate.ts'
import { reparse } from '../../../lib/edit/toml/parse.ts'
import type { TomlStep } from '../../../lib/edit/toml/path.ts'
import type { TomlNode } from '../../../lib/edit/toml/tree.ts'
import { generator, type Random } from '../random.ts'
import { mutated, randomDocument } from './documents.ts'
import { edited } from './laws.ts'
import { type Read, readToml, says } from './tomllib.ts'

const law = suite('random TOML')

law('what Python does not take is refused, and nothing else', () => {
  const random = generator(3)
  const texts = Array.from({ length: 4000 }, (_, index) => {
    const text = randomDocument(random)
    return index % 2 === 0 ? text : mutated(text, random)
  })
  const read = readToml(texts)
  assert.ok(read.filter((each) => each === undefined).length > 1000)
  assert.ok(read.filter((each) => each !== undefined).length > 1000)
  for (const [index, text] of texts.entries())
    assert.is('text' in editToml(text, []), read[index] !== undefined, JSON.stringify(text))
})

for (const reader of ['toml', 'wso2'] as const)
  law(`any edit of any document, for the reader ${reader}: it says what it said, but for the edit`, () => {
    const jobs = made(generator(reader === 'toml' ? 5 : 6), 4000, reader)
    const read = readToml(jobs.flatMap(({ before, after }) => [before, after]))
    assert.ok(jobs.length > 800, `${jobs.length}`)
    for (const [index, { before, edit, after }] of jobs.entries()) {
      const what = `${JSON.stringify(before)} ${JSON.stringify(edit, (_, value) => (typeof value === 'bigint' ? `${value}` : value))} ${JSON.stringify(after)}`
      const [old, now] = read.slice(index * 2)
      assert.ok(old !== undefined && now !== undefined, what)
      if (old !== undefined && now !== undefined)
        assert.equal(filledOnly(now), filledOnly(model(old, now, edit, what)), what)
      assert.ok(isLocal(before, after, edit, old), what)
    }
  })

law('what is added and removed again leaves no trace', () => {
  const random = generator(8)
  let tried = 0
  for (let round = 0; round < 2000; round++) {
    const before = randomDocument(random)
    const path = Array.from({ length: 1 + random(3) }, () => pick(random, ['a', 'b', 'c', 'new']))
    const [table, member] = [ensureTable(path), ensureMember(path, 'id', { id: 1, x: { y: [] } })].map((edit) =>
      editToml(before, [edit]),
    )
    for (const result of [table, member]) {
      if (result === undefined || 'refusal' in result || !result.changed || nodeOf(before, path) !== undefined) continue
      const back = editToml(result.text, [remove(path)])
      assert.is('text' in back && tidy(back.text), tidy(before), JSON.stringify(result.text))
      tried++
    }
  }
  assert.ok(tried > 1000, `${tried}`)
})

law.run()

/** Of brackets that hold nothing but blanks, the blanks are not restored. */
const tidy = (text: string): string => text.replace(/([{[])[ \t]+(?=[}\]])/g, '$1')

interface Job {
  readonly before: string
  readonly edit: TomlEdit
  readonly after: string
}

/** Edits of random documents that change something; the others are refused, never worse. */
function made(random: Random, rounds: number, reader: TomlReader): Job[] {
  return Array.from({ length: rounds }).flatMap(() => {
    const before = randomDocument(random)
    const edit = randomEdit(random)
    const result = editToml(before, [edit], { reader })
    if ('refusal' in result) return []
    const after = edited(before, [edit], { reader })
    return after === before ? [] : [{ before, edit, after }]
  })
}

function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[random(list.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

const names = ['a', 'b', 'c', 'd', 'k k', 'l', '1', 'x', 'new', 'n.ew']

function randomEdit(random: Random): TomlEdit {
  const path: (string | number)[] = [pick(random, names)]
  while (random(2) === 1) path.push(random(5) === 0 ? random(3) : pick(random, names))
  const kind = random(10)
  try {
    if (kind < 5) return set(path, randomValue(random, 2))
    if (kind < 7) return remove(path)
    if (kind < 8) return ensureTable(path)
    if (kind < 9) return rename(path, pick(random, names))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  }
  return ensureMember(path, 'id', { [pick(random, names)]: randomValue(random, 1), id: pick(random, [1, 'q']) })
}

function randomValue(random: Random, depth: number): TomlValue {
  const kind = random(depth > 0 ? 8 : 6)
  if (kind === 0) return pick(random, ['x', "it's", 'a"b\\', 'tab\t', 'é😀\n', '', '#', '\u0001'])
  if (kind === 1) return random(100) - 50
  if (kind === 2) return random(2) === 0
  if (kind === 3) return random(1000) / 8
  if (kind === 4) return BigInt(random(1e9))
  if (kind === 5) return date(pick(random, ['1979-05-27', '07:32:00', '1979-05-27T07:32:00Z']))
  const inner = Array.from({ length: random(4) }, () => randomValue(random, depth - 1))
  return kind === 6 ? inner : Object.fromEntries(inner.map((item) => [pick(random, names), item]))
}

/** What the old document would say with the edit. */
function model(old: Read, now: Read, edit: TomlEdit, what: string): Read {
  const path = edit.at as readonly (string | number)[]
  const value = at(now, path)
  switch (edit.edit) {
    case 'set':
      assert.ok(says(value, edit.value), what)
      return put(old, path, value)
    case 'ensureTable':
      assert.equal(value, {}, what)
      return put(old, path, value)
    case 'remove':
      return put(old, path, undefined)
    case 'rename':
      return put(put(old, path, undefined), [...path.slice(0, -1), edit.key], at(old, path))
    case 'ensureMember': {
      const members = Array.isArray(value) ? value : []
      const index = members.findIndex((member) => says(at(member, ['id']), edit.value.id))
      for (const [key, inner] of Object.entries(edit.value)) assert.ok(has(at(members[index], [key]), inner), what)
      return at(old, path) === undefined ? put(old, path, value) : put(old, [...path, index], members[index])
    }
  }
}

const has = (read: Read | undefined, value: TomlValue): boolean =>
  says(read, value) ||
  (typeof value === 'object' &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([key, inner]) => has(at(read, [key]), inner)))

const at = (read: Read | undefined, path: readonly (string | number)[]): Read | undefined =>
  path.reduce<Read | undefined>(
    (inner, step) => (typeof inner === 'object' && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined),
    read,
  )

function put(read: Read | undefined, [step, ...rest]: readonly (string | number)[], value: Read | undefined): Read {
  if (typeof step === 'number') {
    const list = Array.isArray(read) ? [...read] : []
    list[step] = rest.length === 0 ? (value ?? '') : put(list[step], rest, value)
    return list
  }
  const { [step ?? '']: old, ...others } = typeof read === 'object' ? (read as Record<string, Read>) : {}
  const inner = rest.length === 0 ? value : put(old, rest, value)
  return inner === undefined ? others : { ...others, [step ?? '']: inner }
}

/** Empty tables left out: one that was there because of what is in it may go with it. */
function filledOnly(read: Read): Read {
  if (typeof read === 'string') return read
  if (Array.isArray(read)) return read.map(filledOnly)
  const entries = Object.entries(read).map(([key, inner]) => [key, filledOnly(inner)] as const)
  return Object.fromEntries(
    entries.filter(([, inner]) => typeof inner === 'string' || Array.isArray(inner) || Object.keys(inner).length > 0),
  )
}

/** What only adds keeps every character, what only removes adds none, and the rest keeps the lines it is not about. */
function isLocal(before: string, after: string, edit: TomlEdit, old: Read | undefined): boolean {
  const known = at(old, edit.at as readonly string[])
  if (edit.edit === 'remove') return isSubsequence(after, before)
  if (edit.edit === 'rename') return before.split('\n').length === after.split('\n').length
  if (known === undefined || edit.edit === 'ensureTable') return isSubsequence(before, after)
  const node = nodeOf(before, edit.at)
  if (node?.kind !== 'scalar' || edit.edit !== 'set') return true
  const [start, end] = node.content.range
  return after.startsWith(before.slice(0, start)) && after.endsWith(before.slice(end))
}

function nodeOf(text: string, path: readonly TomlStep[]): TomlNode | undefined {
  const found = locate(reparse(text), path)
  return 'node' in found ? found.node : undefined
}

function isSubsequence(part: string, whole: string): boolean {
  let index = 0
  for (let here = 0; here < whole.length; here++) if (whole[here] === part[index]) index++
  return index === part.length
}
