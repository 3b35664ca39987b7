import { answer, isUnasked } from './answer.ts'
import type { Fact } from './fact.ts'
import { pathsOf, type Question } from './question.ts'
import type { ReadsOf } from './resource.ts'
import { type State, unknown } from './state.ts'

/** The answers of a state under the names that a task reads them by; or what has to be asked, and what nobody can tell yet. */
export interface ReadAnswers {
  readonly answers: Readonly<Record<string, unknown>>
  readonly unasked: readonly { readonly question: Question; readonly host?: string }[]
  /** In a reader's words. */
  readonly waitsFor: readonly string[]
}

export function readAnswers(
  reads: ReadsOf<unknown>,
  state: State,
  elsewhere: (host: string) => State | undefined,
): ReadAnswers {
  const unasked: { question: Question; host?: string }[] = []
  const waitsFor: string[] = []
  const ask = (fact: Fact<unknown>): unknown => {
    const from = fact.host === undefined ? state : elsewhere(fact.host)
    const found = from === undefined ? { unasked: fact.question } : answer(from, fact.question)
    if (isUnasked(found))
      unasked.push({ question: found.unasked, ...(fact.host === undefined ? {} : { host: fact.host }) })
    else if (found === unknown) waitsFor.push(wordsOf(fact))
    return found
  }
  const answers = Object.fromEntries(
    Object.entries(reads).flatMap(([name, read]) => {
      if (read === undefined) return []
      if (!('each' in read)) return [[name, ask(read)]]
      return [[name, new Map([...read.each].map(([key, fact]) => [key, ask(fact)]))]]
    }),
  )
  return { answers, unasked, waitsFor }
}

function wordsOf({ question, host }: Fact<unknown>): string {
  const what =
    question.ask === 'command'
      ? `the answer of "${firstLine(question.script)}"`
      : (pathsOf(question)[0] ?? question.ask)
  return host === undefined ? what : `${what} on ${host}`
}

const firstLine = (script: string): string => script.split('\n')[0]?.replace(/^# */, '') ?? ''
