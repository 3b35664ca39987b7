import { remove, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { TomlVersion } from '../product.ts'
import { hasKey, keyOf } from '../versions/places.ts'

export interface Names {
  /** The name by which clients reach the cluster. */
  readonly hostname: string
  /** The HTTPS port by which they reach it: 443 is left out of URLs. */
  readonly httpsPort: number
  /** The name of the console, where it has one of its own. */
  readonly managementHostname?: string | undefined
  /** The name by which the server calls itself. Default: localhost. */
  readonly internalHostname?: string | undefined
  /** The address of this node. */
  readonly address: string
  /** Added to the ports of this node. */
  readonly offset: number
}

/** Names, address and ports of a server in deployment.toml. What has its usual value is not written. */
export const nameEdits = (version: TomlVersion, names: Names): TomlEdit[] => [
  set(keyOf('hostname', version), names.hostname),
  set(keyOf('nodeAddress', version), names.address),
  set(keyOf('baseUrl', version), urlOf(names)),
  unlessUsual(keyOf('offset', version), names.offset, 0),
  ...(hasKey('managementHostname', version)
    ? [unlessUsual(keyOf('managementHostname', version), names.managementHostname ?? names.hostname, names.hostname)]
    : []),
  ...(names.internalHostname === undefined ? [] : [set(keyOf('internalHostname', version), names.internalHostname)]),
]

/** Where clients reach the cluster. */
export const urlOf = ({ hostname, httpsPort }: Pick<Names, 'hostname' | 'httpsPort'>): string =>
  `https://${hostname}${httpsPort === 443 ? '' : `:${httpsPort}`}`

const unlessUsual = (key: string, value: string | number, usual: string | number): TomlEdit =>
  value === usual ? remove(key) : set(key, value)
