import { setMaxListeners } from 'node:events'
import { Listr, type ListrRendererFactory, type ListrTask } from 'listr2'
import { answerWords } from '../core/answer-words.ts'
import { holdsSecret } from '../core/approval/approved-path.ts'
import { type BuiltHost, type BuiltPlay, type Item, namesIn, withExamples } from '../core/build.ts'
import { type Event, eventVersion, type Mode, type Summary } from '../core/event.ts'
import { factsOf } from '../core/fact.ts'
import type { Inventory } from '../core/inventory.ts'
import type { JournalRun } from '../core/journal.ts'
import { growingMask } from '../core/mask.ts'
import type { HostQuestion } from '../core/question.ts'
import { hidden } from '../core/reference.ts'
import type { Secret } from '../core/secret.ts'
import { pathsWithSecrets } from '../core/secrets-of.ts'
import { mayBe, nodeAt } from '../core/state.ts'
import { waves } from '../core/waves.ts'
import type { Approval } from './approve.ts'
import { openFleet } from './fleet.ts'
import { newRunId, runJournal } from './host-journal.ts'
import type { HostState } from './host-state.ts'
import { hostTask } from './host-task.ts'
import type { PlayRun } from './play-run.ts'
import { recapOf } from './recap.ts'
import { itemsAhead, type Selection, selectHosts } from './select.ts'

export interface RunOptions extends Selection {
  /** The playbook's name. */
  readonly playbook: string
  readonly inventory: Inventory
  readonly plays: readonly BuiltPlay[]
  readonly mode: Mode
  /** Hosts at a time. Default: 10. */
  readonly forks?: number
  /** The secrets of the run, resolved: nothing that is said may show one. Those that follow from answers join them. */
  readonly secrets: readonly Secret[]
  /** Is told of secrets that follow from answers. */
  named?(secrets: readonly Secret[]): void
  /** For whoever becomes another user and names no password. */
  readonly becomePassword?: Secret
  /** Whether the events carry what differs in each text. Default: no. */
  readonly diffs?: boolean
  /** Whether the events tell what hosts were asked, and have answered. Default: no. */
  readonly trace?: boolean | undefined
  /** What is approved, or is to be. Default: nobody asks for it. */
  readonly approval?: Approval
  emit(event: Event): void
  /** Who runs it, as in `ann@laptop`: told to those who wait for a host. Default: `another run`. */
  readonly by?: string
  /** What this run is called in journals, made by `newRunId`. Default: a new one. */
  readonly id?: string
  /** Of each host, paths that have to do with secrets, beside those of which the plays say so. */
  readonly sensitive?: ReadonlyMap<string, readonly string[]>
  /** What its journals say of it beside. */
  readonly about?: Pick<JournalRun, 'undoes'>
  /** Gives the commit of the playbook that its journals say. Default: nobody knows one. */
  commit?(): Promise<string | undefined>
  /** Seconds to wait for a host on which another run acts. Default: 60. */
  readonly lockTimeout?: number
  /** What a playbook's own code has thrown while it runs, in words. Default: its message. */
  faultWords?(error: unknown, asker: Item): string
  /** What listr2 draws with. Plays, hosts and steps are its tasks. */
  readonly renderer?: ListrRendererFactory
  /** Aborting finishes the running operations, asks and starts nothing more, and ends the run. */
  readonly signal?: AbortSignal
  /** Aborting, after that, ends the run at once: what still runs on a host is left running, and told. */
  readonly leave?: AbortSignal
}

