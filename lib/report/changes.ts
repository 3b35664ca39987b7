import type { Change, Shape } from '../core/event.ts'
import { plural } from './words.ts'

type PathChange = Extract<Change, { kind: 'path' }>

/** What becomes of each path, as text: a unified diff of contents, else a line of words. Ends with a line feed or is empty. */
export const changesText = (changes: readonly Change[]): string =>
  changes.map((change) => (change.kind === 'run' ? scriptText(change.script) : pathText(change))).join('')

function scriptText(script: string): string {
  const lines = script.replace(/\n+$/, '').split('\n')
  return lines.map((line, at) => `${at === 0 ? 'run ' : '    '}${line}\n`).join('')
}

const pathText = (change: PathChange): string =>
  [...changeWords(change), ...laterWords(change)]
    .map((line) => `${line}\n`)
    .join('')
    .concat(change.diff ?? '')

const laterWords = ({ path, later }: PathChange): string[] =>
  later ? [`edit ${path}: shown with the last step that changes it`] : []

/** A line for each thing about a path that changes, other than text that a diff shows. */
function changeWords({ path, before, after, diff, later }: PathChange): string[] {
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
        ? [
            ...(diff === undefined && !later ? bytesWords(path, before, after) : []),
            ...attributeWords(path, before, after),
          ]
        : [`file ${path}${made(after)}${instead}`]
    default:
      return [`${path}: known only afterwards`]
  }
}

/** What is told of a path that was not there: ` (0644, root:root)`. */
function made({ mode, owner, group, ...content }: Shape): string {
  const words = [
    ...(content.from === undefined ? [] : [contentWords({ ...content, sha256: undefined })]),
    ...(mode === undefined ? [] : [octal(mode)]),
    ...(owner === undefined && group === undefined ? [] : [ownerWords({ owner, group })]),
  ]
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

/** Content that no diff shows, by the size and digest of both sides. */
function bytesWords(path: string, before: Shape, after: Shape): string[] {
  const [was, is] = [contentWords(before), contentWords(after)]
  return was === is ? [] : [`file ${path} (${was === '' ? '' : `${was} -> `}${is})`]
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

const ownerWords = ({ owner, group }: Pick<Shape, 'owner' | 'group'>): string =>
  [owner ?? '', ...(group === undefined ? [] : [group])].join(':')

const octal = (mode = 0): string => mode.toString(8).padStart(4, '0')

const what = ({ type, target }: Shape): string => (type === 'symlink' ? `a link to ${target}` : `a ${type}`)

const contentWords = ({ from, size, sha256 }: Pick<Shape, 'from' | 'size' | 'sha256'>): string =>
  [from, size === undefined ? undefined : plural(size, 'byte'), sha256 && `SHA-256 ${sha256.slice(0, 12)}…`]
    .filter((word) => word !== undefined && word !== '')
    .join(', ')
