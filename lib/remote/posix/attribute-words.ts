import type { Attributes } from '../../core/answers.ts'
import { quote } from './quote.ts'

/** A mode as `chmod` takes it, or `-`. Five digits: with fewer, it leaves a folder's set-user and set-group bits as they are. */
export const octal = (mode: number | undefined): string =>
  mode === undefined ? '-' : mode.toString(8).padStart(5, '0')

/** An owner and a group as `chown` takes them, or `-`. */
export function ownerWord({ owner, group }: Attributes): string {
  if (owner === undefined && group === undefined) return '-'
  return quote(`${owner ?? ''}${group === undefined ? '' : `:${group}`}`)
}
