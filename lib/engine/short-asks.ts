import type { LocalFiles } from '../controller/local-files.ts'
import type { Content } from '../core/content.ts'
import type { Host } from '../core/inventory.ts'
import { type HostQuestion, keyOf, type Question } from '../core/question.ts'
import { realPath, type State } from '../core/state.ts'
import { remembersWork } from '../edit/equal-work.ts'
import type { KnownContents } from './known-contents.ts'

/** A question, and as whom to ask it. */
export interface Ask {
  readonly question: Question
  readonly privilege: string
}

/** What is at hand of this machine and of other hosts. */
export interface AtHand {
  readonly local: LocalFiles
  readonly contents: KnownContents
}

/** Makes questions let the host say no more than has to be heard; and completes what it has said, when that is in the state. */
export function shortening(
  asks: readonly Ask[],
  contents: KnownContents,
): {
  short(questions: readonly HostQuestion[]): HostQuestion[]
  fillIn(of: { readonly host: Host; readonly state: State }): void
} {
  const paths = new Set(asks.flatMap(({ question }) => (question.ask === 'content' ? [question.path] : [])))
  const known = new Map([...paths].map((path) => [path, contents.at(path)]))
  const shortly = (question: HostQuestion): HostQuestion => {
    if (question.ask !== 'content') return question
    const { note, ...plain } = question
    const digests = [...(known.get(question.path)?.keys() ?? [])]
    const noted = note === undefined || isRead(question.path, asks) || !remembersWork() ? {} : { note }
    return { ...plain, ...(digests.length === 0 ? {} : { known: digests }), ...noted }
  }
  return {
    // Two may have become one.
    short: (questions) => [...new Map(questions.map(shortly).map((one) => [keyOf(one), one])).values()],
    fillIn({ host, state }) {
      for (const [path, found] of known) {
        complete(state, path, found)
        contents.add(host.name, state, path)
      }
    },
  }
}

/** Whether somebody wants the whole content: then no note will do. */
const isRead = (path: string, asks: readonly Ask[]): boolean =>
  asks.some(({ question }) => question.ask === 'content' && question.path === path && question.note === undefined)

/** The host has told a digest in place of what is at hand. */
function complete(state: State, path: string, known: ReadonlyMap<string, Content>): void {
  const real = realPath(state, path, true)
  const node = state.nodes.get(real)
  if (node?.type !== 'file' || node.content !== undefined || node.sha256 === undefined) return
  const content = known.get(node.sha256)
  if (content !== undefined) state.nodes.set(real, { ...node, content })
}

/** What a digest is compared with is known before a host is asked: so it can send, at once, what is unlike it. */
export const withDigests = (asks: readonly Ask[], local: LocalFiles): Promise<Ask[]> =>
  Promise.all(
    asks.map(async ({ question, privilege }) => {
      if (question.ask !== 'digest' || question.unlike === undefined) return { question, privilege }
      const { unlike, ...plain } = question
      const comes = asks.some((other) => other.question.ask === 'content' && other.question.path === question.path)
      const sha256 = comes ? undefined : typeof unlike === 'string' ? unlike : await local.shownDigest(unlike)
      return { question: sha256 === undefined ? plain : { ...plain, unlike: sha256 }, privilege }
    }),
  )
