import { lineEndAt, type Splice } from '../splice.ts'

/** Lines are told by their line feed; a carriage return before it belongs to the end of the line. */
export const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1

/** Where the line of an offset ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  if (feed === -1) return text.length
  return text[feed - 1] === '\r' && feed > offset ? feed - 1 : feed
}

/** Where the line after that of an offset starts; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  return feed === -1 ? text.length : feed + 1
}

export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** The white space that the line of an offset starts with. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''

/** Adds lines behind the line of an offset, in its line end. */
export function linesBehind(text: string, offset: number, lines: readonly string[]): Splice {
  const at = lineEnd(text, offset)
  const eol = lineEndAt(text, at)
  return { start: at, end: at, text: lines.map((line) => eol + line).join('') }
}

/** Adds lines before the line of an offset. */
export function linesBefore(text: string, offset: number, lines: readonly string[]): Splice {
  const at = lineStart(text, offset)
  const eol = lineEndAt(text, at)
  return { start: at, end: at, text: lines.map((line) => line + eol).join('') }
}

/** The last line before an offset that is not blank; nothing when all are. */
export function lastLine(text: string, before: number): number | undefined {
  let at = before - 1
  while (at >= 0 && isBlank(text.charAt(at))) at--
  return at < 0 ? undefined : at
}

/** The first line of the comment that stands directly above the line of an offset, or that line. */
export function withCommentAbove(text: string, offset: number): number {
  let start = lineStart(text, offset)
  while (start > 0 && isComment(text, lineStart(text, start - 1))) start = lineStart(text, start - 1)
  return start
}

/** The last line of the comment that stands directly below the line of an offset, unless it is that of a header below it. */
export function withCommentBelow(text: string, offset: number): number {
  let at = lineEnd(text, offset)
  for (let next = nextLine(text, at); next < text.length && isComment(text, next); next = nextLine(text, next))
    at = lineEnd(text, next)
  const after = nextLine(text, at)
  return /^[ \t]*\[/.test(text.slice(after, lineEnd(text, after))) ? lineEnd(text, offset) : at
}

const isComment = (text: string, start: number): boolean => /^[ \t]*#/.test(text.slice(start, lineEnd(text, start)))
