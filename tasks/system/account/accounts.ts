import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, pathFact } from '../../../lib/core/fact.ts'
import { attributesOf, type Made } from '../../../lib/core/operation.ts'
import { askGroup, askHolder, askOwnGroup, askPrimary, askUser } from '../../../lib/remote/posix/accounts.ts'
import { text, whole } from '../../support/schema.ts'

const name = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(`the name of a ${what}`),
    v.regex(/^[A-Za-z_][\w.-]*\$?$/, ({ input }) => `${input} is no name of a ${what}: use letters, digits, - and _`),
  )

export const userName = name('user')
export const groupName = name('group')

/** The number of a user or group. The largest one means "none" to the kernel. */
export const accountNumber = whole('a number', 0, 2 ** 32 - 2)

/** Where accounts are kept on a host: the tools write these files anew. */
export const accountFiles = {
  passwd: pathFact('/etc/passwd'),
  shadow: pathFact('/etc/shadow'),
  group: pathFact('/etc/group'),
  gshadow: pathFact('/etc/gshadow'),
} as const satisfies Readonly<Record<string, Fact<PathAnswer>>>

type AccountFiles = { readonly [Name in keyof typeof accountFiles]: PathAnswer }

/** The files are there afterwards with their owner and mode, but with a content that nobody knows yet. */
export const rewritten = ({ passwd, shadow, group, gshadow }: AccountFiles): Made[] =>
  [passwd, shadow, group, gshadow].flatMap((file) =>
    file.type === 'file' ? [{ type: 'file' as const, path: file.real, ...attributesOf(file) }] : [],
  )

/**
 * An account is changed by its own task alone, which says how it is afterwards: so the question rests on no file, and
 * making one account leaves the answers about others known. Scripts look again before they make anything.
 */
const fact = (script: string, inputs: readonly string[] = []): Fact<CommandAnswer> => commandFact(script, inputs)

export const groupFact = (name: string): Fact<CommandAnswer> => fact(askGroup(name))

export const userFact = (name: string): Fact<CommandAnswer> => fact(askUser(name))

export const holderFact = (database: 'passwd' | 'group', number: number): Fact<CommandAnswer> =>
  fact(askHolder(database, number))

/** It rests on what is changed before. */
export const primaryFact = (name: string): Fact<CommandAnswer> => fact(askPrimary(name), accountLines)

export const ownGroupFact = (name: string): Fact<CommandAnswer> => fact(askOwnGroup(name), accountLines)

const accountLines = ['/etc/passwd', '/etc/group']

export const answered = (question: Fact<CommandAnswer>, output: string) => ({
  question: question.question,
  answer: { status: 0, output },
})

/** The answer about an account that there is not. */
export const noEntry = (question: Fact<CommandAnswer>) => ({
  question: question.question,
  answer: { status: 2, output: '' },
})
