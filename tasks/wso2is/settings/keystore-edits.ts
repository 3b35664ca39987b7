import type { Secret } from '../../../lib/core/secret.ts'
import { set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { basename } from '../../support/basename.ts'
import type { TomlVersion } from '../product.ts'
import { keyOf } from '../versions/places.ts'

export interface KeystoreUse {
  /** The file on the controller, whose name it keeps. */
  readonly from: string
  readonly password: string | Secret
  readonly alias: string
  /** Default: that of the store. */
  readonly keyPassword?: string | Secret | undefined
  /** What it is for. Default: `tls`. */
  readonly for?: 'tls' | 'primary' | undefined
}

/** A key store among those of the server, for TLS alone or for all that is signed and encrypted. */
export function keystoreEdits(version: TomlVersion, { for: use, ...store }: KeystoreUse): TomlEdit[] {
  const { from, password, alias, keyPassword = password } = store
  const table = keyOf(use === 'primary' ? 'keystore' : 'keystore.for', version)
  return [
    set(`${table}.file_name`, basename(from)),
    set(`${table}.type`, keystoreType(from)),
    set(`${table}.password`, password),
    set(`${table}.alias`, alias),
    set(`${table}.key_password`, keyPassword),
  ]
}

export const keystoreType = (from: string): 'JKS' | 'PKCS12' => (/\.(p12|pfx)$/i.test(from) ? 'PKCS12' : 'JKS')
