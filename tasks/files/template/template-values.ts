import * as v from 'valibot'
import { refer } from '../../../lib/core/reference.ts'
import { isSecret, type Secret } from '../../../lib/core/secret.ts'

/** What a template is filled with, by name. */
export interface TemplateValues {
  readonly [name: string]: string | number | boolean | Secret | TemplateValues
}

/** The values as a function of yours gets them: a secret is a text that stands for it. */
export type RenderValues<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends Secret
    ? string
    : Values[Name] extends TemplateValues
      ? RenderValues<Values[Name]>
      : Values[Name]
}

const name = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z_]\w*$/,
    ({ input }) => `${JSON.stringify(input)} is no name: use letters, digits and _, and begin with a letter`,
  ),
)

export const templateValues: v.GenericSchema<TemplateValues> = v.record(
  name,
  v.lazy((value) => (isGroup(value) ? templateValues : leaf)),
  ({ received }) => `it is ${received}: give values by name, as in { port: 8080 }`,
)

const leaf: v.GenericSchema<string | number | boolean | Secret> = v.custom<string | number | boolean | Secret>(
  (value) => ['string', 'boolean'].includes(typeof value) || Number.isFinite(value) || isSecret(value),
  "give a text, a number, true or false, or secret('…'); of a list, the text that is to stand there",
)

const isGroup = (value: unknown): value is TemplateValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecret(value)

/** The values with a reference in place of each secret. */
export const referred = (values: TemplateValues): TemplateValues =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      isSecret(value) ? refer(value) : isGroup(value) ? referred(value) : value,
    ]),
  )

/** The text of each value under its whole name, such as `server.port`. */
export const namedTexts = (values: TemplateValues, above = ''): [string, string][] =>
  Object.entries(values).flatMap(([key, value]): [string, string][] => {
    if (isGroup(value)) return namedTexts(value, `${above}${key}.`)
    return [[above + key, isSecret(value) ? refer(value) : String(value)]]
  })
