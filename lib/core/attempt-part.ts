/** One attempt of a host: what its steps have in common. */
export interface Attempt {
  readonly key: string
  readonly hasRescue: boolean
}

/** Of which list of an attempt a step is. */
export interface AttemptPart {
  readonly of: Attempt
  readonly list: 'try' | 'rescue' | 'always'
}
