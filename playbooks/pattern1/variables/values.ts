import * as v from 'valibot'
import { normalised, segments } from '../../../lib/core/paths.ts'
import { isSecret, type Secret } from '../../../lib/core/secret.ts'

export const words = (what: string) => v.pipe(v.string(), v.nonEmpty(`name ${what}`))
export const hostname = v.pipe(
  v.string(),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    'is not a host name',
  ),
)
export const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))
export const path = v.pipe(
  v.string(),
  v.regex(/^\/[^\0]*$/, ({ input }) =>
    /^(?:[a-z]:)?[\\]|^[a-z]:\//i.test(input)
      ? 'is a path of Windows: there the guide starts a node by bin\\wso2server.bat, which runbook cannot do yet, for it speaks to POSIX shells alone and a second dialect is not there'
      : 'is not an absolute path',
  ),
  v.check((given) => !segments(given).includes('..'), 'holds "..": write the path without it'),
  v.transform(normalised),
  v.check((given) => given !== '/', 'is the root of the host'),
)
export const password = v.custom<Secret | string>(
  (value) => typeof value === 'string' || isSecret(value),
  'is neither a text nor a secret()',
)
