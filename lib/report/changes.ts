import { type Content, isLocal, sizeOf } from '../core/content.ts'
import type { Change, Shape } from '../core/event.ts'
import { unifiedDiff } from './diff.ts'
import { plural } from './words.ts'

type PathChange = Extract<Change, { kind: 'path' }>

/** What becomes of each path, as text: a unified diff of contents, else a line of words. Ends with a line feed or is empty. */
export const changesText = (changes: readonly Change[], mask: (text: string) => string): string =>
  changes.map((change) => (change.kind === 'run' ? scriptText(change.script, mask) : pathText(change, mask))).join('')

function scriptText(script: string, mask: (text: string) => string): string {
  const lines = mask(script).replace(/\n+$/, '').split('\n')
  return lines.map((line, at) => `${at === 0 ? 'run ' : '    '}${line}\n`).join('')
}

function pathText(change: PathChange, mask: (text: string) => string): string {
  const contents = contentText(change, mask)
  const words = changeWords(change).map((line) => `${mask(line)}\n`)
  return [...words, contents].join('')
}

/** A line for each thing about a path that changes, other than text that a diff shows. */
function changeWords({ path, before, after }: PathChange): string[] {
  if (after.type === 'absent') return [`remove ${path}${before.type === 'absent' ? '' : ` (${what(before)})`}`]
  const replaced = before.type !== after.type && !['absent', 'unknown'].includes(before.type)
  const instead = replaced ? ` (in place of ${what(before)})` : ''
  switch (after.type) {
    case 'symlink':
      return [`link ${path} -> ${after.target}${before.type === 'symlink' ? ` (was ${before.target})` : instead}`]
    case 'directory':
      return before.type === 'directory'
        ? attributeWords(path, before, after)
        : [`directory ${path}${instead}`, ...attributeWords(path, {}, after)]
    case 'file':
      return [
        ...fileWords(path, before, after, instead),
        ...attributeWords(path, before.type === 'file' ? before : {}, after),
      ]
    default:
      return [`${path}: known only afterwards`]
  }
}

function fileWords(path: string, before: Shape, after: Shape, instead: string): string[] {
  if (after.content === undefined || sameText(before, after)) return instead ? [`file ${path}${instead}`] : []
  return isText(after.content) ? [] : [`file ${path} (${contentWords(after.content)})${instead}`]
}

function contentText({ path, before, after }: PathChange, mask: (text: string) => string): string {
  if (after.type !== 'file' || !isText(after.content) || sameText(before, after)) return ''
  return unifiedDiff(path, isText(before.content) ? before.content.text : undefined, after.content.text, mask)
}

function attributeWords(path: string, before: Partial<Shape>, after: Shape): string[] {
  const owners = ({ owner, group }: Partial<Shape>) => [owner ?? '', ...(group === undefined ? [] : [group])].join(':')
  const mode = after.mode !== undefined && after.mode !== before.mode
  const owner =
    (after.owner !== undefined && after.owner !== before.owner) ||
    (after.group !== undefined && after.group !== before.group)
  return [
    ...(mode ? [`mode ${path} ${from(before.mode, octal)}${octal(after.mode ?? 0)}`] : []),
    ...(owner ? [`owner ${path} ${from(owners(before) || undefined, String)}${owners(after)}`] : []),
  ]
}

const from = <Value>(value: Value | undefined, word: (value: Value) => string): string =>
  value === undefined ? '' : `${word(value)} -> `

const octal = (mode: number): string => mode.toString(8).padStart(4, '0')

const isText = (content: Content | undefined): content is { readonly text: string } =>
  content !== undefined && 'text' in content

const sameText = (before: Shape, after: Shape): boolean =>
  isText(before.content) && isText(after.content) && before.content.text === after.content.text

const what = ({ type, target }: Shape): string => (type === 'symlink' ? `a link to ${target}` : `a ${type}`)

function contentWords(content: Content): string {
  const size = plural(sizeOf(content), 'byte')
  if (!isLocal(content)) return `binary, ${size}`
  const { file, entries = [] } = content.source
  return `from ${[file, ...entries].join(' > ')}, ${size}`
}
