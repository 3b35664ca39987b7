import { grouped } from '../../core/grouped.ts'
import type { StagedOperation } from '../dialect/operation-scripts.ts'
import { lots, quote } from './quote.ts'

interface Touched {
  readonly path: string
  readonly nth: number
}

/** Commands that write of what is at the paths of a script: of those of a folder at once, under the number of the first of them. */
export function seenLines(word: 'p' | 'q', { entry, salt }: StagedOperation): string[] {
  if (entry === undefined) return []
  const paths = (entry.paths ?? []).map((path, nth) => ({ path, nth })).filter(({ path }) => !path.includes('\n'))
  const mixed = quote(salt ?? '')
  const folderOf = ({ path, nth }: Touched) =>
    isPlain(baseOf(path)) ? path.slice(0, path.lastIndexOf('/') + 1) : `${nth}`
  const alone = ({ path, nth }: Touched) => `rb_seen ${word} ${entry.n}.${nth} ${quote(path)} ${mixed}`
  return [...grouped(paths, folderOf)].flatMap(([folder, all]) =>
    lots(all, ({ path }) => baseOf(path)).flatMap((lot) => {
      const [first] = lot
      if (first === undefined) return []
      // What has no plain name has a group of its own.
      if (lot.length === 1) return alone(first)
      const names = lot.map(({ path }) => baseOf(path)).join(' ')
      return `rb_seen_in ${word} ${entry.n}.${first.nth} ${quote(folder)} ${mixed} ${names}`
    }),
  )
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A word of a shell as it is, and of a line of the journal; no option of a program. */
const isPlain = (name: string): boolean => /^[\w.@%+,][\w.@%+,-]*$/.test(name)
