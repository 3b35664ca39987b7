import { type StructuredPatchHunk, structuredPatch } from 'diff'
import { fill, hidden } from '../core/reference.ts'
import { blocks, hide, type Line } from './diff/hide.ts'

/**
 * What a change of a file looks like, as a unified diff with three lines of context; an absent file is `/dev/null`.
 * `mask` hides the values of secrets, and what stood in their place before is hidden as well: it was a secret too.
 *
 * @example unifiedDiff('/etc/hosts', 'a\n', 'b\n', (text) => text)
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string | undefined,
  mask: (text: string) => string,
): string {
  const [from = '', to = ''] = [before, after].map((text) => text && fill(text))
  if (from === to && (before === undefined) === (after === undefined)) return ''
  const sizes = `${size(before)} -> ${size(after)}`
  const shown = { '-': hidden(before ?? '').split('\n'), '+': hidden(after ?? '').split('\n') }
  if (from.includes('\0') || to.includes('\0')) return `${path} is binary: ${sizes}\n`
  if (Math.max(from.length, to.length) > 2 ** 20) return `${path} is too large to be shown: ${sizes}\n`
  // While it compares, no other host is heard.
  const patch = structuredPatch(path, path, from, to, undefined, undefined, { context: 3, timeout: 500 })
  if (patch === undefined) return `${path} differs too much to be shown: ${sizes}\n`
  const hunks = patch.hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...markLineEnds(hide(linesOf(hunk, shown).map(toLine), mask)).map(({ sign, text }) => sign + text),
  ])
  const names = [before === undefined ? '/dev/null' : path, after === undefined ? '/dev/null' : `${path} (after)`]
  return `${[`--- ${names[0]}`, `+++ ${names[1]}`, ...hunks].join('\n')}\n`
}

const size = (text: string | undefined): string =>
  text === undefined ? 'absent' : `${Buffer.byteLength(fill(text))} bytes`

/** The lines of a hunk as anybody may see them: a reference stands on the same line as the secret does. */
function linesOf({ lines, oldStart, newStart }: Hunk, shown: Readonly<Record<'-' | '+', readonly string[]>>): string[] {
  const at = { '-': oldStart - 1, '+': newStart - 1 }
  return lines.map((line) => {
    const [sign = ''] = line
    if (sign === '\\') return line
    const text = sign === '-' ? shown['-'][at['-']] : shown['+'][at['+']]
    if (sign !== '+') at['-']++
    if (sign !== '-') at['+']++
    return sign + (text ?? '')
  })
}

type Hunk = Pick<StructuredPatchHunk, 'lines' | 'oldStart' | 'newStart'>

/** An empty range names the line before it. */
const range = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`

function toLine(line: string): Line {
  const sign = line[0] ?? ''
  const returns = line.endsWith('\r')
  return { sign, text: line.slice(1, returns ? -1 : undefined), returns }
}

/** Carriage returns are only shown where lines and their successors differ in them; elsewhere they would be noise. */
const markLineEnds = (lines: readonly Line[]): Line[] =>
  blocks(lines).flatMap((block) => {
    const [removed, added] = [ends(block, '-'), ends(block, '+')]
    if (removed === '' || added === '' || removed === added) return block
    return block.map((line) => (line.returns ? { ...line, text: `${line.text}^M` } : line))
  })

const ends = (block: readonly Line[], sign: string): string =>
  [...new Set(block.filter((line) => line.sign === sign).map(({ returns }) => (returns ? 'CRLF' : 'LF')))].sort().join()
