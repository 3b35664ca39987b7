import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'
import { hasKey, keyOf } from '../versions/places.ts'
import { textAt } from './leaves.ts'

/** The key that is in each copy of a pack, in a file of its own, and that a server takes where it is given none. */
const publicKey = '03BAFEB27A8E871CAD83C5CD4E771DAB'

/** Settings that a server keeps from its first start on, wherever else they stand, and what it has without them. */
const names = [
  { setting: 'hostname', fallback: 'localhost' },
  { setting: 'offset', fallback: '0' },
  { setting: 'proxyPorts.http', fallback: undefined },
  { setting: 'proxyPorts.https', fallback: undefined },
] as const

/** The file as it is, and as edits would leave it. */
interface Change {
  readonly before: TomlDocument
  readonly after: TomlDocument
}

/**
 * Why edits come too late: the server has started, and has put into its database what they would change. What the file says
 * counts, before and after, for a setting may be changed by an edit of all of its table, too.
 */
export function frozenFault(version: TomlVersion, documents: Change, accepts: boolean): Refusal | undefined {
  for (const { setting, fallback } of accepts ? [] : names) {
    const change = changeAt(documents, keyOf(setting, version), fallback)
    if (change)
      return refuse(
        `the server has started as ${keyOf(setting, version)} = ${change.before ?? 'nothing'}, and it is to be ${change.after ?? 'nothing'}: ${kept}`,
        remedy(version),
      )
  }
  return secretFault(version, documents) ?? keystoreFault(version, documents) ?? storeFault(version, documents)
}

function secretFault(version: TomlVersion, documents: Change): Refusal | undefined {
  if (hasKey('encryptionKey', version) && changeAt(documents, keyOf('encryptionKey', version), publicKey))
    return refuse(
      'the server has started with another encryption.key: what it has encrypted can be read with that one only',
      'give the one that is in force, or none; to change it, have the data encrypted anew by WSO2’s own tool for key rotation, and write the new key into the file',
    )
  if (changeAt(documents, keyOf('adminPassword', version), 'admin'))
    return refuse(
      'the server has started with another super_admin.password, which it reads at its first start only: the account keeps its own',
      'change it in the console, and write it into the file, or leave adminPassword out',
    )
  return undefined
}

/** Where no key of its own encrypts data, that of this store does. */
function keystoreFault(version: TomlVersion, documents: Change): Refusal | undefined {
  const key = `${keyOf('keystore', version)}.file_name`
  if (hasKey('encryptionKey', version) || !changeAt(documents, key, 'wso2carbon.jks')) return undefined
  return refuse(
    `the server has started with another ${key}: what that one has encrypted can be read with it only`,
    "give the store for: 'tls', or the one that is in force",
  )
}

/** Users of the one kind of store have identifiers that those of the other lack. */
function storeFault(version: TomlVersion, documents: Change): Refusal | undefined {
  const { before = '', after = '' } = changeAt(documents, `${keyOf('userStore', version)}.type`, undefined) ?? {}
  if (before === '' || after === '' || isUnique(before) === isUnique(after)) return undefined
  return refuse(
    `the server has started with user_store.type = ${before}, and it is to be ${after}: its users would have to be migrated`,
    'migrate them by WSO2’s own client for that, and change the type in the file',
  )
}

const isUnique = (type: string): boolean => type.endsWith('_unique_id')

const kept =
  'its database keeps the callbacks of console and my account, and the issuer, as they were at the first start'

/** A home that was only tried out, on H2, has nothing to keep. */
const anew = 'have a server that was only tried out unpacked anew'

const remedy = (version: TomlVersion): string =>
  isAtLeast(version, '7.0.0')
    ? `give the old value; ${anew}; or rename it by renaming (of pattern1: accept: ['renaming']) with the callbacks of console and my account in the file, and set the issuer of the resident identity provider in the console afterwards`
    : `give the old value; ${anew}; or rename it by renaming (of pattern1: accept: ['renaming']), and set the callbacks of console and my account (with [system_applications] read_only_apps = [] for that time) and the issuer of the resident identity provider in /carbon afterwards`

function changeAt({ before, after }: Change, key: string, fallback: string | undefined) {
  const [old, now] = [before, after].map((document) => textAt(document, key.split('.')) ?? fallback)
  return old === now ? undefined : { before: old, after: now }
}
