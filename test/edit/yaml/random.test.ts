import { spawnSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { editYaml, remove, set, type YamlEdit, type YamlValue } from '../../../lib/edit/yaml/index.ts'
import { needs } from '../../support/debian.ts'
import { generator, type Random } from '../random.ts'

needs(['python3', 'python3-yaml'])

const law = suite('random YAML, as PyYAML reads it')

const pick = <T>(random: Random, all: readonly T[]): T => all[random(all.length)] as T

const keys = ['a', 'b', 'c', 'long-key', '"q k"']
const scalars = [
  '1',
  'x',
  "'it''s'",
  '"d\\n"',
  'two words',
  '1.5',
  'null',
  '',
  '[]',
  '{}',
  '[1, x]',
  '{ k: v, w: [2] }',
]
const texts = [
  'x',
  'no',
  '1',
  '',
  'a: b',
  '# x',
  "it's",
  'tab\t',
  'line\nline',
  '- x',
  '0o17',
  '1:30',
  'é',
  '&a',
  '*a',
  '~',
]

/** The lines of a mapping or a list, with comments and blank lines among them. */
function lines(random: Random, indent: string, depth: number): string[] {
  const isList = depth > 0 && random(3) === 0
  const count = 1 + random(3)
  const names = keys.slice().sort(() => random(3) - 1)
  return Array.from({ length: count }, (_, at) => {
    const head = isList ? '-' : `${names[at]}:`
    const comment = random(4) === 0 ? ` # c${random(99)}` : ''
    const above = random(6) === 0 ? [`${indent}# above`] : random(8) === 0 ? [''] : []
    const deeper = `${indent}${' '.repeat(2 + random(2))}`
    switch (depth < 3 ? random(5) : 4) {
      case 0:
      case 1:
        return [...above, `${indent}${head}${comment}`, ...lines(random, deeper, depth + 1)]
      case 2:
        return [...above, `${indent}${head} ${pick(random, ['|', '>-'])}`, `${deeper}text`, `${deeper}more # text`]
      default:
        return [...above, `${indent}${head} ${pick(random, scalars)}${comment}`]
    }
  }).flat()
}

const document = (random: Random): string => {
  const made = [...(random(4) === 0 ? ['# head', '---'] : []), ...lines(random, '', 0)]
  return made.join(random(4) === 0 ? '\r\n' : '\n') + (random(4) === 0 ? '' : '\n')
}

const value = (random: Random, depth = 0): YamlValue => {
  switch (random(depth > 1 ? 3 : 5)) {
    case 0:
      return pick(random, [1, -2.5, true, false, null])
    case 3:
      return Array.from({ length: random(3) }, () => value(random, depth + 1))
    case 4:
      return Object.fromEntries(['a', 'k', 'n'].slice(random(3)).map((key) => [key, value(random, depth + 1)]))
    default:
      return pick(random, texts)
  }
}

const script = `
import json, sys, yaml
def read(text):
    try: return [yaml.safe_load(text)]
    except yaml.YAMLError as e: return None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`
function readYaml(all: readonly string[]): readonly ([unknown] | null)[] {
  const options = { input: JSON.stringify(all), encoding: 'utf8', maxBuffer: 2 ** 30 } as const
  const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', script], options)
  assert.is(status, 0, stderr)
  return JSON.parse(stdout)
}

type Path = readonly (string | number)[]
const pathsIn = (found: unknown, above: Path = []): Path[] => {
  if (typeof found !== 'object' || found === null) return [above]
  const steps = Array.isArray(found) ? [...found.keys()] : Object.keys(found)
  return [above, ...steps.flatMap((step) => pathsIn(Reflect.get(found, step), [...above, step]))]
}

function changed(found: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(found)) return found.map((item, at) => (at === step ? changed(item, rest, to) : item))
  const old = (typeof found === 'object' ? found : undefined) ?? {}
  const inner = changed(Reflect.get(old, step), rest, to)
  const others = Object.entries(old).filter(([key]) => key !== step)
  return Object.fromEntries(inner === gone ? others : [...others, [String(step), inner]])
}
const gone = Symbol('gone')

law('any edit of any document: it says what it said, but for the edit, and all other lines stay', () => {
  const random = generator(11)
  const befores = Array.from({ length: 1500 }, () => document(random))
  const read = readYaml(befores)
  const jobs = befores.flatMap((before, at) => {
    const said = read[at]
    if (!said) return []
    const paths = pathsIn(said[0]).filter((path) => typeof path[0] === 'string')
    const path = random(4) === 0 ? [...pick(random, paths), 'new'] : pick(random, paths)
    const removes = random(3) === 0 && typeof path.at(-1) === 'string'
    const to = value(random)
    const edit: YamlEdit = removes ? remove(path) : set(path, to)
    const edited = editYaml(before, [edit])
    const is = path.reduce<unknown>((at, step) => Reflect.get(Object(at), step), said[0])
    // A text of several lines, or what it leaves empty, is no such place.
    const isLine =
      !removes && !(typeof is === 'string' && /text/.test(is)) && !isMapping(is as YamlValue) && !isMapping(to)
    return 'refusal' in edited
      ? [{ before, edit, refused: edited.refusal, after: '', wanted: undefined, isLine: false }]
      : [
          {
            before,
            edit,
            refused: '',
            after: edited.text,
            wanted: wantedOf(said[0], path, removes ? gone : to),
            isLine,
          },
        ]
  })
  const made = jobs.filter(({ refused }) => refused === '')
  const odd = jobs.filter(({ refused }) => refused !== '' && !/asks for|comment stands between/.test(refused))
  assert.equal(odd.slice(0, 3), [], 'what is asked for can be done')
  assert.ok(made.length > 750, `${made.length} edits were made`)
  const after = readYaml(made.map((job) => job.after))
  for (const [at, job] of made.entries()) {
    const what = `${JSON.stringify(job.before)} ${JSON.stringify(job.edit)} ${JSON.stringify(job.after)}`
    assert.equal(after[at], [JSON.parse(JSON.stringify(job.wanted))], what)
    if (job.isLine) assert.ok(linesLost(job.before, job.after) <= 1, what)
  }
})

/** How many lines of a text another does not have, in their order. */
function linesLost(before: string, after: string): number {
  const left = after.split(/\r?\n/)
  let from = 0
  return before.split(/\r?\n/).filter((line) => {
    const at = left.indexOf(line, from)
    if (at >= 0) from = at + 1
    return at < 0
  }).length
}

/** A key that is not there needs no removal. */
function wantedOf(said: unknown, path: Path, to: unknown): unknown {
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), said)
  if (to === gone && !Object.hasOwn(Object(holder), path.at(-1) ?? '')) return said
  return changed(said, path, to)
}

const isMapping = (one: YamlValue): boolean => typeof one === 'object' && one !== null
law.run()
