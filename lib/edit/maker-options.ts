import { kindOf, UsageError } from '../core/failure.ts'
import { nearest } from '../core/nearest.ts'

/** Tells an option that an edit does not take: no compiler has looked at a playbook that is only run. */
export function onlyOptions(edit: string, given: object, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null)
    throw new UsageError(`${edit} is given ${kindOf(given)} for its options: give one object, as in { ${known[0]}: … }`)
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    throw new UsageError(
      `${edit} has no option ${name}: ${near === undefined ? `it takes ${known.join(', ')}` : `did you mean ${near}?`}`,
    )
  }
}
