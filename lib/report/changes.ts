import { type Content, isLocal, sameContent, sizeOf } from '../core/content.ts'
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
        : [`directory ${path}${made(after)}${instead}`]
    case 'file':
      return before.type === 'file'
        ? [...bytesWords(path, before, after), ...attributeWords(path, before, after)]
        : [`file ${path}${made(after)}${instead}`]
    default:
      return [`${path}: known only afterwards`]
  }
}

/** What is told of a path that was not there: ` (0644, root:root)`. */
function made({ content, mode, owner, group }: Shape): string {
  const words = [
    ...(content === undefined || textOf(content) !== undefined ? [] : [contentWords(content)]),
    ...(mode === undefined ? [] : [octal(mode)]),
    ...(owner === undefined && group === undefined ? [] : [ownerWords({ owner, group })]),
  ]
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

const bytesWords = (path: string, before: Shape, after: Shape): string[] =>
  after.content === undefined || textOf(after.content) !== undefined || sameBytes(before, after)
    ? []
    : [`file ${path} (${contentWords(after.content)})`]

function contentText({ path, before, after }: PathChange, mask: (text: string) => string): string {
  const text = textOf(after.content)
  if (after.type !== 'file' || text === undefined || sameBytes(before, after)) return ''
  return unifiedDiff(path, textOf(before.content), text, mask)
}

function attributeWords(path: string, before: Shape, after: Shape): string[] {
  const mode = after.mode !== undefined && after.mode !== before.mode
  const owner =
    (after.owner !== undefined && after.owner !== before.owner) ||
    (after.group !== undefined && after.group !== before.group)
  return [
    ...(mode
      ? [`mode ${path} ${before.mode === undefined ? '' : `${octal(before.mode)} -> `}${octal(after.mode)}`]
      : []),
    ...(owner ? [`owner ${path} ${ownerWords(before) && `${ownerWords(before)} -> `}${ownerWords(after)}`] : []),
  ]
}

const ownerWords = ({ owner, group }: { owner?: string | undefined; group?: string | undefined }): string =>
  [owner ?? '', ...(group === undefined ? [] : [group])].join(':')

const octal = (mode: number): string => mode.toString(8).padStart(4, '0')

/** The characters of a text; bytes that are not UTF-8, but could be text, are read as ISO-8859-1. */
function textOf(content: Content | undefined): string | undefined {
  if (content === undefined || isLocal(content)) return undefined
  if ('text' in content) return content.text
  const text = Buffer.from(content.base64, 'base64').toString('latin1')
  return text.includes('\0') ? undefined : text
}

const sameBytes = (before: Shape, after: Shape): boolean =>
  before.content !== undefined && after.content !== undefined && sameContent(before.content, after.content)

const what = ({ type, target }: Shape): string => (type === 'symlink' ? `a link to ${target}` : `a ${type}`)

function contentWords(content: Content): string {
  const size = plural(sizeOf(content), 'byte')
  if (!isLocal(content)) return `binary, ${size}`
  const { file, entries = [] } = content.source
  return `from ${[file, ...entries].join(' > ')}, ${size}`
}
