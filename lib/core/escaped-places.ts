/**
 * A function that hides values wherever programs write them with escapes, whichever characters those choose to escape, and also
 * where one program has escaped what another had: `\x22`, `\u0022`, `\042`, `\"`, `&#34;`, `&quot;`, `%22`.
 *
 * @example hideEscaped(['p"ss'], '********')('b\'p\\x22ss\'')
 */
export function hideEscaped(values: readonly string[], shown: string): (text: string) => string {
  const wanted = [...new Set(values.flatMap((value) => [readOf(value), readOf(asBytes(value))]))].filter(
    (one) => one.trim().length >= shortest,
  )
  return (text) => {
    if (wanted.length === 0 || !anEscape.test(text)) return text
    const read = unescaped(text)
    const ranges = wanted.flatMap((word) => rangesOf(read, word)).sort(([a], [b]) => a - b)
    let [hidden, from] = ['', 0]
    for (const [first, last] of ranges) {
      if (first >= from) hidden += text.slice(from, first) + shown
      from = Math.max(from, last)
    }
    return hidden + text.slice(from)
  }
}

/** A text in which no escape is left, and where in the first text each of its characters begins and ends. */
interface Read {
  readonly text: string
  readonly from: readonly number[]
  readonly to: readonly number[]
}

function unescaped(text: string): Read {
  const places = Array.from({ length: text.length }, (_, at) => at)
  let read: Read = { text, from: places, to: places.map((at) => at + 1) }
  for (let depth = 0; depth < deepest; depth++) {
    const next = unescapedOnce(read)
    if (next.text.length === read.text.length) break
    read = next
  }
  return read
}

function unescapedOnce(read: Read): Read {
  const parts: string[] = []
  const [from, to]: [number[], number[]] = [[], []]
  const keep = (start: number, end: number) => {
    parts.push(read.text.slice(start, end))
    for (let at = start; at < end; at++) {
      from.push(read.from[at] ?? 0)
      to.push(read.to[at] ?? 0)
    }
  }
  let before = 0
  for (const found of read.text.matchAll(escapes)) {
    keep(before, found.index)
    before = found.index + found[0].length
    const character = meaning(found.groups ?? {})
    parts.push(character)
    for (let unit = 0; unit < character.length; unit++) {
      from.push(read.from[found.index] ?? 0)
      to.push(read.to[before - 1] ?? 0)
    }
  }
  keep(before, read.text.length)
  return { text: parts.join(''), from, to }
}

function meaning(found: Record<string, string | undefined>): string {
  const { octal, decimal, letter, name, sign } = found
  const hex = found.byte ?? found.unit ?? found.point ?? found.long ?? found.reference
  if (letter !== undefined) return letters[letter] ?? ''
  if (name !== undefined) return entities[name] ?? ''
  if (sign !== undefined) return sign
  const code =
    hex !== undefined ? Number.parseInt(hex, 16) : octal !== undefined ? Number.parseInt(octal, 8) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

function rangesOf({ text, from, to }: Read, word: string): [first: number, last: number][] {
  const found: [number, number][] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    found.push([from[at] ?? 0, to[at + word.length - 1] ?? 0])
  return found
}

const readOf = (value: string): string => unescaped(value).text
/** Its bytes, a character each: what is left of it where they were escaped one by one. */
const asBytes = (value: string): string => Buffer.from(value).toString('latin1')

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', b: '\b', v: '\v', a: '\x07' }
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const anEscape = /\\|&(?:#|[a-z]{2,4};)|%[\da-f]{2}/i
const escapes = new RegExp(
  [
    String.raw`(?:\\x|%)(?<byte>[\da-fA-F]{2})|\\u(?<unit>[\da-fA-F]{4})|\\u\{(?<point>[\da-fA-F]{1,6})\}|\\U(?<long>[\da-fA-F]{8})`,
    String.raw`\\(?<octal>[0-3][0-7]{2})|\\(?<letter>[ntrfbva])|\\(?<sign>[^A-Za-z0-9])`,
    String.raw`&#(?<decimal>\d{1,7});|&#[xX](?<reference>[\da-fA-F]{1,6});|&(?<name>amp|lt|gt|quot|apos);`,
  ].join('|'),
  'g',
)

/** As often as one program may write down what another has written. */
const deepest = 4
/** Shorter ones stand in many words. */
const shortest = 4
