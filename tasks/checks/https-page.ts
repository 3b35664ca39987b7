import * as v from 'valibot'
import { host, hostName, port, text } from '../support/schema.ts'

/** The options that every check has that goes where a browser would go. */
export type HttpsPageOptions = {
  /** The name that a browser uses. */
  readonly hostname: v.GenericSchema<string>
  /** Default: 443. */
  readonly port: v.OptionalSchema<v.GenericSchema<number>, undefined>
  /** Where to connect to. Default: what the host takes the name for. */
  readonly address: v.OptionalSchema<v.GenericSchema<string>, undefined>
  /** The page. Default: `/`. */
  readonly path: v.OptionalSchema<v.GenericSchema<string>, undefined>
}

const path: v.GenericSchema<string> = v.pipe(
  text('a path, as in /login'),
  v.regex(/^\/\S*$/, ({ input }) => `${JSON.stringify(input)} is no path of a page: write it from / on, as in /login`),
)

/** The options of such a check: those that all of them have, and its own. */
export const ofPage = <const Own extends v.ObjectEntries>(
  own: Own,
): v.StrictObjectSchema<HttpsPageOptions & Own, undefined> =>
  v.strictObject({
    hostname: hostName,
    port: v.optional(port),
    address: v.optional(host),
    path: v.optional(path),
    ...own,
  })

/** A page, as a browser would come to it. */
export const httpsPage = ofPage({})
export type HttpsPage = v.InferInput<typeof httpsPage>

export const urlOf = ({ hostname, port = 443, path = '/' }: HttpsPage): string =>
  `https://${hostname}${port === 443 ? '' : `:${port}`}${path}`
