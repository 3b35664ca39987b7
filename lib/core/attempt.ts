import type { Attempt, AttemptPart } from './attempt-part.ts'
import { tell } from './collect-faults.ts'
import { UsageError, underHeading } from './failure.ts'
import { isPlain, keys, name as nameRule } from './keys.ts'
import { flatten, type Given, type Resource, type Resources } from './resource.ts'

export interface AttemptOptions {
  /** Carried out where a step of the list fails or is refused: where it succeeds, the host goes on. Default: the host is done with. */
  readonly rescue?: Resources | undefined
  /** Carried out after the list and its rescue, however they ended. */
  readonly always?: Resources | undefined
  /** Tells it from others of its play and host. Default: `attempt`, with what its first step is about. */
  readonly id?: string | undefined
}

/**
 * Resources, with what is carried out where one of them does not succeed, and what in any case. Steps that have failed are warnings
 * then. A rescue says what shall be there, as all resources do: how far the list has come is not known to it.
 *
 * @example
 * attempt([command({ script: './migrate', creates: '/var/lib/app/migrated' })], {
 *   rescue: [file({ path: '/srv/app/banner', text: 'the migration has failed' })],
 *   always: [absent({ path: '/srv/app/maintenance' })],
 * })
 */
export function attempt(list: Resources, options: AttemptOptions): (Resource | Given)[] {
  const tried = flatten(list)
  const { rescue = [], always = [], id } = options ?? {}
  const saved = [flatten(rescue), flatten(always)] as const
  const faults = [...rule(options, 'its options'), ...contentFaults(tried, saved.flat())]
  if (faults.length > 0) tell(new UsageError(underHeading('attempt', faults)))
  const [first] = tried
  if (first === undefined || faults.length > 0) return []
  const of: Attempt = { key: id ?? `attempt ${first.key}`, hasRescue: saved[0].length > 0 }
  const below = belowOf(of)
  return [...tried.map(below('try')), ...saved[0].map(below('rescue')), ...saved[1].map(below('always'))]
}

/** An attempt that is within another one is known by where it stands. */
function belowOf(of: Attempt) {
  const inner = new Map<Attempt, Attempt>()
  return (list: AttemptPart['list']) =>
    (one: Resource | Given): Resource | Given => {
      if (!isPlain(one)) return one
      const within = (other: AttemptPart): AttemptPart => {
        const known = inner.get(other.of) ?? { ...other.of, key: `${of.key}/${list}/${other.of.key}` }
        inner.set(other.of, known)
        return { ...other, of: known }
      }
      return {
        ...one,
        key: `${of.key}/${list}/${one.key}`,
        attempts: [{ of, list }, ...(one.attempts ?? []).map(within)],
      }
    }
}

const isLists = (found: unknown): boolean => typeof found === 'object' && found !== null

const listRule = (found: unknown, at: string) => (isLists(found) ? [] : [`${at} is no list of tasks`])

const rule = keys('option of attempt', { rescue: listRule, always: listRule, id: nameRule() } satisfies Record<
  keyof AttemptOptions,
  unknown
>)

function contentFaults(tried: readonly (Resource | Given)[], saved: readonly (Resource | Given)[]): string[] {
  const all = [...tried, ...saved].filter(isLists)
  const guarded = all.find(({ guard }) => guard !== undefined)
  return [
    ...(saved.length > 0 ? [] : ['it has neither rescue nor always: give one of them, or write its list alone']),
    ...(guarded === undefined
      ? []
      : [`"${guarded.title}" is guarded: the host itself puts that back, so take it out of the attempt`]),
  ]
}
