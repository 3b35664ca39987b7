import { nearest } from '../../core/nearest.ts'
import { hidden } from '../../core/reference.ts'
import { position } from '../splice.ts'
import { showPath, type TomlStep } from './path.ts'
import { nodeAt, startOf, type TomlArray, type TomlDocument, type TomlNode } from './tree.ts'

const shown = 5

/** What a key that is not there may have been meant to be: one of like spelling, the same one elsewhere, or in a comment. */
export function nearMisses(document: TomlDocument, holder: TomlNode, name: string): string {
  const near = holder.kind === 'table' ? nearest(name, [...holder.entries.keys()]) : undefined
  const beside = near === undefined || holder.kind !== 'table' ? undefined : holder.entries.get(near)
  const misses = [
    ...(beside && near !== undefined ? [at(document, startOf(beside), near)] : []),
    ...elsewhere(document.root, name, []).map(([path, node]) => at(document, startOf(node), showPath(path))),
    ...inComments(document, name),
  ]
  const more = misses.length > shown ? `; and ${misses.length - shown} more` : ''
  return misses.length === 0 ? '' : `; near it: ${misses.slice(0, shown).join('; ')}${more}`
}

/** The members that an array has instead of the one that was asked for. */
export function membersBeside(document: TomlDocument, { items }: TomlArray, step: TomlStep | undefined): string {
  if (items.length === 0) return 'it is empty'
  if (typeof step !== 'object') return `it has ${items.length}, counted from 0`
  const named = items.map((item) => {
    const node = nodeAt(item, step.key)
    const line = position(document.text, startOf(item))
    if (node?.kind !== 'scalar') return `${line}: no ${showPath(step.key)}`
    const secret = /passw|secret|pwd/i.test(step.key.at(-1) ?? '')
    return secret ? `${line}: another` : `${line}: ${hidden(document.text.slice(...node.content.range))}`
  })
  const more = named.length > shown ? `; and ${named.length - shown} more` : ''
  return `it has ${named.slice(0, shown).join('; ')}${more}`
}

const at = ({ text }: TomlDocument, offset: number, what: string): string => `${position(text, offset)}: ${what}`

function elsewhere(node: TomlNode, name: string, path: readonly TomlStep[]): [TomlStep[], TomlNode][] {
  const inner: [TomlStep, TomlNode][] =
    node.kind === 'table' ? [...node.entries] : node.kind === 'array' ? [...node.items.entries()] : []
  return inner.flatMap(([step, child]) => [
    ...(step === name ? [[[...path, step], child] as [TomlStep[], TomlNode]] : []),
    ...elsewhere(child, name, [...path, step]),
  ])
}

/** Comments that begin with the key or with a header that ends in it. */
function inComments({ program, text }: TomlDocument, name: string): string[] {
  return program.comments
    .filter(({ value }) => keyOf(value.trim())?.split('.').at(-1)?.trim() === name)
    .map(({ range }) => `${position(text, range[0])}: in a comment`)
}

const keyOf = (comment: string): string | undefined =>
  comment.startsWith('[')
    ? comment.replace(/^\[+/, '').split(']')[0]
    : comment.includes('=')
      ? comment.split('=')[0]
      : undefined
