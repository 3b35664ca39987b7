import type { Random } from '../random.ts'

const keys = ['a', 'b', 'c', 'd', '"k k"', "'l'", '1', 'a.b', 'b.c', 'c.d.e', '"b" . c']
const strings = [
  '"x"',
  "'y'",
  '""',
  "''",
  '"a\\tb\\u00e9"',
  "'a\tb'",
  '"""m\nn"""',
  '"""q""""',
  '"""\\\n   z"""',
  "'''l'l'''",
  '"é😀"',
]
const numbers = [
  '1',
  '-1',
  '+2',
  '1_000',
  '0x1F',
  '0o7',
  '0b1',
  '9223372036854775807',
  '1.5',
  '-0.0',
  '1e05',
  '6.02E+2',
  'inf',
  'nan',
]
const dates = ['1979-05-27', '07:32:00', '1979-05-27T07:32:00Z', '1979-05-27 07:32:00.125', '1979-05-27t07:32:00+01:30']

/** A document in some layout; one in three defines something twice, which makes it no TOML. */
export function randomDocument(random: Random): string {
  const eol = random(4) === 0 ? '\r\n' : '\n'
  const lines = Array.from({ length: 1 + random(8) }, () => line(random).replaceAll('\n', eol))
  return lines
    .map((each) => each + comment(random) + eol + (random(4) === 0 ? eol : ''))
    .join('')
    .slice(0, random(5) === 0 ? -eol.length : undefined)
}

/** The same with a few characters taken out or put in. */
export function mutated(text: string, random: Random): string {
  const bits = [
    '\n',
    '\r',
    '\t',
    '"',
    "'",
    '"""',
    '.',
    '=',
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    'a',
    '-',
    '_',
    '0',
    '9',
    'e',
    '\\',
    '\0',
    '\x7f',
    'T',
    ':',
    '[a]\n',
  ]
  const at = random(text.length + 1)
  return text.slice(0, at) + (random(3) === 0 ? '' : pick(random, bits)) + text.slice(at + random(3))
}

const pick = (random: Random, list: readonly string[]): string => list[random(list.length)] ?? ''
const blank = (random: Random): string => pick(random, ['', '', ' ', ' ', '  ', '\t'])
const comment = (random: Random): string => (random(4) === 0 ? ' # c, "d" = [' : '')

function line(random: Random): string {
  const key = pick(random, keys)
  const kinds = [`[${key}]`, `[${key}.${pick(random, keys)}]`, `[[${key}]]`, `# ${key} = 1`]
  return kinds[random(8)] ?? `${blank(random)}${key}${blank(random)}=${blank(random)}${value(random, 2)}`
}

function value(random: Random, depth: number): string {
  const kind = random(depth > 0 ? 7 : 4)
  if (kind === 0) return pick(random, ['true', 'false'])
  if (kind < 4) return pick(random, [strings, numbers, dates][kind - 1] ?? [])
  return kind < 6 ? array(random, depth) : table(random, depth)
}

function array(random: Random, depth: number): string {
  const gap = () => pick(random, ['', '', ' ', '\n', '\n  ', ' # c, d\n'])
  const items = Array.from({ length: random(4) }, () => gap() + value(random, depth - 1) + gap())
  return `[${items.join(',')}${items.length > 0 && random(3) === 0 ? ',' : ''}${gap()}]`
}

function table(random: Random, depth: number): string {
  const items = ['a', 'b', 'c.d', '"q r"']
    .slice(random(5))
    .map((key) => `${key}${blank(random)}=${blank(random)}${value(random, depth - 1)}`)
  return `{${blank(random)}${items.join(`,${blank(random)}`)}${blank(random)}}`
}
