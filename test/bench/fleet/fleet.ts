/** What the whole engine costs with many simulated hosts. */
export interface Fleet {
  readonly hosts: number
  readonly forks: number
  /** Milliseconds from a question to its answer. */
  readonly latency: number
  readonly seconds: number
  /** Of the process, and of that what the simulated hosts have taken. */
  readonly cpuMsPerHost: number
  readonly simulatedMsPerHost: number
  /** MB: with all plays built, and the most of all. */
  readonly builtMegabytes: number
  readonly mostMegabytes: number
  /** By how much the heap grows for a host that is done, between the first tenth and the last. */
  readonly kilobytesPerHost: number
  /** How hosts ended, by the kind that they are of. */
  readonly ends: Readonly<Record<Kind, Readonly<Record<string, number>>>>
}

/** What a simulated host is: most do what they are told; of each other kind there is one in a hundred. */
export const kinds = ['fine', 'closed', 'lost', 'nonsense', 'fails', 'refused'] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Readonly<Record<Kind, string>> = {
  fine: 'does what it is told',
  closed: 'lets nobody in',
  lost: 'is lost in the middle of its answer',
  nonsense: 'answers what nobody understands',
  fails: 'a command fails there',
  refused: 'a file there is not as an edit needs it',
}

/** The kind of a host, by its number. */
export const kindOf = (number: number): Kind => kinds[(number % 100) + 1] ?? 'fine'
