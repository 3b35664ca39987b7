import { UsageError } from './failure.ts'
import { mask } from './mask.ts'
import { isSecret, reveal, type Secret, sameSource } from './secret.ts'

/**
 * References to secrets inside text. A text on its way to a host holds a private placeholder where a secret stands, so that
 * plans, events and reports never hold the secret itself; `fill` puts it in where a script is written or a digest is taken.
 * The marks are private characters, which nothing that a host or a file says can bring in: see `neutral`.
 */
const open = '\u{f7a30}'
const close = '\u{f7a31}'
const placeholder = /\u{f7a30}([^\u{f7a31}]*)\u{f7a31}/gu

let key = ''

/**
 * Gives the names in all placeholders a part that nobody could write down before: so that no text of a playbook, a data file
 * or a variable can name a secret. The first one counts. Whoever evaluates a user's code calls this before, with random bytes.
 */
export function keyReferences(random: Uint8Array): void {
  if (key === '') key = `_${Array.from(random, (byte) => letters[byte % letters.length]).join('')}`
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** What placeholders stand for, by what they name: a secret, spelled as the place needs it. */
const referred = new Map<string, { readonly secret: Secret; readonly spelled?: string }>()

/**
 * A value on its way out to a host, as the content of a file or what a script reads: a secret becomes a reference, which may
 * stand in any text that is written there, as it is; a format that needs it escaped is the affair of its edits.
 *
 * @example file({ path: '/etc/app.conf', text: `password=${refer(secret('db'))}\n` })
 * @example plan: ({ path, password }, { at }) => [{ op: 'write', path, content: { text: refer(password) } }]
 */
export const refer = (value: string | Secret): string => (isSecret(value) ? mark(idOf(value)) : value)

/**
 * A text as an encoding spells it: `encode` is given the stretches between references, and `encodeSecret` (default: the
 * same) each secret, whose spelling is kept under `name`. `first` says whether a stretch begins the text.
 */
export function encoded(text: string, name: string, encode: Encode, encodeSecret = encode): string {
  if (!holdsReference(text)) return encode(text, true)
  const parts = text.split(placeholder)
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return spelledAs(part, name, (plain) => encodeSecret(plain, parts[0] === '' && at === 1))
      return part === '' ? '' : encode(part, at === 0)
    })
    .join('')
}

type Encode = (plain: string, first: boolean) => string

/** The text with each secret as it is spelled there. Only what goes to a host or is compared with it may hold this. */
export const fill = (text: string): string => replaced(text, (id) => lookUp(id).spelled ?? reveal(lookUp(id).secret))

/** The text with each secret's own characters, as a parser of the text would read them. */
export const plainOf = (text: string): string => replaced(text, (id) => reveal(lookUp(id).secret))

/** The text as anybody may see it: asterisks for each secret, on each of its lines. */
export const hidden = (text: string): string =>
  replaced(text, (id) => {
    const { secret, spelled } = lookUp(id)
    return (spelled ?? reveal(secret)).split('\n').fill(mask).join('\n')
  })

/** The secrets that a text refers to. */
export const secretsReferredIn = (text: string): Secret[] =>
  [...text.matchAll(placeholder)].map(([, id = '']) => lookUp(id).secret)

export const holdsReference = (text: string): boolean => text.includes(open)

/** Whether a text holds what looks like a placeholder, and is none of runbook's own. */
export const isForged = (text: string): boolean =>
  holdsReference(text) && text.replace(placeholder, (mark, id: string) => (referred.has(id) ? '' : mark)).includes(open)

/** What to say of such a text. */
export const forgedWords = 'it holds the character U+F7A30, by which runbook refers to secrets: leave it out'

/** Text from a host or a file: it must not be able to name a secret. */
export const neutral = (text: string): string => (holdsReference(text) ? text.replaceAll(open, '\ufffd') : text)

/** A text of several lines, in which no reference runs over the end of one. */
export const linesOf = (text: string, ends: RegExp): string[] =>
  replaced(text, (id) => {
    const { secret, spelled = reveal(secret) } = lookUp(id)
    const lines = spelled.split(ends)
    return lines.length === 1
      ? mark(id)
      : lines.map((line) => mark(keep(`${id}_line`, { secret, spelled: line }))).join('\n')
  }).split(ends)

const replaced = (text: string, by: (id: string) => string): string =>
  holdsReference(text) ? text.replace(placeholder, (_, id: string) => by(id)) : text

const mark = (id: string): string => `${open}${id}${close}`

function spelledAs(id: string, name: string, encode: (plain: string) => string): string {
  const { secret, spelled = reveal(secret) } = lookUp(id)
  return mark(keep(`${id}_${name.replaceAll('-', '_')}`, { secret, spelled: encode(spelled) }))
}

function lookUp(id: string) {
  const found = referred.get(id)
  if (found === undefined) throw new UsageError(`a text: ${forgedWords}`)
  return found
}

/**
 * Secrets from one source are one, and the last one resolved counts; of others each has a name of its own. It is made of
 * letters that mean nothing to any format, for it stands in texts that are parsed.
 */
function idOf(secret: Secret): string {
  const name = `${secret.name.replace(/[^A-Za-z0-9]+/g, '_')}${key}`
  for (let n = 1; ; n++) {
    const id = n === 1 ? name : `${name}_${n}`
    const found = referred.get(id)
    if (found !== undefined && !sameSource(found.secret, secret)) continue
    referred.set(id, { secret })
    return id
  }
}

function keep(id: string, entry: { readonly secret: Secret; readonly spelled: string }): string {
  for (let n = 1; ; n++) {
    const own = n === 1 ? id : `${id}_${n}`
    const found = referred.get(own)
    if (found !== undefined && (found.spelled !== entry.spelled || !sameSource(found.secret, entry.secret))) continue
    referred.set(own, entry)
    return own
  }
}
