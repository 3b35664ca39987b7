import * as v from 'valibot'
import { text } from '../../support/schema.ts'

const kinds = ['service', 'socket', 'timer', 'path', 'mount', 'automount', 'swap', 'target', 'slice']

/** The whole name of a unit, which says what it is. */
export const unitFile: v.GenericSchema<string> = v.pipe(
  text('the name of a unit, as in app.service'),
  v.check(
    (name) => new RegExp(`^[\\w:.@\\\\-]+\\.(?:${kinds.join('|')})$`).test(name),
    ({ input }) =>
      `${JSON.stringify(input)} is no name of a unit: write it with its kind, as in app.service or app.timer`,
  ),
)

/** A part of the name of a file, without an ending. */
export const plainName = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.regex(
      /^[\w:@-][\w:.@-]*$/,
      ({ input }) => `${JSON.stringify(input)} is none: give ${what} of letters, digits, - and _`,
    ),
  )

const value = v.union(
  [
    v.pipe(
      v.string(),
      v.check((one) => !/[\r\n\0]/.test(one), 'it has more than one line: give a list, of which each is a line'),
    ),
    v.number(),
    v.boolean(),
  ],
  'give a text on one line, a number, true or false',
)

/** By section and key: `{ Service: { ExecStart: '/opt/app/run', Restart: 'always' } }`. */
export type UnitSections = Readonly<Record<string, Readonly<Record<string, UnitValue | readonly UnitValue[]>>>>
type UnitValue = string | number | boolean

const word = (what: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[A-Za-z][A-Za-z0-9-]*$/, ({ input }) => `${JSON.stringify(input)} is no name of ${what}`),
  )

export const unitText: v.GenericSchema<string | UnitSections> = v.union(
  [
    v.pipe(
      v.string(),
      v.check(
        (given) => /^\s*(?:[#;].*\n\s*)*\[[A-Za-z0-9-]+\]/.test(given),
        'it does not begin with a section, as in [Unit]',
      ),
    ),
    v.record(
      word('a section'),
      v.record(
        word('a key'),
        v.union([value, v.array(value)], 'give a text, a number, true or false, or a list of these'),
      ),
    ),
  ],
  ({ issues }) =>
    issues?.[0]?.message ??
    "give the text of the unit, or its sections, as in { Service: { ExecStart: '/opt/app/run' } }",
) as v.GenericSchema<string | UnitSections>

/** The text of a unit file. A key that has a list is written once for each. */
export function textOfUnit(unit: string | UnitSections): string {
  if (typeof unit === 'string') return unit.endsWith('\n') ? unit : `${unit}\n`
  const sections = Object.entries(unit).map(([section, entries]) => {
    const lines = Object.entries(entries).flatMap(([key, given]) =>
      [given].flat().map((one) => `${key}=${typeof one === 'boolean' ? (one ? 'yes' : 'no') : one}\n`),
    )
    return `[${section}]\n${lines.join('')}`
  })
  return sections.join('\n')
}
