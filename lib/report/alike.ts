import type { StepEvent } from '../core/event.ts'
import { grouped } from '../core/grouped.ts'
import { nameOf } from './host-names.ts'

/** A step as several hosts share it. */
export interface Alike {
  readonly first: StepEvent
  /** What is shown of its changes. */
  readonly text: string
  readonly hosts: ReadonlySet<string>
  /** Of each host. */
  readonly ids: readonly string[]
}

/** Steps that read the same, each once with its hosts, as `toldOnce` has it: changes that differ by names of hosts alone, too. */
export function alike(steps: Iterable<StepEvent>, textOf: (step: StepEvent) => string): Alike[] {
  const told = [...steps].map((step) => {
    const { host, play, title, status, warning, reason } = step
    const key = JSON.stringify([play, status, warning])
    return { host, key, step, texts: [title, textOf(step), ...(reason === undefined ? [] : [reason])] }
  })
  return toldOnce(told).map(({ all, hosts, texts: [title = '', text = '', reason] }) => ({
    first: { ...all[0].step, title, ...(reason === undefined ? {} : { reason }) },
    text,
    hosts,
    ids: all.map(({ step }) => step.id),
  }))
}

/** What is told of a host. */
export interface Told {
  readonly host: string
  /** What has to be the same wherever it is told together. */
  readonly key: string
  /** What is read. */
  readonly texts: readonly string[]
}

/** What is told of several hosts at once. */
export interface ToldOnce<One extends Told> {
  readonly all: readonly [One, ...One[]]
  readonly hosts: ReadonlySet<string>
  readonly texts: readonly string[]
}

/** Of more hosts than these, those that differ by their own names alone are told at once. */
const few = 6

/**
 * What reads the same, each once with its hosts, in the order in which it is first met. Of many hosts, what differs by the host's own
 * name alone reads the same, too: there it is `…`.
 */
export function toldOnce<One extends Told>(told: readonly One[]): ToldOnce<One>[] {
  const each = told.map((one) => ({ all: [one] as const, hosts: new Set([one.host]), texts: one.texts }))
  const apart = [...grouped(each, (one) => keyOf(one, one.texts)).values()].flatMap((own) => together(own))
  const places = new Map(apart.map(({ all: [first] }, at) => [first, at]))
  const placeOf = ({ all: [first] }: ToldOnce<One>) => places.get(first) ?? 0
  return [...grouped(apart, (one) => keyOf(one, unnamed(one))).values()]
    .flatMap((own) => (own.length > few ? together(own, unnamed) : own))
    .sort((one, other) => placeOf(one) - placeOf(other))
}

function together<One extends Told>(own: readonly ToldOnce<One>[], textsOf = textsOfIt): ToldOnce<One>[] {
  const [first, ...others] = own
  if (first === undefined) return []
  const all = [...first.all, ...others.flatMap((one) => one.all)] as const
  return [{ all, hosts: new Set(all.map(({ host }) => host)), texts: textsOf(first) }]
}

type Texts = Pick<ToldOnce<Told>, 'hosts' | 'texts'>

const textsOfIt = ({ texts }: Texts): readonly string[] => texts

/** Of one host alone, without its name. */
function unnamed({ hosts, texts }: Texts): readonly string[] {
  const [host = '', ...others] = hosts
  if (others.length > 0) return texts
  return texts.map((text) => (text.includes(host) ? text.replace(nameOf(host), '…') : text))
}

const keyOf = <One extends Told>({ all: [{ key }] }: ToldOnce<One>, texts: readonly string[]): string =>
  JSON.stringify([key, texts])
