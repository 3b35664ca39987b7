import * as v from 'valibot'
import { host, hostName, port } from '../../support/schema.ts'
import { loginPage } from '../product.ts'

/** The options that every check has that goes where a browser would go. */
export type FrontOptions = {
  /** The one name by which clients reach the cluster. */
  readonly hostname: v.GenericSchema<string>
  /** Default: 443. */
  readonly port: v.OptionalSchema<v.GenericSchema<number>, undefined>
  /** Where to connect to. Default: what the host takes the name for. */
  readonly address: v.OptionalSchema<v.GenericSchema<string>, undefined>
}

/** The options of such a check: those that all of them have, and its own. */
export const ofFront = <const Own extends v.ObjectEntries>(
  own: Own,
): v.StrictObjectSchema<FrontOptions & Own, undefined> =>
  v.strictObject({ hostname: hostName, port: v.optional(port), address: v.optional(host), ...own })

/** Where a browser would go. */
export const front = ofFront({})
export type Front = v.InferInput<typeof front>

export const urlOf = ({ hostname, port = 443 }: Front, page = loginPage): string =>
  `https://${hostname}${port === 443 ? '' : `:${port}`}${page}`
