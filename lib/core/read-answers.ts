import { answer, isUnasked } from './answer.ts'
import type { Fact } from './fact.ts'
import { type Refusal, refuse } from './failure.ts'
import { type Question, questionWords } from './question.ts'
import type { ReadsOf } from './resource.ts'
import { type State, unknown } from './state.ts'

/** The answers of a state under the names that a task reads them by; or what has to be asked, and what nobody can tell yet. */
export interface ReadAnswers {
  readonly answers: Readonly<Record<string, unknown>>
  readonly unasked: readonly { readonly question: Question; readonly host?: string }[]
  /** In a reader's words. */
  readonly waitsFor: readonly string[]
  /** A mount that does not answer, where the task has no words of its own for it. */
  readonly silent?: Refusal
}

export function readAnswers(
  reads: ReadsOf<unknown>,
  state: State,
  elsewhere: (host: string) => State | undefined,
): ReadAnswers {
  const unasked: { question: Question; host?: string }[] = []
  const waitsFor: string[] = []
  const silences: Refusal[] = []
  const ask = (fact: Fact<unknown>): unknown => {
    const from = fact.host === undefined ? state : elsewhere(fact.host)
    const found = from === undefined ? { unasked: fact.question } : answer(from, fact.question)
    if (isUnasked(found))
      unasked.push({ question: found.unasked, ...(fact.host === undefined ? {} : { host: fact.host }) })
    else if (found === unknown) waitsFor.push(wordsOf(fact))
    const silence = fact.evenSilent ? undefined : silenceOf(found, fact.host)
    if (silence) silences.push(silence)
    return fact.read === undefined || isUnasked(found) || found === unknown ? found : fact.read(found)
  }
  const answers = Object.fromEntries(
    Object.entries(reads).flatMap(([name, read]) => {
      if (read === undefined) return []
      if (!('each' in read)) return [[name, ask(read)]]
      return [[name, new Map([...read.each].map(([key, fact]) => [key, ask(fact)]))]]
    }),
  )
  const [silent] = silences
  return { answers, unasked, waitsFor, ...(silent ? { silent } : {}) }
}

const wordsOf = ({ question, host }: Fact<unknown>): string =>
  host === undefined ? questionWords(question) : `${questionWords(question)} on ${host}`

/** Nothing can be said of what lies on a mount that does not answer, and whoever touches it is held up. */
function silenceOf(found: unknown, host: string | undefined): Refusal | undefined {
  if (typeof found !== 'object' || found === null || !('silent' in found)) return undefined
  const where = host === undefined ? '' : ` on ${host}`
  return refuse(
    `the mount ${found.silent}${where} does not answer`,
    `bring its server back, or umount -f -l ${found.silent}, then run again`,
  )
}
