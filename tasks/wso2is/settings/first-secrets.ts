import * as v from 'valibot'
import { digestOf } from '../../../lib/core/content.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { isSecret, reveal, type Secret, secret } from '../../../lib/core/secret.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { textOrSecret } from '../../support/schema.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'
import { tomlEntries } from '../toml/deployment-toml.ts'
import { editDeploymentToml, tomlReads } from '../toml/edit-deployment-toml.ts'
import { vaultedAt } from '../toml/vault.ts'
import { keyOf, placeOf, type Setting } from '../versions/places.ts'

const entries = {
  /** Of the administrator, who is made at the first start. */
  adminPassword: v.optional(textOrSecret),
  /** Hexadecimal digits, equal on all nodes: what the servers encrypt in their databases with. From 5.11.0 on. */
  encryptionKey: v.optional(textOrSecret),
  /** By which the pages for recovery and sign-up are known to the server. From 5.11.0 on. */
  recoveryPassword: v.optional(textOrSecret),
}
const options = v.pipe(
  v.strictObject({ ...tomlEntries, ...entries }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const name of secretNames) {
      const place = placeOf(name, dataset.value.version)
      if (dataset.value[name] !== undefined && 'refused' in place)
        addIssue({
          message: `it has ${name}, but of Identity Server ${dataset.value.version} ${place.refused}: ${place.instead}`,
        })
    }
  }),
)
export type FirstSecrets = v.InferInput<typeof options>

const secretNames = ['adminPassword', 'encryptionKey', 'recoveryPassword'] as const satisfies readonly Setting[]

/**
 * The secrets that a pack brings along for all the world, in place of which a cluster has its own: before the first start,
 * and the same on all nodes.
 *
 * @example firstSecrets({ home, version: '7.2.0', adminPassword: secret('admin'), encryptionKey: secret('encryption') })
 */
export const firstSecrets = defineTask('firstSecrets', {
  options,
  title: (args) =>
    `set ${secretNames.flatMap((name) => (args[name] === undefined ? [] : [words[name]])).join(', ') || 'no secret'}`,
  reads: tomlReads,
  plan: (args, answers) => faultOf(args) ?? editDeploymentToml(args, (document) => editsOf(args, document), answers),
})

const words = {
  adminPassword: "the administrator's password",
  encryptionKey: 'the encryption key',
  recoveryPassword: 'the password of the recovery pages',
}

const editsOf = (
  { version, adminPassword, encryptionKey, recoveryPassword }: FirstSecrets,
  document: TomlDocument,
): TomlEdit[] => [
  ...(adminPassword === undefined ? [] : [set(keyOf('adminPassword', version), adminPassword)]),
  ...(encryptionKey === undefined ? [] : [set(keyOf('encryptionKey', version), encryptionKey)]),
  // One in the product's vault stays, and so does the digest that goes with it.
  ...(recoveryPassword === undefined || vaultedAt(document, keyOf('recoveryPassword', version))
    ? []
    : [
        set(keyOf('recoveryHash', version), hashOf(recoveryPassword)),
        set(keyOf('recoveryPassword', version), recoveryPassword),
      ]),
]

/** The pair that the pack has is of the word `dashboard`. */
function hashOf(password: string | Secret): string | Secret {
  const value = digestOf({ text: reveal(password) }) ?? ''
  return isSecret(password) ? secret(`SHA-256 of ${password.name}`, { value }) : value
}

function faultOf({ version, adminPassword, encryptionKey }: FirstSecrets): Refusal | undefined {
  if (adminPassword !== undefined && !/^\S{5,30}$/.test(reveal(adminPassword)))
    return refuse(
      "the administrator's password is not of 5 to 30 characters without blanks, and the server would not make the account",
      'choose another',
    )
  if (encryptionKey === undefined) return undefined
  const lengths = keyLengths(version)
  return /^[0-9a-f]+$/i.test(reveal(encryptionKey)) && lengths.includes(reveal(encryptionKey).length)
    ? undefined
    : refuse(
        `the encryption key is not of ${lengths.join(', ')} hexadecimal digits`,
        `make one by openssl rand -hex ${(lengths.at(-1) ?? 0) / 2}`,
      )
}

const keyLengths = (version: TomlVersion): number[] => (isAtLeast(version, '7.1.0') ? [32, 48, 64] : [32])
