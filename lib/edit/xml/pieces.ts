import type { Splice } from '../splice.ts'

/** A text as pieces: stretches of the original, and what was put between them. */
export type Piece = string | { readonly start: number; readonly end: number }

/** The same splices, done to the pieces of a text instead of to the text. */
export function splicePieces(pieces: readonly Piece[], splices: readonly Splice[]): Piece[] {
  return [...splices]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .reduceRight(
      (left, { start, end, text }) => {
        const [before, rest] = cut(left, start)
        return [...before, text, ...cut(rest, end - start)[1]]
      },
      [...pieces],
    )
}

function cut(pieces: readonly Piece[], offset: number): [Piece[], Piece[]] {
  let left = offset
  for (const [index, piece] of pieces.entries()) {
    const length = typeof piece === 'string' ? piece.length : piece.end - piece.start
    if (left <= length) {
      const [a, b] = halves(piece, left)
      return [
        [...pieces.slice(0, index), a],
        [b, ...pieces.slice(index + 1)],
      ]
    }
    left -= length
  }
  return [[...pieces], []]
}

function halves(piece: Piece, at: number): [Piece, Piece] {
  if (typeof piece === 'string') return [piece.slice(0, at), piece.slice(at)]
  const middle = piece.start + at
  return [
    { start: piece.start, end: middle },
    { start: middle, end: piece.end },
  ]
}

/** What differs between the original and the pieces, as splices of the original. */
export function changesOf(original: string, pieces: readonly Piece[]): Splice[] {
  const changes: Splice[] = []
  let at = 0
  let text = ''
  for (const piece of [...pieces, { start: original.length, end: original.length }]) {
    if (typeof piece === 'string') text += piece
    else if (piece.start === piece.end && piece.start !== original.length) continue
    else {
      if (original.slice(at, piece.start) !== text) changes.push({ start: at, end: piece.start, text })
      text = ''
      at = piece.end
    }
  }
  return changes
}
