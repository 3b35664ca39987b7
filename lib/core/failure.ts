/**
 * An expected failure: what is, what was wanted, and what to do. Bugs throw; everything a user can cause is one of these.
 */
export interface Refusal {
  readonly refusal: string
  readonly advice: string
}

/** `refuse('/etc/x is a directory', 'move it away, then run again')` */
export const refuse = (refusal: string, advice: string): Refusal => ({ refusal, advice })

/** What a check has found where all is well, in the words of a report. */
export interface Finding {
  readonly finding: string
  /** It is worth a look, and each report says it. */
  readonly warns?: true
}

/** `found('up for 12 days')` */
export const found = (finding: string): Finding => ({ finding })

/** Of a check that does not stand in the way, but has found what somebody should know: `warn('its key is that of every pack')` */
export const warn = (finding: string): Finding => ({ finding, warns: true })

export const isFinding = (value: unknown): value is Finding =>
  typeof value === 'object' && value !== null && 'finding' in value

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refusal' in value && 'advice' in value

/** A refusal on one line, as every report words it. */
export const sentence = ({ refusal, advice }: Refusal): string => (advice === '' ? refusal : `${refusal}: ${advice}`)

/** What a value is, for a message that says what was wanted in its place. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  return value instanceof Promise ? 'a promise' : `a value of type ${typeof value}`
}

/** What knows where a call stands: an Error that was made there. */
export interface Place {
  readonly stack?: string | undefined
}

/** Bad usage, a bad inventory or bad variables: found before any host is touched (exit status 64). */
export class UsageError extends Error {
  override name = 'UsageError'
  /** Whose call is at fault, where it is told after that call has ended. */
  readonly place: Place | undefined
  constructor(message: string, { place, ...options }: ErrorOptions & { readonly place?: Place | undefined } = {}) {
    super(message, options)
    this.place = place
  }
}

/** Faults under one heading: all that is known to be wrong, at once. */
export function throwFaults(heading: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new UsageError(underHeading(heading, faults))
}

export function underHeading(heading: string, faults: readonly string[]): string {
  const [only] = faults
  return `${heading}:${faults.length === 1 ? ` ${only}` : faults.map((fault) => `\n  - ${fault}`).join('')}`
}

/** Faults that were told under one heading, each with the heading's words before its own. */
export function eachFault(message: string): string[] {
  const [heading = '', ...faults] = message.split('\n  - ')
  return faults.length > 0 ? faults.map((fault) => `${heading} ${fault}`) : [heading]
}

/** A host that cannot be reached or spoken to (exit status 3). */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** The user has ended the run: what is waited for is waited for no longer. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

/** Another run acts on a host, and this one has not begun there. `holder`: when that run began, then who it is. */
export class Held extends Error {
  override name = 'Held'
  readonly holder: string
  constructor(holder: string) {
    super(`held by ${holder}`)
    this.holder = holder
  }
}

/** A host that answers what nobody understands. */
export class Unreadable extends Unreachable {}

/** A refusal on its way up from the engine: the host stays as it was (exit status 4). */
export class Refused extends Error {
  override name = 'Refused'
  readonly reason: Refusal
  constructor(reason: Refusal) {
    super(sentence(reason))
    this.reason = reason
  }
}
