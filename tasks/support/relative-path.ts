import * as v from 'valibot'
import { text } from './schema.ts'

/** A place below another, as in `conf/app.xml`: nothing leads out of it. `what` says what it is, for the message. */
export const relativePath = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.check(
      (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
      ({ input }) =>
        `${JSON.stringify(input)} is no place inside: write ${what} without a slash at its ends, and without ..`,
    ),
  )
