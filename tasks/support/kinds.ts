import * as v from 'valibot'

/**
 * Options of several kinds, beside those that all have: the one meant is the kind whose own option is given. What another
 * kind takes does not go with it.
 *
 * @example kinds({ timeout: seconds }, { port: { port, host: v.optional(text('an address')) }, script: { script: text('a script') } })
 */
export function kinds<Common extends v.ObjectEntries, Kinds extends Readonly<Record<string, v.ObjectEntries>>>(
  common: Common,
  choices: Kinds,
): v.GenericSchema<Kind<Common, Kinds>> {
  const names = Object.keys(choices)
  const entries: v.ObjectEntries = Object.assign({}, common, ...Object.values(choices))
  const schemas = new Map(
    Object.entries(choices).map(([name, own]) => [
      name,
      v.strictObject(Object.assign(others(entries, name), common, own)),
    ]),
  )
  const any = v.strictObject({ ...ofAnyKind(Object.values(choices)), ...common })
  const besides = (fault: v.GenericSchema) => v.intersect([fault, any])
  const choose = (given: unknown): v.GenericSchema => {
    if (typeof given !== 'object' || given === null) return no(`give an object with ${names.join(', or ')}`)
    const meant = names.filter((name) => Reflect.get(given, name) !== undefined)
    if (meant.length === 0) return besides(no(`it has none of the options ${names.join(', ')}: give one of them`))
    if (meant.length > 1) return besides(no(`it has the options ${meant.join(' and ')}: give one of them`))
    return schemas.get(meant[0] ?? '') ?? v.never()
  }
  // The entries let a message name the options that there are.
  return Object.assign(v.lazy(choose), { entries }) as unknown as v.GenericSchema<Kind<Common, Kinds>>
}

/** What is told of options whose kind cannot be told: an option that two kinds take may be meant for either. */
const ofAnyKind = (choices: readonly v.ObjectEntries[]): v.ObjectEntries =>
  Object.fromEntries(
    choices.flatMap(Object.entries<v.ObjectEntries[string]>).map(([key, schema]) => {
      const isShared = choices.filter((one) => key in one).length > 1
      return [key, isShared ? v.unknown() : v.optional(schema as v.GenericSchema)]
    }),
  )

/** Of what another kind takes, only that it is left out. */
const others = (entries: v.ObjectEntries, name: string): v.ObjectEntries =>
  Object.fromEntries(
    Object.keys(entries).map((key) => [
      key,
      v.optional(v.undefined(`it does not go with ${name}: leave one of them out`)),
    ]),
  )

const no = (message: string) => v.custom<never>(() => false, message)

type Given<Entries extends v.ObjectEntries> = v.InferInput<v.StrictObjectSchema<Entries, undefined>>

export type Kind<
  Common extends v.ObjectEntries,
  Kinds extends Readonly<Record<string, v.ObjectEntries>>,
> = Given<Common> &
  {
    [Name in keyof Kinds]: Given<Kinds[Name]> & {
      readonly [Other in Exclude<Keys<Kinds>, keyof Kinds[Name]>]?: undefined
    }
  }[keyof Kinds]

type Keys<Kinds> = { [Name in keyof Kinds]: keyof Kinds[Name] }[keyof Kinds]

/**
 * Options of several kinds, of which what is given tells which is meant, so that a fault is told in the words of that kind.
 *
 * @example kindsBy((given) => ('from' in given ? brought : made), [brought, made])
 */
export const kindsBy = <Kinds extends readonly v.GenericSchema[]>(
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