/** Carries out the plays in order and says all that happens through `emit`; the last event is the summary it returns. */
export async function run(options: RunOptions): Promise<Summary> {
  const { inventory, playbook, mode, signal, leave, forks = 10, diffs = false } = options
  const started = performance.now()
  const searched = growingMask(options.secrets, namesIn(options.plays))
  const mask = (text: string) => searched.mask(hidden(text))
  // Each host listens for its end.
  for (const one of [signal, leave]) if (one) setMaxListeners(0, one)
  const sensitive = sensitivePaths(options.plays, options.sensitive)
  const heard = ({ host, state }: HostState, questions: readonly HostQuestion[]) => {
    const isSensitive = (real: string) =>
      [...(sensitive.get(host.name) ?? [])].some((path) => mayBe(state, path, real)) ||
      holdsSecret(nodeAt(state, real), mask)
    for (const one of questions) {
      const { question, answer } = answerWords(state, one, isSensitive, mask)
      emit({ type: 'answer', host: host.name, question: mask(question), answer: mask(answer) })
    }
  }
  const fleet = openFleet(inventory, {
    signal,
    leave,
    becomePassword: options.becomePassword,
    sensitive,
    heard: options.trace ? heard : undefined,
    unended: (host, reason) => {
      if (!recap.isUnreachable(host)) emit({ type: 'note', host, reason: mask(unendedWords(reason)) })
    },
  })
  const recap = recapOf(inventory.hosts.map(({ name }) => name).filter((name) => options.hosts.has(name)))
  const emit = (event: Event) => {
    recap.hear(event)
    options.emit(timed(event))
  }
  const plays = selectHosts(options.plays, options)
  const isLast = lastPlays(plays)
  emit({
    type: 'start',
    version: eventVersion,
    playbook,
    mode,
    plays: plays.map((play) => outline(play, mask)),
    groups: groupsIn(inventory, plays, mask),
  })
  const { faultWords, by = 'another run', lockTimeout = 60, id = newRunId() } = options
  const at = new Date().toISOString()
  const shared = {
    fleet,
    mode,
    emit,
    mask,
    hide: (more: readonly Secret[]) => {
      searched.hide(more)
      options.named?.(more)
    },
    diffs,
    approval: options.approval,
    signal,
    faultWords,
    holder: {
      run: id,
      words: mask(`${at} ${by}: ${mode} ${playbook}`).replace(/\s+/g, ' ').slice(0, 400),
    },
    journal: runJournal({ ...options.about, id, at, by: mask(by), playbook: mask(playbook) }, options.commit),
    lockTimeout,
    selection: options,
    stopped: new Set<string>(),
    sensitive,
    trace: options.trace === true,
  }
  const tree = new Listr(
    plays.map(
      (play): ListrTask => ({
        title: play.name,
        task: (_, task) => {
          emit({ type: 'play', play: play.name })
          const later = plays.slice(plays.indexOf(play) + 1)
          const ahead = (host: string) => itemsAhead(later, host, options)
          const own: PlayRun = { ...shared, play, ahead, halted: { by: undefined, failed: 0 } }
          const onEnd = ({ host }: BuiltHost) => {
            if (!isLast(play, host)) return
            fleet.release(host)
            recap.over(host)
          }
          return task.newListr(
            waves(play.hosts, play.options.serial).map((hosts): ListrTask => {
              return {
                title: play.name,
                task: (_inner, wave) => wave.newListr(lanes(hosts, forks, own, onEnd), together),
              }
            }),
            { exitOnError: false, concurrent: false },
          )
        },
      }),
    ),
    { exitOnError: false, registerSignalListeners: false, renderer: options.renderer ?? 'silent', concurrent: false },
  )
  await tree.run().finally(() => fleet.close())
  const seconds = (performance.now() - started) / 1000
  const ended = signal?.aborted ? { interrupted: true as const } : {}
  const summary: Summary = { type: 'summary', mode, hosts: recap.hosts(fleet.roundTrips), seconds, ...ended }
  emit(summary)
  return summary
}

/** All that the run says of the host holds: it was seen before. */
const unendedWords = (reason: string): string =>
  `what this run did there is as reported, but the host could not be told that the run is over (${reason}): its journal may be left open, and the next run may say that this one died`

const together = { exitOnError: false, concurrent: true } as const

/**
 * As many tasks as hosts are dealt with at a time, each of which takes the next host when it has ended one: listr2 keeps what it
 * knows of a task as long as the list is there, so a host, and each of its steps, is a task only while it is dealt with.
 */
function lanes(
  hosts: readonly BuiltHost[],
  forks: number,
  run: PlayRun,
  onEnd: (host: BuiltHost) => void,
): ListrTask[] {
  const next = hosts.values()
  return Array.from({ length: Math.min(forks, hosts.length) }, () => ({
    title: run.play.name,
    task: async () => {
      for (const host of next)
        await new Listr([hostTask(host, run, () => onEnd(host))], {
          ...together,
          registerSignalListeners: false,
          renderer: 'silent',
        }).run()
    },
  }))
}

/** What counts how far a run is happens too often, and is nobody's record. */
const timed = (event: Event): Event =>
  event.type === 'start' ||
  event.type === 'play' ||
  event.type === 'host' ||
  event.type === 'step' ||
  event.type === 'output' ||
  event.type === 'answer' ||
  event.type === 'unreachable' ||
  event.type === 'summary'
    ? { ...event, at: new Date().toISOString() }
    : event

/** Also of steps that are not selected: what they would put there another time is a secret now. */
function sensitivePaths(
  plays: readonly BuiltPlay[],
  given: RunOptions['sensitive'] = new Map(),
): Map<string, Set<string>> {
  const found = new Map([...given].map(([host, paths]) => [host, new Set(paths)]))
  for (const { host, items } of plays.flatMap(({ hosts }) => hosts))
    for (const { resource } of withExamples(items)) {
      const at = resource.at ?? host
      const paths = found.get(at) ?? new Set<string>()
      found.set(at, paths)
      for (const path of pathsWithSecrets([resource])) paths.add(path)
    }
  return found
}

/** Whether a play is the last that needs a host. One that others ask something is needed to the end. */
function lastPlays(plays: readonly BuiltPlay[]): (play: BuiltPlay, host: string) => boolean {
  const items = plays.flatMap(({ hosts }) => hosts.flatMap((host) => withExamples(host.items)))
  const asked = new Set(
    items.flatMap(({ resource: { reads, at } }) =>
      [...factsOf(reads).flatMap(({ host }) => host ?? []), at ?? []].flat(),
    ),
  )
  const last = new Map(plays.flatMap((play) => play.hosts.map(({ host }) => [host, play] as const)))
  return (play, host) => last.get(host) === play && !asked.has(host)
}

/** Of the hosts that are in a play. */
function groupsIn({ hosts }: Inventory, plays: readonly BuiltPlay[], mask: (text: string) => string) {
  const used = new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host)))
  return Object.fromEntries(
    hosts.filter(({ name }) => used.has(name)).map(({ name, groups }) => [name, groups.map(mask)]),
  )
}

const outline = ({ name, hosts }: BuiltPlay, mask: (text: string) => string) => ({
  name,
  hosts: hosts.map(({ host, items }) => ({
    name: host,
    steps: items.map(({ id, resource: { title } }) => ({ id: mask(id), title: mask(title) })),
  })),
})
