/** What the whole engine costs with many simulated hosts. */
export interface Fleet {
  readonly kilobytesPerHost: number
}
