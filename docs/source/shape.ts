import { type Declaration, type Declarations, plain } from './declarations.ts'
import { bracketed, documented, split } from './scan.ts'

export interface Member {
  readonly name: string
  readonly optional: boolean
  readonly type: string
  /** What it means, without its default. */
  readonly meaning: string
  readonly default?: string
  /** The file in which its type is written. */
  readonly file: string
}

/** Options: those that there are in any case, and choices among groups of others. */
export interface Shape {
  readonly members: readonly Member[]
  readonly choices: readonly (readonly Shape[])[]
}

const nothing: Shape = { members: [], choices: [] }

/** What an object of a type holds; aliases, `extends`, intersections and unions are followed. */
export function shapeOf(all: Declarations, file: string, written: string): Shape {
  const type = written
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/^\|/, '')
    .trim()
  if (type.startsWith('(') && bracketed(type).rest === '') return shapeOf(all, file, bracketed(type).inner)
  const union = split(type, '|')
  if (union.length > 1) return { members: [], choices: [union.map((one) => shapeOf(all, file, one))] }
  const parts = split(type, '&')
  if (parts.length > 1) return together(parts.map((one) => shapeOf(all, file, one)))
  if (type.startsWith('{'))
    return { members: split(bracketed(type).inner, ';').map((one) => member(file, one)), choices: [] }
  const [, picked, names = ''] = /^Pick<(\w+), ([\s\S]*)>$/.exec(type) ?? []
  if (picked !== undefined) {
    const { members } = shapeOf(all, file, picked)
    return { members: members.filter(({ name }) => names.includes(`'${name}'`)), choices: [] }
  }
  if (type === 'TaskOptions' || !/^[A-Z]\w*$/.test(type)) return nothing
  const found = all.find(file, type)
  if (!found) throw new Error(`${file}: the options are of the type ${type}, which is not known`)
  return shapeOfDeclaration(all, found)
}

export function shapeOfDeclaration(all: Declarations, { kind, body, file }: Declaration): Shape {
  if (kind === 'type') return shapeOf(all, file, body.replace(/^=\s*/, ''))
  const at = body.indexOf('{')
  const parents = split(body.slice(0, at).replace('extends', ''), ',')
  return together([...parents, body.slice(at)].map((one) => shapeOf(all, file, one)))
}

/** A member said twice counts as the last says. */
function together(shapes: readonly Shape[]): Shape {
  const members = new Map(shapes.flatMap((shape) => shape.members).map((one) => [one.name, one]))
  return { members: [...members.values()], choices: shapes.flatMap((shape) => shape.choices) }
}

function member(file: string, text: string): Member {
  const { doc, rest } = documented(text)
  const [, name = '', mark, type = ''] = /^(?:readonly )?(\w+)(\?)?:\s*([\s\S]*)$/.exec(rest) ?? []
  if (name === '') throw new Error(`${file}: ${text} is not an option that can be read`)
  const words = doc.text.replace(/\s+/g, ' ')
  const stated = /(?:^| )Default: (.+?)\.(?= |$)/.exec(words)
  return {
    name,
    type,
    file,
    optional: mark === '?',
    meaning: stated ? words.replace(stated[0], '').trim() : words,
    ...(stated?.[1] === undefined ? {} : { default: stated[1] }),
  }
}

const literals = /^('[^']*'|"[^"]*"|\d+)( \| ('[^']*'|"[^"]*"|\d+))*$/

/** The keys of a constant. */
export function keysOf(all: Declarations, file: string, constant: string): string | undefined {
  const body = all.find(file, constant)?.body.replace(/^:\s*/, '')
  if (body === undefined) return undefined
  const keys = split(bracketed(body).inner, ';').map((one) => split(plain(one), ':')[0]?.replaceAll("'", ''))
  return keys.map((key) => `'${key}'`).join(' | ')
}

/** The words that a type stands for, when it is nothing but a choice of words. */
export function wordsOf(all: Declarations, { kind, body, file }: Declaration): string | undefined {
  if (kind !== 'type') return undefined
  const type = plain(body.replace(/^=\s*/, ''))
  if (literals.test(type)) return type
  const [, table = ''] = /^keyof typeof (\w+)$/.exec(type) ?? []
  const keys = keysOf(all, file, table)
  if (keys !== undefined) return keys
  const [, list = ''] = /^\(typeof (\w+)\)\[number\]$/.exec(type) ?? []
  const items = all.find(file, list)?.body.replace(/^:\s*/, '')
  return items === undefined
    ? undefined
    : split(plain(items).replace(/^\[|\]$/g, ''), ',')
        .join(' | ')
        .replaceAll('"', "'")
}

/** The types that an option's type is made of. */
export const namesIn = (type: string): string[] => [
  ...new Set(
    plain(type)
      .replace(/'[^']*'/g, '')
      .match(/\b[A-Z]\w*/g),
  ),
]
