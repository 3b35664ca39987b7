import * as v from 'valibot'

/**
 * Options of what a task makes, or takes away where they say `state: 'absent'`: then what names it is enough, and the rest
 * may stay, so that one list serves both ways.
 *
 * @example presentOrAbsent({ name: text('a name'), state: v.optional(wordOf('present', 'absent')) }, { schedule })
 */
export function presentOrAbsent<Named extends Entries, Made extends v.ObjectEntries>(
  named: Named,
  made: Made,
): v.GenericSchema<PresentOrAbsent<Named, Made>> {
  const optional = Object.fromEntries(Object.entries(made).map(([key, schema]) => [key, v.optional(schema)]))
  const present = v.strictObject({ ...named, ...made })
  const absent = v.strictObject({ ...named, ...optional })
  const choose = (given: unknown) =>
    typeof given === 'object' && given !== null && 'state' in given && given.state === 'absent' ? absent : present
  // The entries let a message name the options that there are.
  return Object.assign(v.lazy(choose), { entries: present.entries }) as unknown as v.GenericSchema<
    PresentOrAbsent<Named, Made>
  >
}

type Entries = v.ObjectEntries & { readonly state: v.GenericSchema }

type Given<Entries extends v.ObjectEntries> = v.InferInput<v.StrictObjectSchema<Entries, undefined>>

export type PresentOrAbsent<Named extends v.ObjectEntries, Made extends v.ObjectEntries> = Given<Named> &
  (({ readonly state?: 'present' | undefined } & Given<Made>) | ({ readonly state: 'absent' } & Partial<Given<Made>>))
