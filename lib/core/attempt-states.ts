import type { Attempt } from './attempt-part.ts'
import type { Given, Resource } from './resource.ts'

/** How far the attempts of a host are, in one play. One that is not named has not failed. */
export interface AttemptStates {
  /** By its key. `rescued`: its rescue takes over. `failed`: only what is done always is left of it. `over`: not even that. */
  readonly states: Map<string, 'rescued' | 'failed' | 'over'>
  /** Of each step that did not succeed and has a rescue, what became of it. */
  readonly rescued: Map<string, string>
  /** Something has failed that nothing rescues: only what is done always is left. */
  isLost: boolean
}

export const noAttempts = (): AttemptStates => ({ states: new Map(), rescued: new Map(), isLost: false })

type Placed = Pick<Resource | Given, 'attempts'>

/** Whether something is still to be done, by what has become of the attempts that it is in. */
export function isActive({ states, isLost }: AttemptStates, { attempts = [] }: Placed): boolean {
  const unwound = attempts.findLastIndex(({ of, list }) => list === 'always' && states.get(of.key) === 'failed')
  if (isLost && unwound < 0) return false
  return attempts.slice(unwound + 1).every(({ of, list }) => {
    const state = states.get(of.key)
    if (list === 'try') return state === undefined
    return list === 'rescue' ? state === 'rescued' : state !== 'over'
  })
}

/** Whether something rescues what fails, were it this. */
export const isRescuable = ({ attempts = [] }: Placed, hasRescue: (of: Attempt) => boolean): boolean =>
  attempts.some(({ of, list }) => list === 'try' && hasRescue(of))

/** Takes note that something did not succeed. True: something rescues it; else only what is done always is left. */
export function fails(known: AttemptStates, { attempts = [] }: Placed, hasRescue: (of: Attempt) => boolean): boolean {
  for (const { of, list } of attempts.toReversed()) {
    if (list === 'try' && hasRescue(of)) {
      known.states.set(of.key, 'rescued')
      return true
    }
    known.states.set(of.key, list === 'always' ? 'over' : 'failed')
  }
  known.isLost = true
  return false
}

/** Why something was left out that was never active, or is no more. */
export function whyInactive({ states }: AttemptStates, { attempts = [] }: Placed, mode: string): string | undefined {
  const last = attempts.at(-1)
  if (last === undefined) return undefined
  const isOpen = attempts.every(({ of }) => states.get(of.key) === undefined)
  if (last.list === 'rescue' && isOpen) return mode === 'apply' ? notNeeded : onlyWhereItFails
  return isOpen ? undefined : 'an earlier step of its attempt did not succeed'
}

export const notNeeded = 'nothing of its attempt has failed'
const onlyWhereItFails = 'carried out only where its attempt fails'
