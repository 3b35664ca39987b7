import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { nearest } from '../../../lib/core/nearest.ts'
import type { TomlVersion } from '../product.ts'
import { heldBy, type Since } from '../versions/since.ts'
import { show } from './living-for.ts'
import { matchesKey } from './living-key.ts'

/**
 * Why a text is none that a key may have, where the product has a list of its own words: another one it takes without
 * complaint, and makes nothing of it.
 *
 * @example wordFault('7.2.0', ['database', 'shared_db', 'type'], 'postgresql') // … write postgre
 */
export function wordFault(version: TomlVersion, path: readonly (string | number)[], text: string): Refusal | undefined {
  if (matchesKey('clustering.members', path)) return memberFault(text)
  const found = vocabulary.find(({ key }) => matchesKey(key, path))
  if (found === undefined) return undefined
  const words = heldBy(found.words, version)
  if (words.includes(text)) return undefined
  const near = nearest(text, words)
  return refuse(
    `${JSON.stringify(text)} is nothing that Identity Server ${version} knows as ${show(path)}, and it would make nothing of it`,
    near === undefined ? `give one of ${words.join(', ')}${found.otherwise}` : `write ${near}`,
  )
}

/** Split at its colon: one without a port has none then, and one of IPv6 has half of its address for a host. */
const memberFault = (text: string): Refusal | undefined =>
  /^[^\s:[\]]+:\d{1,5}$/.test(text)
    ? undefined
    : refuse(
        `${JSON.stringify(text)} is no member of clustering.members that the product can split into host and port`,
        'write each as an IPv4 address or a name with its port, as in 10.0.0.11:4000',
      )

interface Vocabulary {
  /** In the notation of the living keys. */
  readonly key: string
  readonly words: Since<readonly string[]>
  /** What else may be done. */
  readonly otherwise: string
}

const kinds = ['db2', 'h2', 'mssql', 'mysql', 'oracle', 'postgre']
const stores = ['database', 'read_write_ldap', 'read_only_ldap', 'active_directory']

/** From the product's own file of what follows from which value. */
const vocabulary: readonly Vocabulary[] = [
  {
    key: 'database.*.type',
    words: [
      ['5.9.0', kinds],
      ['5.11.0', [...kinds, 'mariadb']],
    ],
    otherwise: ', or leave it out, and give url and driver',
  },
  {
    key: 'user_store.type',
    words: [
      ['5.9.0', stores],
      ['5.10.0', [...stores.map((name) => `${name}_unique_id`), ...stores]],
    ],
    otherwise: '',
  },
  {
    key: 'clustering.membership_scheme',
    words: [['5.9.0', ['wka', 'multicast', 'aws', 'aws-ecs', 'kubernetes']]],
    otherwise: '',
  },
]
