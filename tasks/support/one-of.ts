import * as v from 'valibot'

/**
 * Options of which exactly one is given, beside those that all have.
 *
 * @example oneOf({ path: hostPath }, { text: textOrSecret, from: text('a file of the controller') })
 */
export function oneOf<Common extends v.ObjectEntries, Choices extends v.ObjectEntries>(
  common: Common,
  choices: Choices,
): v.GenericSchema<
  v.InferInput<v.StrictObjectSchema<Common, undefined>> &
    OneOf<{ [Name in keyof Choices]: v.InferInput<Choices[Name]> }>
> {
  const names = Object.keys(choices)
  const optional = Object.fromEntries(Object.entries(choices).map(([name, schema]) => [name, v.optional(schema)]))
  const schema = v.pipe(
    v.strictObject({ ...common, ...optional }),
    v.partialCheck(
      names.map((name) => [name]) as never,
      (given) => names.filter((name) => Reflect.get(given, name) !== undefined).length === 1,
      ({ input }) => {
        const given = names.filter((name) => Reflect.get(input, name) !== undefined)
        return given.length === 0
          ? `it has none of the options ${names.join(', ')}: give one of them`
          : `it has the options ${given.join(' and ')}: give one of them`
      },
    ),
  )
  return schema as unknown as ReturnType<typeof oneOf<Common, Choices>>
}

type OneOf<Choices> = {
  [Name in keyof Choices]: { readonly [Own in Name]: Choices[Own] } & {
    readonly [Other in Exclude<keyof Choices, Name>]?: undefined
  }
}[keyof Choices]
