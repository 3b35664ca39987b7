import { factsOf } from './fact.ts'
import { secretsReferredIn } from './reference.ts'
import type { Given, Resource } from './resource.ts'
import { type Secret, secretsIn } from './secret.ts'

/** Every secret that something names: in its options, in how it acts, and in what its questions are given to read. */
export const secretsOf = ({ args, become, reads }: Pick<Resource | Given, 'args' | 'become' | 'reads'>): Secret[] => [
  ...secretsIn([args, become]),
  ...factsOf(reads).flatMap(({ question }) =>
    question.ask === 'command' ? secretsReferredIn(question.stdin ?? '') : [],
  ),
]
