import * as v from 'valibot'
import type { Operation } from '../../lib/core/operation.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { text } from './schema.ts'

/** A command that looks at a file: `%s` is where it is. */
export const validation: v.GenericSchema<string> = v.pipe(
  text('a command in which %s stands for the new file, as in visudo -cf %s'),
  v.check(
    (script) => script.includes('%s'),
    ({ input }) =>
      `${JSON.stringify(input)} looks at no file: write %s where the path of the new file is to stand, as in visudo -cf %s`,
  ),
  v.check(
    (script) => !/(['"])%s\1/.test(script),
    'it has %s in quotes: write it without, for it stands for one word whatever is in the path',
  ),
)

/** The option of every task that writes a file whose content somebody else reads. */
export const validates = {
  /**
   * A command that the new file has to pass before it takes its place, as in `visudo -cf %s`: `%s` is where the file is until then,
   * with its mode, owner and the ending of its name. Where it fails, nothing is changed. It runs as whoever writes the file, and
   * nobody else (but root) may enter the folder that the file is in then: a program that gives up its rights first cannot read it.
   * It has 60 seconds.
   */
  validate: v.optional(validation),
}

/** What is planned, with each file that is written to pass the command first. */
export const validated = <Given extends Planned>(planned: Given, validate: string | undefined): Given =>
  validate === undefined || !Array.isArray(planned)
    ? planned
    : (planned.map((operation: Operation) =>
        operation.op === 'write' ? { ...operation, validate: [validate] } : operation,
      ) as readonly Operation[] as Given)
