import type { Debts } from './faults-of.ts'

/**
 * What is mended is taken away, and the test says so. Nothing is added; only what writes shell text has no other place while
 * there is no lib/remote/posix.
 */
export const debts: Debts = {
  imports: [],
  cycles: [],
  shell: [],
}
