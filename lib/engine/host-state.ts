import { answer, isUnasked } from '../core/answer.ts'
import { type HostQuestion, isLocalQuestion, keyOf, type Question } from '../core/fact.ts'
import type { Host } from '../core/inventory.ts'
import { ancestry } from '../core/paths.ts'
import type { Identity } from '../core/predict.ts'
import { emptyState, type Node, nodeAt, type State } from '../core/state.ts'
import type { Level } from '../remote/become.ts'
import { probeScript } from '../remote/probe.ts'
import { type Probed, readProbe } from '../remote/read-probe.ts'
import type { LocalFiles } from './local.ts'
import type { Session } from './session.ts'

/** What this run knows of one host, and how to learn more. */
export interface HostState {
  readonly host: Host
  state: State
  readonly identities: Map<string, Identity>
  /** Something elsewhere has changed since: a play that begins asks anew. */
  stale: boolean
  session(): Promise<Session>
}

/** A question, and the level at which to ask it. */
export interface Ask {
  readonly question: Question
  readonly level: Level
}

/** Asks a host all of this at once, one script per level, and the controller for its own files; the answers join the state. */
export async function learn(known: HostState, asks: readonly Ask[], local: LocalFiles): Promise<void> {
  const open = asks.flatMap(({ question, level }) => {
    const found = answer(known.state, question)
    return isUnasked(found) ? [{ question: found.unasked, level }] : []
  })
  const byLevel = new Map<string, { level: Level; questions: Map<string, HostQuestion> }>()
  const own: Promise<void>[] = []
  for (const { question, level } of open) {
    if (isLocalQuestion(question)) {
      own.push(local.answer(question).then((found) => void known.state.answers.set(keyOf(question), found)))
      continue
    }
    const group = byLevel.get(level.key) ?? { level, questions: new Map() }
    group.questions.set(keyOf(question), question)
    byLevel.set(level.key, group)
  }
  for (const { level } of asks) {
    if (!known.identities.has(level.key) && !byLevel.has(level.key))
      byLevel.set(level.key, { level, questions: new Map() })
  }
  const session = byLevel.size > 0 ? await known.session() : undefined
  const probed = await Promise.all(
    [...byLevel.values()].map(async ({ level, questions }) => {
      const found = await probe(session as Session, level, [...questions.values()])
      known.identities.set(level.key, found.identity)
      return found
    }),
  )
  await Promise.all(own)
  for (const found of probed) absorb(known.state, found)
}

/** A file may be rewritten while it is read: then the answer does not fit its own lengths, and it is asked once more. */
async function probe(session: Session, level: Level, questions: readonly HostQuestion[]): Promise<Probed> {
  const script = probeScript(questions)
  try {
    return readProbe(await session.ask(level, script), questions)
  } catch (error) {
    if ((error as Error).name !== 'Error') throw error
    return readProbe(await session.ask(level, script), questions)
  }
}

/**
 * What a plan has predicted of a path, and so of all below it, outlives a later look at the host; a refusal to look gives
 * way to what another level saw.
 */
function absorb(state: State, { nodes, answers }: Probed): void {
  const predicted = new Set(state.log.map(({ real }) => real))
  for (const [path, node] of nodes) {
    const before = state.nodes.get(path)
    if (node.type === 'denied' && before !== undefined) continue
    if (nodeAt(state, path) !== undefined && ancestry(path).some((above) => predicted.has(above))) continue
    state.nodes.set(path, merge(before, node))
  }
  for (const [key, found] of answers) state.answers.set(key, found)
}

function merge(before: Node | undefined, node: Node): Node {
  if (before?.type === 'file' && node.type === 'file') return { ...before, ...node }
  return before?.type === 'directory' && node.type === 'directory' ? { ...before, ...node } : node
}

export const freshState = (host: Host, session: () => Promise<Session>): HostState => ({
  host,
  state: emptyState(),
  identities: new Map(),
  stale: false,
  session,
})

/** Forgets what was known of a host that has been changed. */
export function forget(known: HostState): void {
  known.state = emptyState()
  known.stale = false
}
