import { Listr, type ListrRendererFactory, type ListrTask } from 'listr2'
import type { Event, Summary } from '../core/event.ts'
import type { Inventory } from '../core/inventory.ts'
import type { Play } from '../core/playbook.ts'
import { masker, type Secret } from '../core/secret.ts'
import { chosen } from './chosen.ts'
import { type HostPlay, hostTask } from './host-task.ts'
import { tallyOf } from './tally.ts'
import { openWorld } from './world.ts'

export interface RunOptions {
  /** The playbook's name. */
  readonly playbook: string
  readonly inventory: Inventory
  readonly plays: readonly Play[]
  /** Names of the hosts to act on. */
  readonly hosts: ReadonlySet<string>
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  /** Hosts at a time. Default: 10. */
  readonly forks?: number
  readonly dryRun?: boolean
  /** All secrets of the run, resolved: no command line may hold one. */
  readonly secrets: readonly Secret[]
  emit(event: Event): void
  /** What listr2 draws with. Plays, hosts and steps are its tasks. */
  readonly renderer?: ListrRendererFactory
  /** Aborting finishes the running operation, starts no other, and ends the run. */
  readonly signal?: AbortSignal
}

interface PlannedPlay {
  readonly play: Play
  readonly hosts: readonly HostPlay[]
}

/** Carries out the plays in order and says all that happens through `emit`; the last event is the summary it returns. */
export async function runPlays(options: RunOptions): Promise<Summary> {
  const started = performance.now()
  const mask = masker(options.secrets)
  const world = openWorld(options.inventory, {
    isSecret: (text) => mask(text) !== text,
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const tally = tallyOf(options.inventory.hosts.map(({ name }) => name).filter((name) => options.hosts.has(name)))
  const emit = (event: Event) => {
    tally.hear(event)
    options.emit(masked(event, mask))
  }
  const plays = options.plays.map((play) => planned(play, options))
  const { playbook, dryRun = false } = options
  emit({ type: 'start', playbook, dryRun, plays: plays.map(outline) })
  const stopped = new Set<string>()
  const settings = {
    exitOnError: false,
    registerSignalListeners: false,
    renderer: options.renderer ?? 'silent',
  } as const
  const tree = new Listr(
    plays.map(
      ({ play, hosts }): ListrTask => ({
        title: play.name,
        task: (_, task) => {
          emit({ type: 'play', play: play.name })
          const concurrent = Math.min(play.options.serial ?? Number.POSITIVE_INFINITY, options.forks ?? 10)
          const run = { play, world, dryRun, emit, stopped, signal: options.signal, halted: { by: undefined } }
          return task.newListr(
            hosts.map((one) => hostTask(one, run)),
            { exitOnError: false, concurrent },
          )
        },
      }),
    ),
    { ...settings, concurrent: false },
  )
  await tree.run().finally(() => world.close())
  const summary: Summary = {
    type: 'summary',
    dryRun,
    hosts: tally.hosts(world.roundTrips),
    seconds: (performance.now() - started) / 1000,
  }
  emit(summary)
  return summary
}

/** What a host says may hold what it was told. The contents in `changes` are data for a report, which masks their diff. */
function masked(event: Event, mask: (text: string) => string): Event {
  if (event.type !== 'step') return event
  const { title, reason } = event
  return { ...event, title: mask(title), ...(reason === undefined ? {} : { reason: mask(reason) }) }
}

function planned(play: Play, options: RunOptions): PlannedPlay {
  const hosts = play.hosts.filter(({ name }) => options.hosts.has(name))
  return {
    play,
    hosts: hosts.map((host) => {
      const resources = play.resources(host)
      return { host, resources, chosen: new Set(resources.filter((one) => chosen(one, play, options))) }
    }),
  }
}

const outline = ({ play, hosts }: PlannedPlay) => ({
  name: play.name,
  hosts: hosts.map(({ host, resources }) => ({ name: host.name, steps: resources.map(({ title }) => title) })),
})
