import { type Splice, splice } from '../splice.ts'
import { type Piece, splicePieces } from './pieces.ts'

/** The text of a document, of which many splices are made and seldom more than a part is read between them. */
export interface HeldText {
  readonly whole: () => string
  readonly part: (start: number, end: number) => string
  readonly put: (splices: readonly Splice[]) => void
}

/** Splices of a large text are gathered until the whole is asked for: a copy of it for each would cost their product. */
export function heldText(text: string): HeldText {
  let original = text
  let pieces: readonly Piece[] = [all(text)]
  const read = (piece: Piece) => (typeof piece === 'string' ? piece : original.slice(piece.start, piece.end))
  return {
    whole: () => {
      if (pieces.length === 1) return original
      original = pieces.map(read).join('')
      pieces = [all(original)]
      return original
    },
    part: (start, end) => {
      const found: string[] = []
      let at = 0
      for (const piece of pieces) {
        const length = typeof piece === 'string' ? piece.length : piece.end - piece.start
        const [from, to] = [Math.max(start - at, 0), Math.min(end - at, length)]
        if (from < to) found.push(read(piece).slice(from, to))
        at += length
        if (at >= end) break
      }
      return found.join('')
    },
    put: (splices) => {
      pieces = splicePieces(pieces, splices)
    },
  }
}

const all = (text: string): Piece => ({ start: 0, end: text.length })

/** A part of a text, from an offset on, as splices of the whole make it. */
export const splicedPart = (part: string, from: number, splices: readonly Splice[]): string =>
  splice(
    part,
    splices.map(({ start, end, text }) => ({ start: start - from, end: end - from, text })),
  )
