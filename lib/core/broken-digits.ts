/**
 * A function that hides a value where programs write it in digits (base64, hexadecimal) over several lines, or with a blank or a
 * colon between the bytes, as `base64`, `xxd -p` and `od` do; and a line of such an output, where nothing but that is known.
 *
 * @example hideDigits([base64], '********')('TG9u…Z2hpamF\nYWJjZGVm…')
 */
export function hideDigits(digits: readonly string[], shown: string): (text: string) => string {
  const wanted = digits.filter((one) => one.length >= shortest)
  const pieces = new Set(wanted.filter((one) => one.length <= longest).flatMap(piecesOf))
  return (text) => {
    if (wanted.length === 0 || text.length < shortest) return text
    const whole = isBroken.test(text) ? hideBroken(text, wanted, /[^\s:]+/g, shown) : text
    return pieces.size === 0 ? whole : whole.replace(run, (one) => hidePieces(one, pieces, shown))
  }
}

/** Hides words that stand in a text with something between their characters: all that `kept` does not match. */
export function hideBroken(text: string, words: readonly string[], kept: RegExp, shown: string): string {
  const parts = [...text.matchAll(kept)]
  if (parts.length < 2) return text
  const joined = parts.map(([part]) => part).join('')
  const ranges = words.flatMap((word) => placesOf(joined, word)).sort(([a], [b]) => a - b)
  if (ranges.length === 0) return text
  const places = new Uint32Array(joined.length)
  let before = 0
  for (const { 0: part, index } of parts) {
    for (let at = 0; at < part.length; at++) places[before + at] = index + at
    before += part.length
  }
  const placed = (at: number) => places[at] ?? text.length
  let [hidden, from] = ['', 0]
  for (const [start, end] of ranges) {
    const [first, last] = [placed(start), placed(end - 1) + 1]
    if (first >= from) hidden += text.slice(from, first) + shown
    from = Math.max(from, last)
  }
  return hidden + text.slice(from)
}

function placesOf(text: string, word: string): [start: number, end: number][] {
  const found: [number, number][] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    found.push([at, at + word.length])
  return found
}

/** Lines, or bytes in groups: else nothing is broken, and most of what is told is one line. */
const isBroken = /\n|\b(?:[\da-f]{2}){1,4}[ :](?=[\da-f]{2})/i

/** Fewer digits than that stand in a text by chance. */
const shortest = 8
/** As many digits of one value in a row are a line of it. */
const piece = 16
/** Digits of longer values are too many to be looked for line by line. */
const longest = 32_768
const run = new RegExp(`[\\w+/-]{${piece},}`, 'g')

/** What is not broken by the usual widths of a line needs no pieces. */
const piecesOf = (digits: string): string[] =>
  digits.length <= 40 ? [] : Array.from({ length: digits.length - piece + 1 }, (_, at) => digits.slice(at, at + piece))

function hidePieces(text: string, pieces: ReadonlySet<string>, shown: string): string {
  let [hidden, from] = ['', 0]
  for (let at = 0; at + piece <= text.length; at++) {
    if (!pieces.has(text.slice(at, at + piece))) continue
    let end = at + piece
    while (end < text.length && pieces.has(text.slice(end + 1 - piece, end + 1))) end++
    hidden += text.slice(from, at) + shown
    from = end
    at = end - 1
  }
  return hidden + text.slice(from)
}
