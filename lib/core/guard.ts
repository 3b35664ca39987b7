/** A list of steps that the host itself puts back unless a new connection confirms it. */
export interface Guard {
  /** What it is about: the key of its first resource. */
  readonly key: string
  /** Seconds from before its first change until all of it is put back. */
  readonly within: number
}

/** Whether two steps are of one list. A list that follows from answers is made anew each time, so it is known by what it says. */
export const isSameGuard = (one: Guard | undefined, other: Guard | undefined): boolean =>
  one?.key === other?.key && one?.within === other?.within

/** What has to be known of a step before it is carried out. `isRemote`: the host is reached by a network. */
export const guardWords = ({ within }: Guard, isRemote: boolean): string =>
  `guarded: put back within ${within} s unless ${freshWords(isRemote)} confirms`

export const freshWords = (isRemote: boolean): string => (isRemote ? 'a new connection' : 'a new shell')
