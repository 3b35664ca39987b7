import { isActive } from '../core/attempt-states.ts'
import { type Item, withExamples } from '../core/build.ts'
import { factsOf } from '../core/fact.ts'
import { Refused, Unreachable } from '../core/failure.ts'
import { withGuarded } from '../core/guarded-plan.ts'
import { withObstacles } from '../core/obstacles.ts'
import { type PendingQuestion, type Plan, plan } from '../core/plan.ts'
import type { Question } from '../core/question.ts'
import type { Become } from '../core/resource.ts'
import type { State } from '../core/state.ts'
import type { HostRun } from './host-run.ts'
import { type HostState, learn } from './host-state.ts'
import type { Ask, AtHand } from './short-asks.ts'

/** What planning needs of a run. */
export type Planning = Pick<HostRun, 'hostState' | 'fleet'> &
  Partial<
    Pick<HostRun, 'selects' | 'onlyAsks' | 'mode' | 'ahead' | 'follow' | 'faultWords' | 'journal' | 'attempts'>
  > & {
    /** It has acted: what would act each time is no fault then. */
    readonly confirms?: boolean
    readonly play: { readonly options: { readonly become?: Become | undefined } }
  }

/** Most times that answers may raise new questions: each round follows one more link or opens one more archive. */
const rounds = 12

/** Plans resources on a host, asking until nothing that the host can tell now is left to ask. */
export async function planHost(run: Planning, items: readonly Item[]): Promise<Plan> {
  const { hostState, fleet } = run
  // Who has acted believes no note: it reads what there is.
  const inFull = run.confirms ? withoutNote : (ask: Ask) => ask
  const asks = asksOf(items.filter(activeIn(run)), privilegeIn(run))
  await learn(hostState, [...asks, ...asksAhead(run, asks)].map(inFull), fleet)
  for (let round = 0; round < rounds; round++) {
    const result = planOn(hostState.state, run, items)
    if (result.unasked.length === 0) {
      tellFollowers(run, items, result.items)
      return guardedIn(withObstacles(result, hostState), run)
    }
    await Promise.all(hostsAsked(result.unasked).map((host) => ask(run, host, result.unasked, inFull)))
  }
  throw new Refused({
    refusal: `the paths of this play on ${hostState.host.name} lead from one link to the next without an end`,
    advice: 'look at the links on the host',
  })
}

/** Where nothing is changed, nothing has to be put back. */
const guardedIn = (result: Plan, { mode, journal }: Planning): Plan =>
  mode === 'verify'
    ? result
    : withGuarded(result, { keeps: journal !== undefined, mask: (text) => journal?.mask(text) ?? text })

/** Plans resources on a state, and asks nobody. */
export const planOn = (state: State, run: Planning, items: readonly Item[]): Plan =>
  plan({
    items: items.filter(activeIn(run)),
    state,
    mode: run.mode === 'verify' ? 'observe' : run.confirms ? 'confirm' : 'predict',
    privilege: privilegeIn(run),
    isController: run.hostState.host.connect.kind === 'local',
    identity: (key) => run.hostState.identities.get(key) ?? { user: '', group: '' },
    elsewhere: (host) => run.fleet.hostState(host).state,
    selects: (item) => run.selects?.(item) !== false && activeIn(run)(item),
    ...(run.onlyAsks ? { onlyAsks: run.onlyAsks } : {}),
    ...(run.faultWords ? { faultWords: run.faultWords } : {}),
  })

/** Of an attempt, what has not failed: and what takes over where something has. */
const activeIn =
  ({ attempts }: Planning) =>
  ({ resource }: Item): boolean =>
    attempts === undefined || isActive(attempts, resource)

const privilegeIn =
  ({ hostState, play }: Planning) =>
  ({ resource }: Item): string =>
    hostState.privilegeKey(resource.become ?? play.options.become)

const withoutNote = ({ question, privilege }: Ask): Ask =>
  question.ask === 'content'
    ? { question: { ask: 'content', path: question.path }, privilege }
    : { question, privilege }

async function ask(
  { hostState, fleet }: Planning,
  host: string | undefined,
  unasked: readonly PendingQuestion[],
  inFull: (ask: Ask) => Ask,
) {
  const asked = unasked.filter((one) => one.host === host)
  if (host === undefined) return learn(hostState, asked.map(inFull), fleet)
  const target = fleet.hostState(host)
  const privilege = target.privilegeKey(undefined)
  return learnElsewhere(
    host,
    target,
    asked.map(({ question }) => ({ question, privilege })),
    fleet,
  )
}

/** A host that does not answer another's question is not that other host's fault: the question is refused. */
async function learnElsewhere(host: string, target: HostState, asks: readonly Ask[], atHand: AtHand): Promise<void> {
  try {
    await learn(target, asks, atHand)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    throw new Refused({
      refusal: `${host}, which this play asks, cannot be reached (${error.message})`,
      advice: `bring ${host} up, then run again`,
    })
  }
}

const hostsAsked = (unasked: readonly PendingQuestion[]) => [...new Set(unasked.map(({ host }) => host))]

/**
 * The first round: every fact of every resource, so that one request serves them all. What may follow from answers is
 * asked with them, where examples tell: but by nobody who is not to act in any case, for that user may not be there.
 */
function asksOf(items: readonly Item[], privilege: (item: Item) => string): Ask[] {
  const known = new Set(items.map(privilege))
  const examples = withExamples(items).filter((item) => item.asker !== undefined && known.has(privilege(item)))
  return [...items, ...examples].flatMap((item) =>
    ownQuestions(item.resource.reads).map((question) => ({ question, privilege: privilege(item) })),
  )
}

/**
 * What a later play looks at goes with the same request: where nothing is changed until then, it costs no trip of its own. So
 * does nothing that may take long or be refused: what a program says, or all that lies below a folder.
 */
function asksAhead({ hostState, ahead = [] }: Planning, asks: readonly Ask[]): Ask[] {
  const acting = new Set(asks.map(({ privilege }) => privilege))
  return ahead.flatMap(({ item: { resource }, become }) => {
    const privilege = hostState.privilegeKey(resource.become ?? become)
    const own = acting.has(privilege) ? ownQuestions(resource.reads) : []
    return own.flatMap((question) => quick(question) ?? []).map((question) => ({ question, privilege }))
  })
}

/** Files of this machine are read when their turn has come: an earlier play may bring them. */
function quick(question: Question): Question | undefined {
  switch (question.ask) {
    case 'path':
    case 'content':
      return question
    case 'digest':
      return typeof question.unlike === 'object' ? { ask: 'digest', path: question.path } : question
    default:
      return undefined
  }
}

const ownQuestions = (reads: Item['resource']['reads']): Question[] =>
  factsOf(reads)
    .filter(({ host }) => host === undefined)
    .map(({ question }) => question)

/** Items that were not given stand behind the one whose answers they follow from. */
function tellFollowers({ follow }: Planning, given: readonly Item[], all: readonly Item[]): void {
  const old = new Set(given.map(({ id }) => id))
  const fresh = all.filter(({ id }) => !old.has(id))
  for (const asker of new Set(fresh.flatMap((one) => one.asker ?? [])))
    follow?.(
      asker.id,
      fresh.filter((one) => one.asker === asker),
    )
}
