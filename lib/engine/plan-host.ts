import { Refused, Unreachable } from '../core/failure.ts'
import { type Asked, type PlanResult, plan } from '../core/plan.ts'
import type { Become, Resource } from '../core/task.ts'
import { type Level, levelOf } from '../remote/become.ts'
import { type Ask, type HostState, learn } from './host-state.ts'
import type { LocalFiles } from './local.ts'

export interface World {
  readonly local: LocalFiles
  /** Whether a text holds a secret. */
  isSecret(text: string): boolean
  /** What is known of any host of the inventory, by name. */
  known(host: string): HostState
  /** Says that a host has been changed: what it, and all others, answered before may no longer hold. */
  changed(host: HostState): void
}

/** Most times that answers may raise new questions: each round follows one more link or opens one more archive. */
const rounds = 12

/** As whom a resource acts: by its own word, else its play's, else its host's. */
export function levelOfResource(known: HostState, resource: Resource, play: Become | undefined): Level {
  return levelOf(resource.become ?? play ?? known.host.become)
}

/** Plans resources on a host, asking until nothing that the host can tell now is left to ask. */
export async function planHost(
  known: HostState,
  resources: readonly Resource[],
  become: Become | undefined,
  world: World,
): Promise<PlanResult> {
  const level = (resource: Resource) => levelOfResource(known, resource, become)
  for (const resource of resources) {
    for (const { question } of Object.values(resource.reads)) {
      if (question.ask === 'command') mustBeOpen(question.script, resource, world)
    }
  }
  await learn(known, asksOf(resources, level), world.local)
  for (let round = 0; round < rounds; round++) {
    const result = plan({
      resources,
      state: known.state,
      identity: (resource) => known.identities.get(level(resource).key) ?? { user: '', group: '' },
      elsewhere: (host) => world.known(host).state,
    })
    if (result.unasked.length === 0) {
      for (const step of result.steps) {
        if (step.outcome !== 'change') continue
        for (const { operation } of step.moves) {
          if (operation.op === 'run') mustBeOpen(operation.script, step.resource, world)
        }
      }
      return result
    }
    await Promise.all(
      hostsAsked(result.unasked).map((host) => {
        const asked = result.unasked.filter((one) => one.host === host)
        const target = host === undefined ? known : world.known(host)
        const asks = asked.map(({ question, resource }) => ({
          question,
          level: host === undefined ? level(resource) : levelOf(target.host.become),
        }))
        return host === undefined ? learn(target, asks, world.local) : learnElsewhere(host, target, asks, world.local)
      }),
    )
  }
  throw new Refused({
    refusal: `the paths of this play on ${known.host.name} lead from one link to the next without an end`,
    advice: 'look at the links on the host',
  })
}

/** A script is an argument of the shell that runs it, and every user of the host can read those. */
function mustBeOpen(script: string, { title }: Resource, { isSecret }: World): void {
  if (!isSecret(script)) return
  throw new Refused({ refusal: `the script of "${title}" holds a secret`, advice: 'give it by stdin' })
}

/** A host that does not answer another's question is not that other host's fault: the question is refused. */
async function learnElsewhere(host: string, target: HostState, asks: readonly Ask[], local: LocalFiles): Promise<void> {
  try {
    await learn(target, asks, local)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    throw new Refused({
      refusal: `${host}, which this play asks, cannot be reached (${error.message})`,
      advice: `bring ${host} up, then run again`,
    })
  }
}

const hostsAsked = (unasked: readonly Asked[]) => [...new Set(unasked.map(({ host }) => host))]

/** The first round: every fact of every resource, so that one request serves them all. */
function asksOf(resources: readonly Resource[], level: (resource: Resource) => Level): Ask[] {
  return resources.flatMap((resource) => {
    const own = Object.values(resource.reads).filter(({ host }) => host === undefined)
    return own.map(({ question }) => ({ question, level: level(resource) }))
  })
}
