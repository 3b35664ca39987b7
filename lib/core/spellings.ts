/** How programs and files spell a value: whatever one of these stands in is masked. */
export function spellings(value: string): string[] {
  return [...inParts(value)].flatMap((text) => [
    text,
    ...xml(text),
    ...json(text),
    ...percent(text),
    ...shell(text),
    ...java(text),
    ...bytes(text),
  ])
}

/** A value as it is, trimmed, and its lines: what of it may stand alone. */
export const inParts = (value: string): ReadonlySet<string> =>
  new Set([
    value,
    value.trim(),
    ...(value.includes('\n') ? value.split(/\r?\n/).filter((line) => line.length > 3) : []),
  ])

type Spell = (text: string) => string

const each =
  (characters: RegExp, spell: Spell): Spell =>
  (text) =>
    text.replace(characters, spell)

const asIs: Spell = (text) => text
const code = (character: string): number => character.codePointAt(0) ?? 0
const hex = (character: string, digits = 1): string => code(character).toString(16).padStart(digits, '0')

/** Every choice of one way for each kind of character, one kind after the other. */
const choices = (text: string, kinds: readonly (readonly Spell[])[]): string[] =>
  kinds.reduce((texts, ways) => [...new Set(texts.flatMap((one) => ways.map((way) => way(one))))], [text])

/** A reference by number: `&#39;`, `&#039;`, `&#x27;`. */
const numbers = (characters: RegExp): Spell[] => [
  each(characters, (one) => `&#${code(one)};`),
  each(characters, (one) => `&#${String(code(one)).padStart(3, '0')};`),
  each(characters, (one) => `&#x${hex(one)};`),
  each(characters, (one) => `&#x${hex(one).toUpperCase()};`),
]

const xml = (text: string): string[] =>
  choices(text.replace(/&/g, '&amp;'), [
    [each(/</g, () => '&lt;')],
    [asIs, each(/>/g, () => '&gt;')],
    [asIs, each(/"/g, () => '&quot;'), ...numbers(/"/g)],
    [asIs, each(/'/g, () => '&apos;'), ...numbers(/'/g)],
    [asIs, ...numbers(/[^\0-\x7f]/gu)],
  ])

/** By UTF-16 units, as JSON and Java count. */
const units = (characters: RegExp, up = false): Spell =>
  each(characters, (one) =>
    Array.from({ length: one.length }, (_, at) => one.charCodeAt(at).toString(16).padStart(4, '0'))
      .map((digits) => `\\u${up ? digits.toUpperCase() : digits}`)
      .join(''),
  )

const json = (text: string): string[] =>
  choices(JSON.stringify(text).slice(1, -1), [
    [asIs, each(/\//g, () => '\\/')],
    [asIs, units(/[^\0-\x7f]/gu), units(/[^\0-\x7f]/gu, true)],
    [asIs, units(/[<>&']/g), units(/[<>&']/g, true)],
  ])

const percent = (text: string): string[] =>
  choices(text.replace(/\p{Cs}/gu, '\ufffd'), [
    [encodeURIComponent, encodeURI],
    [asIs, each(/%2F/g, () => '/')],
    [asIs, ...[/[!'()*]/g, /[!'()*~]/g].map((some) => each(some, (one) => `%${hex(one).toUpperCase()}`))],
    [asIs, each(/%20/g, () => '+')],
    [asIs, each(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())],
  ])

const octal = (text: string): string => Array.from(Buffer.from(text), (byte) => `\\${byte.toString(8)}`).join('')
const controls: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' }

/** Between quotes of a shell or of SQL, and as bash's `%q` writes them: with backslashes, or in `$'…'`. */
const shell = (text: string): string[] => [
  text.replace(/'/g, `'\\''`),
  text.replace(/'/g, `'"'"'`),
  text.replace(/'/g, "''"),
  text.replace(/"/g, '""'),
  text.replace(/["\\$`]/g, '\\$&'),
  text.replace(/[ $&<>"'!(){}[\]*?;|^,`\\]|^[~#]/g, '\\$&'),
  text
    .replace(/[\\']/g, '\\$&')
    .replace(/[\n\t\r]/g, (one) => controls[one] ?? one)
    .replace(/[^\0-\x7f]/gu, octal),
  text.replace(/[\\']/g, '\\$&').replace(/[\n\t\r]/g, (one) => controls[one] ?? one),
]

/** As a properties file may spell a value: with escapes for what is not ASCII, or only for what is not Latin-1. */
const java = (text: string): string[] =>
  choices(
    text
      .replace(/\\/g, '\\\\')
      .replace(/[\t\n\r\f]/g, (one) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[one] ?? '\\f'),
    [
      [asIs, each(/^ /, () => '\\ ')],
      [asIs, each(/[=:#!]/g, (one) => `\\${one}`)],
      [
        asIs,
        units(/[^\x20-\x7e]/g, true),
        units(/[^\x20-\x7e]/g),
        units(/[^\x20-\x7e\xa0-\xff]/g, true),
        units(/[^\x20-\x7e\xa0-\xff]/g),
      ],
    ],
  )

/** In hexadecimal digits, and in base64 wherever in an encoded text it begins. */
export function bytes(text: string): string[] {
  const all = Buffer.from(text)
  const shifted = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), all]).toString('base64')
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(((before + all.length) * 8) / 6)]
    return digits.slice(from, to)
  })
  const base64 = [all.toString('base64'), ...shifted.filter((digits) => digits.length > 5)]
  return [
    all.toString('hex'),
    all.toString('hex').toUpperCase(),
    ...base64.flatMap((digits) => [digits, digits.replaceAll('+', '-').replaceAll('/', '_')]),
  ]
}
