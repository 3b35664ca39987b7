import * as v from 'valibot'

/** Where `name` stands in it, the name of the secret is put. */
const named = (give: string) =>
  v.pipe(
    v.string(give),
    v.check((text) => text.includes('{name}'), give),
  )

const file = named("give the path of a file for each secret, as in '/run/secrets/{name}'")
const command = v.pipe(
  v.array(v.string(), "give a program and its arguments, as in ['pass', 'show', 'runbook/{name}']"),
  v.check(
    (argv) => argv.slice(1).some((word) => word.includes('{name}')),
    "say where the name of the secret goes, as in ['pass', 'show', 'runbook/{name}']",
  ),
)

/** A source of secrets, as the configuration names it. */
export const sourceSchema = v.union(
  [
    v.picklist(['environment', 'prompt']),
    v.strictObject({ file, whole: v.exactOptional(v.boolean()) }),
    v.strictObject({ command, whole: v.exactOptional(v.boolean()) }),
    v.strictObject({ age: v.string(), identity: v.exactOptional(v.string()) }),
  ],
  "give 'environment', 'prompt', { file: '/run/secrets/{name}' }, { command: ['pass', 'show', 'runbook/{name}'] } or { age: 'secrets.age' }",
)

export type SourceSpec = v.InferOutput<typeof sourceSchema>

/** What somebody who was asked for a secret says: its value, that there is none, in words, or why it cannot be told. */
export type Found = { readonly value: string } | { readonly none: string } | { readonly fault: string }

/** Whether bytes that are no UTF-8 were taken for text: the value that was meant cannot be had from it any more. */
export const isDamaged = (value: string): boolean => value.includes('\ufffd')

export const notText = 'its value is no UTF-8 text: encode it (base64, say), and let the host decode it'

/** The value of a text that a file or a program gives: its first line, or the whole. */
export function readValue(text: string, whole: boolean | undefined): string {
  if (whole) return text.replace(/\r?\n$/, '')
  const [first = ''] = text.split(/\r?\n/, 1)
  return first
}
