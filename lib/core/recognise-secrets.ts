import { isFinding, isRefusal } from './failure.ts'
import { respells } from './plan-operation.ts'
import { readAnswers } from './read-answers.ts'
import type { Resource } from './resource.ts'
import { secretsOfArgs } from './secrets-of.ts'
import type { State } from './state.ts'

/**
 * Where a file holds a secret already that a resource would put there, the state refers to it from the start: so that what
 * other resources plan with this file, before their turn or after, holds the reference, too.
 */
export function recogniseSecrets({ reads, args, plan }: Resource, state: State): void {
  if (secretsOfArgs(args).length === 0) return
  const read = readAnswers(reads, state, () => undefined)
  if (read.unasked.length + read.waitsFor.length > 0 || read.silent) return
  const planned = plan(read.answers)
  if (isRefusal(planned) || isFinding(planned)) return
  for (const operation of planned) respells(state, operation)
}
