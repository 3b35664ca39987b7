import { answer, isUnasked } from '../core/answer.ts'
import type { Died } from '../core/died.ts'
import { Refused, refuse, Unreadable } from '../core/failure.ts'
import type { Host } from '../core/inventory.ts'
import { ancestry } from '../core/paths.ts'
import type { Identity } from '../core/predict.ts'
import { type HostQuestion, isLocalQuestion, keyOf } from '../core/question.ts'
import type { Become } from '../core/resource.ts'
import type { Secret } from '../core/secret.ts'
import { emptyState, type Node, nodeAt, type State } from '../core/state.ts'
import type { Probed } from '../remote/dialect.ts'
import { type Privilege, privilegeOf } from '../remote/privilege.ts'
import { NoAnswer } from '../session/answers.ts'
import type { Session } from '../session/session.ts'
import type { Armed } from './armed.ts'
import { type Ask, type AtHand, shortening, withDigests } from './short-asks.ts'

/** What this run knows of one host, and how to learn more. */
export interface HostState {
  readonly host: Host
  state: State
  readonly identities: Map<string, Identity>
  /** What this run has done there so far: the titles of steps of which something was carried out. */
  readonly done: Set<string>
  /** Keys of the privileges by which it has carried out something. */
  readonly acted: Set<string>
  /** Runs that have died there, once for each privilege by which they had acted; and whether that was said. */
  readonly died: Map<string, { readonly died: Died; readonly privilege: string; told: boolean }>
  /** Something elsewhere has changed since: a play that begins asks anew. */
  stale: boolean
  /** The key of the privilege that something needs; what it does not say is the host's own word. */
  privilegeKey(become: Become | undefined): string
  /** What that key stands for. */
  privilege(key: string): Privilege
  session(): Promise<Session>
  /** Ends the session: the next one is another. */
  leave(): void
  /** Another connection, made now; an interrupt does not keep it from being made. */
  anew(): Promise<Session>
  /** Hears which questions it has answered. Default: nobody does. */
  readonly heard?: ((questions: readonly HostQuestion[]) => void) | undefined
  /** The guarded list that is carried out there, where a watchdog is armed. */
  armed: Armed | undefined
}

/** Asks a host all of this at once, one script per privilege, and the controller for its own files; the answers join the state. */
export async function learn(hostState: HostState, asks: readonly Ask[], { local, contents }: AtHand): Promise<void> {
  const unasked = asks.flatMap(({ question, privilege }) => {
    const found = answer(hostState.state, question)
    return isUnasked(found) ? [{ question: found.unasked, privilege }] : []
  })
  const open = await withDigests(unasked, local)
  const byPrivilege = new Map<string, Map<string, HostQuestion>>()
  const own: Promise<void>[] = []
  for (const { question, privilege } of open) {
    if (isLocalQuestion(question)) {
      own.push(local.answer(question).then((found) => void hostState.state.answers.set(keyOf(question), found)))
      continue
    }
    const group = byPrivilege.get(privilege) ?? new Map<string, HostQuestion>()
    byPrivilege.set(privilege, group.set(keyOf(question), question))
  }
  for (const { privilege } of asks) {
    if (!hostState.identities.has(privilege) && !byPrivilege.has(privilege)) byPrivilege.set(privilege, new Map())
  }
  const session = byPrivilege.size > 0 ? await hostState.session() : undefined
  // What other hosts have said by now need not be said again.
  const { short, fillIn } = shortening(open, contents)
  const probed = await Promise.all(
    [...byPrivilege].map(async ([privilege, questions]) => {
      const found = await probe(session as Session, hostState.privilege(privilege), short([...questions.values()]))
      hostState.identities.set(privilege, found.identity)
      for (const died of found.died) {
        const key = JSON.stringify([died.run.id, privilege])
        if (!hostState.died.has(key)) hostState.died.set(key, { died, privilege, told: false })
      }
      return found
    }),
  )
  await Promise.all(own)
  for (const found of probed) absorb(hostState.state, found)
  fillIn(hostState)
  for (const questions of byPrivilege.values()) hostState.heard?.([...questions.values()])
}

/** A file may be rewritten while it is read: then the answer does not fit its own lengths, and it is asked once more. */
export async function probe(
  session: Session,
  privilege: Privilege,
  questions: readonly HostQuestion[],
): Promise<Probed> {
  const { dialect } = session
  const { text, isSecret, patience, most } = dialect.probe(questions)
  const ask = async () => {
    const heard = await session
      .ask(privilege, text, { isSecret, patience, ...(most === undefined ? {} : { most }) })
      .catch((error) => {
        if (!(error instanceof NoAnswer)) throw error
        throw new Refused(unanswered(dialect.unanswered(error.heard, questions), patience))
      })
    const found = dialect.read(heard, questions)
    if (found.identity.user === '') throw new Error('it is not said who acts')
    return found
  }
  const isUnread = (error: unknown): error is Error => (error as Error).name === 'Error'
  try {
    return await ask()
  } catch (error) {
    if (!isUnread(error)) throw error
    return ask().catch((again) => {
      throw isUnread(again) ? unreadable(again) : again
    })
  }
}

const unanswered = (what: string, seconds: number) =>
  refuse(
    `the host said nothing for ${seconds} s when it was asked for ${what}`,
    'see there what holds it up: a file system that does not answer, or a program that waits',
  )

const unreadable = ({ message }: Error) =>
  new Unreadable(
    `what the host answers cannot be read (${message.slice(0, 200)}): run again; if it stays so, see what changes the output of its shell (a wrapper, a terminal, a start-up file)`,
  )

/**
 * What a plan has predicted of a path, and so of all below it, outlives a later look at the host; a refusal to look gives
 * way to what another privilege saw.
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

export function freshState(
  host: Host,
  {
    session,
    leave,
    anew,
    heard,
    becomePassword,
  }: Pick<HostState, 'session' | 'leave' | 'anew' | 'heard'> & { readonly becomePassword?: Secret },
): HostState {
  const privileges = new Map<string, Privilege>()
  return {
    host,
    state: emptyState(),
    identities: new Map(),
    done: new Set(),
    acted: new Set(),
    died: new Map(),
    stale: false,
    session,
    leave,
    anew,
    heard,
    armed: undefined,
    privilegeKey(become) {
      const privilege = privilegeOf(become ?? host.become, becomePassword)
      privileges.set(privilege.key, privilege)
      return privilege.key
    },
    privilege(key) {
      const privilege = privileges.get(key)
      if (privilege === undefined) throw new Error(`nobody has asked for the privilege ${key}`)
      return privilege
    },
  }
}

/** Forgets what was known of a host that has been changed. */
export function forget(hostState: HostState): void {
  hostState.state = emptyState()
  hostState.stale = false
}
