import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { items, parseJson } from '../../edit/json/tree.ts'
import { position } from '../../edit/splice.ts'

/** What an encrypted file says: who can read it, and the secrets by name. */
export interface StoreContents {
  readonly recipients: readonly string[]
  readonly secrets: ReadonlyMap<string, string>
}

/** The text of a file that has no secret yet. It is JSON, and comments in it are kept. */
export const emptyText = (recipients: readonly string[]): string =>
  `{
  // who can read this file: their public keys
  "recipients": [${recipients.map((one) => `\n    ${JSON.stringify(one)}`).join(',')}
  ],
  "secrets": {}
}
`

/** Reads such a text. Of what is wrong with it the place is told, and nothing of what stands there. */
export function readText(text: string): StoreContents | Refusal {
  const root = parseJson(text)
  if (isRefusal(root)) return root
  const at = (offset: number) => position(text, offset)
  if (root.type !== 'object') return refuse(`it is no object (${at(root.offset)})`, form)
  const parts = items(root)
  const stray = parts.find(({ key }, index) => !isPart(key) || parts.findIndex((one) => one.key === key) !== index)
  if (stray !== undefined) return refuse(`it has something else in it, or twice (${at(stray.start)})`, form)
  const recipients = parts.find(({ key }) => key === 'recipients')?.value
  const secrets = parts.find(({ key }) => key === 'secrets')?.value
  if (recipients?.type !== 'array' || secrets?.type !== 'object')
    return refuse('it has no list "recipients", or no object "secrets"', form)
  const readers = items(recipients)
  const nobody = readers.find(({ value }) => typeof value.value !== 'string')
  if (nobody !== undefined) return refuse(`a recipient is no text (${at(nobody.start)})`, form)
  if (readers.length === 0) return refuse('it has no recipient, so that nobody could read it', 'name one: age1…')
  const found = items(secrets)
  const odd = found.find(({ key, value }) => key === '' || typeof value.value !== 'string' || value.value === '')
  if (odd !== undefined) return refuse(`a secret has no name, or its value is no text (${at(odd.start)})`, form)
  const twice = found.find(({ key }, index) => found.findIndex((one) => one.key === key) !== index)
  if (twice !== undefined) return refuse(`a secret is there twice (${at(twice.start)})`, 'leave one of them')
  return {
    recipients: readers.map(({ value }) => String(value.value)),
    secrets: new Map(found.map(({ key, value }) => [String(key), String(value.value)])),
  }
}

const isPart = (key: string | number): boolean => key === 'recipients' || key === 'secrets'
const form = 'write { "recipients": ["age1…"], "secrets": { "db": "…" } }'
