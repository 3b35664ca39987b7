import * as v from 'valibot'
import { text } from '../../support/schema.ts'

const script = text('a POSIX shell script')

/** How a service is handled that neither systemd nor an init script knows: POSIX shell scripts. */
export const serviceCommands = v.strictObject({
  /** Starts it. */
  start: script,
  /** Stops it. */
  stop: script,
  /** Ends with 0 while the service runs. */
  status: script,
  /** Default: stop, then start. */
  restart: v.optional(script),
  /** Makes it read its files anew. Default: it cannot be reloaded. */
  reload: v.optional(script),
})
export type ServiceCommands = v.InferInput<typeof serviceCommands>
