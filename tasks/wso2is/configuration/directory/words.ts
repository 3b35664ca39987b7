import * as v from 'valibot'
import { line, text } from '../../../support/schema.ts'

const name = String.raw`[A-Za-z][\w.;-]*`
/** The name of an attribute, or of one class. */
export const attribute: v.GenericSchema<string> = v.pipe(
  text('the name of an attribute, as in uid'),
  v.regex(
    new RegExp(`^${name}$`),
    ({ input }) => `${JSON.stringify(input)} is no name of an attribute or a class: write it as in uid`,
  ),
)

/** The classes of an entry, as the product writes them: one, or several with `/` between. */
export const classes: v.GenericSchema<string> = v.pipe(
  text('an object class, as in inetOrgPerson'),
  v.regex(
    new RegExp(`^${name}(/${name})*$`),
    ({ input }) =>
      `${JSON.stringify(input)} is no object class: write one as in inetOrgPerson, several as in inetOrgPerson/mailUser`,
  ),
)

/** A filter without a place for a name. */
export const filter: v.GenericSchema<string> = v.pipe(
  line('a filter, as in (objectClass=person)'),
  v.check(
    (given) => /^\(.+\)$/.test(given) && !given.includes('?'),
    ({ input }) => `${JSON.stringify(input)} is no filter: write it in parentheses, as in (objectClass=person)`,
  ),
)
