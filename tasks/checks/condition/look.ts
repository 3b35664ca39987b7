import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { answeredWithin, commandFact, type Fact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { type Awaited, askExpressions, askLook, isHopeless } from '../../../lib/remote/posix/waits.ts'
import { kinds } from '../../support/kinds.ts'
import { hostPath, line, text, whole } from '../../support/schema.ts'
import { httpOptions, httpWords } from './http-look.ts'

/** What a host can see for itself, by the option that tells which it is. */
export const looks = {
  port: {
    /** A TCP port. */
    port: whole('the number of a TCP port', 1, 65_535),
    /** Address to connect to from the host. Default: the port listens on the host itself, which is seen without connecting. */
    host: v.optional(line('a name or an address')),
  },
  log: {
    /** A log file on the host. */
    log: hostPath,
    /** POSIX extended regular expression: a line like this stands in the log. */
    line: line('a regular expression'),
    /** Only after the last line like this, such as the first one of each start. Default: anywhere. */
    after: v.optional(line('a regular expression')),
  },
  script: {
    /** A POSIX shell script that only reads, and ends with 0. */
    script: text('a POSIX shell script'),
  },
  url: httpOptions,
}

/** Something that a host can see for itself, once or again and again until it is so. */
export const look = kinds({}, looks)
export type Condition = v.InferInput<typeof look>

/** Completes "wait until …". */
export function lookWords(look: Condition): string {
  if (look.port !== undefined) return `port ${look.port}${look.host === undefined ? '' : ` of ${look.host}`} is open`
  if (look.log !== undefined) return `${look.log} says ${look.line}`
  if (look.url !== undefined) return httpWords(look)
  return `${look.script.trim().split('\n')[0]} succeeds`
}

/** The look, and how it is told. */
export const awaited = (look: Condition): Awaited => ({ look, words: lookWords(look) })

/** Whether it is so now. A request takes as long as it may; a script no longer than it would be waited for. */
export function lookFact(look: Condition & { readonly timeout?: number | undefined }): Fact<CommandAnswer> {
  const patience = Math.min(look.timeout ?? 60, 60)
  const longest = look.script === undefined ? (look.requestTimeout ?? 0) : patience
  return answeredWithin(60 + longest, commandFact(askLook(awaited(look), patience)))
}

/** Whether the expressions of a look can be read on the host; undefined: it has none. */
export const expressionFact = (look: Condition): Fact<CommandAnswer> | undefined =>
  look.log === undefined ? undefined : commandFact(askExpressions(look), [])

/** Why it never can be so, however long it is waited for; undefined: it can. */
export const hopeless = (answer: CommandAnswer): Refusal | undefined =>
  isHopeless(answer) ? refuse(answer.output.trim(), 'mend it, then run again') : undefined
