import { factsOf } from './fact.ts'
import { pathsOf } from './question.ts'
import { secretsReferredIn } from './reference.ts'
import type { Given, Resource } from './resource.ts'
import { type Secret, secretsIn } from './secret.ts'
import { textsIn } from './texts-in.ts'

/**
 * Paths that something reads which has to do with a secret: it may put one there, and what it finds there may be one that
 * was rotated since, which nobody knows any more.
 */
export const pathsWithSecrets = (resources: readonly (Resource | Given)[]): string[] =>
  resources
    .filter(({ args, reads }) => secretsOf({ args, reads }).length > 0)
    .flatMap(({ reads }) => factsOf(reads))
    .flatMap(({ host, question }) => (host === undefined ? pathsOf(question) : []))

/** Every secret that something names: in its options, in how it acts, and in what its questions are given to read. */
export const secretsOf = ({ args, become, reads }: Pick<Resource | Given, 'args' | 'become' | 'reads'>): Secret[] => [
  ...secretsIn(become),
  ...secretsOfArgs(args),
  ...factsOf(reads).flatMap(({ question }) =>
    question.ask === 'command' ? secretsReferredIn(question.stdin ?? '') : [],
  ),
]

/** Those that options give, and those that a text among them refers to. */
export const secretsOfArgs = (args: object): Secret[] => [
  ...secretsIn(args),
  ...textsIn(args).flatMap(([, text]) => secretsReferredIn(text)),
]
