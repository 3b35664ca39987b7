import * as v from 'valibot'

/**
 * Options of several kinds, of which what is given tells which is meant, so that a fault is told in the words of that kind.
 *
 * @example kinds((given) => ('from' in given ? brought : made), [brought, made])
 */
export const kinds = <Kinds extends readonly v.GenericSchema[]>(
  pick: (given: object) => Kinds[number],
  options: Kinds,
): v.LazySchema<Kinds[number]> =>
  Object.assign(
    v.lazy((given) => pick(given as object)),
    { options },
  )

/** An option that belongs to another kind of the same task; `why` says so. */
export const notTaken = (why: string): v.OptionalSchema<v.UndefinedSchema<string>, undefined> =>
  v.optional(v.undefined(why))
