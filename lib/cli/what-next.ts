import { type Event, isFault, type StepEvent, type Summary } from '../core/event.ts'
import { grouped } from '../core/grouped.ts'
import { isLeftBehind } from '../core/left-behind.ts'
import { hostNames, nameOf } from '../report/host-names.ts'
import { oneLine, truncate } from '../report/plain.ts'

/** How far a host has come that did not get through. */
export interface Fallen {
  readonly host: string
  /** Why it went no further: `failed at "install app"`. */
  readonly at: string
  readonly done: number
  readonly of: number
  /** Whether anything was changed there. */
  readonly changed: boolean
}

/**
 * Hears why hosts go no further, and tells how far each of them has come in the end. `whyEnded` says, once a run is ended before its time,
 * why that is.
 */
export function fallenHosts(whyEnded: () => string | undefined = () => undefined) {
  const fallen = new Map<string, string>()
  return {
    hear(event: Event): void {
      if (event.type === 'unreachable') fallen.set(event.host, fallen.get(event.host) ?? 'unreachable')
      if (event.type !== 'step') return
      const { host, status, reason } = event
      if (isFault(status)) fallen.set(host, fallen.get(host) ?? `${status} at "${titleOf(event)}"`)
      const ended = whyEnded()
      if (status === 'skipped' && ended !== undefined && reason?.startsWith(ended))
        fallen.set(host, fallen.get(host) ?? `interrupted at "${titleOf(event)}"`)
      if (isLeftBehind(event)) fallen.set(host, fallen.get(host) ?? `stopped, for ${reason}`)
    },
    ended: ({ hosts }: Summary): Fallen[] =>
      [...fallen].flatMap(([host, at]) => {
        const counts = hosts[host]
        if (counts === undefined) return []
        const { ok, changed, ran, deferred, skipped, refused, failed } = counts
        const done = ok + changed + ran
        return [{ host, at, done, of: done + deferred + skipped + refused + failed, changed: changed + ran > 0 }]
      }),
  }
}

/** What was to be done. */
export interface Chosen {
  /** How many hosts. */
  readonly hosts: number
  /** Those of the command line. */
  readonly words: readonly string[]
  /** Its file. */
  readonly inventory: string
  /** The id of the run. */
  readonly run: string
  /** `@failed` stands for exactly those that fell. */
  readonly isKept?: boolean
  /** It was ended before its time. */
  readonly isEnded?: boolean
  /** An approval was carried out, which is of all of them. */
  readonly isApproved?: boolean
  /** Hides what of a word is a secret: whoever types the command again knows it. */
  readonly mask?: (word: string) => string
}

/**
 * What stands below a run in which hosts did not get through: how far each is, and what to type next.
 */
export function whatNext(fallen: readonly Fallen[], chosen: Chosen): string[] {
  const { hosts, inventory, run, isApproved = false, isEnded = false, isKept = false, mask = (word) => word } = chosen
  if (fallen.length === 0) return []
  const [command = '', ...rest] = chosen.words.filter((word) => !isVerbose.test(word)).map(mask)
  const names = fallen.map(({ host }) => host)
  const limitTo = (some: readonly string[]) => {
    const pattern = some.join(',')
    if (hosts === some.length) return ''
    if (isKept && (some.length > most || pattern.length > longest)) return ' --limit @failed'
    return some.length > most ? '' : ` --limit ${pattern}`
  }
  const only = limitTo(names)
  const changed = fallen.flatMap((one) => (one.changed ? [one.host] : []))
  const same = ['runbook', command, ...(only === '' ? rest : withoutLimit(rest))].map(quoted).join(' ')
  const groups = grouped(fallen, ({ at, done, of }) => JSON.stringify([at, done, of]))
  return [
    `${fallen.length} of ${hosts} ${hosts === 1 ? 'host' : 'hosts'} did not get through:`,
    ...[...groups.values()].slice(0, most).flatMap((own) => {
      const [first] = own
      const who = hostNames(
        own.map(({ host }) => host),
        hosts,
      )
      return first === undefined ? [] : [`  ${who}: ${first.at}, ${first.done} of ${first.of} steps are as described`]
    }),
    ...(groups.size > most ? [`  and ${groups.size - most} more, each in its own way`] : []),
    ...(isApproved ? ['  to go on there, when that is mended: have a new plan approved'] : []),
    ...(isApproved ? [] : [`  to go on there${isEnded ? '' : ', when that is mended'}: ${same}${only}`]),
    ...(isApproved ? [] : [`  to see more: ${same}${only} -vv`]),
    ...(changed.length > 0
      ? [
          `  to undo what was done there: runbook rollback ${quoted(inventory)} --run ${run}${limitTo(changed) || limitIn(rest)} --dry-run --diff`,
        ]
      : []),
  ]
}

/** What many hosts share but for their names is told once. */
const titleOf = ({ title, host }: Pick<StepEvent, 'title' | 'host'>): string =>
  truncate(oneLine(title).replace(nameOf(host), '…'), 40)

/** Names that a reader still copies. */
const most = 12

/** Names that a reader still reads in a line. */
const longest = 60

/** How much was told is said anew. */
const isVerbose = /^(-v+|--verbose)$/

const isLimit = (word: string): boolean => word === '-l' || word === '--limit'

/** The option and its pattern in one word. */
const joined = /^(?:--limit=|-l(?=.))/s

const withoutLimit = (words: readonly string[]): string[] =>
  words.filter((word, at) => !isLimit(word) && !isLimit(words[at - 1] ?? '') && !joined.test(word))

/** The pattern that was chosen by, where all that it chose has fallen. */
function limitIn(words: readonly string[]): string {
  const at = words.findIndex(isLimit)
  const pattern = at < 0 ? words.find((word) => joined.test(word))?.replace(joined, '') : words[at + 1]
  return pattern === undefined ? '' : ` --limit ${quoted(pattern)}`
}

/** A word as it is typed in a shell. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
