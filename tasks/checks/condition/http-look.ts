import * as v from 'valibot'
import { hostPath, line, seconds, someOf, text, whole } from '../../support/schema.ts'

const status = whole('an HTTP status', 100, 599)

/** A request that a host makes, and the answer that is wanted. Redirects are not followed; no proxy is asked. */
export const httpOptions = {
  /** What to ask for, by HTTP or HTTPS. */
  url: v.pipe(
    line('a URL'),
    v.check(isHttp, ({ input }) => `${input} is no URL of HTTP: give one such as https://is.example.com/`),
  ) as v.GenericSchema<string>,
  /** Statuses that are wanted. Default: 200. */
  status: v.optional(
    v.union([status, someOf(status, 'HTTP statuses')], 'give an HTTP status, or a list of them') as v.GenericSchema<
      number | readonly number[]
    >,
  ),
  /** Characters that the answer's body shall hold. */
  text: v.optional(text('characters of the answer')),
  /** PEM file on the host with the certificates to trust. Default: those of the host. Needs curl there. */
  ca: v.optional(hostPath),
  /** Address to connect to in place of the one that the name in the URL stands for. Needs curl on the host. */
  resolve: v.optional(line('an address')),
  /** Seconds that one request may take. Default: 10. */
  requestTimeout: v.optional(seconds),
}

export type HttpLook = v.InferInput<v.StrictObjectSchema<typeof httpOptions, undefined>>

function isHttp(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
}

export const httpWords = ({ url, text }: HttpLook): string =>
  `${url} answers${text === undefined ? '' : ` with ${JSON.stringify(text)}`}`
