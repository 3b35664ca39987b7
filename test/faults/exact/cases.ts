import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type { Resource } from '../../../lib/core/resource.ts'
import { absent, attributes, directory, file, lines, symlink } from '../../../tasks/index.ts'

/** A tree, and tasks on it. */
export interface Case {
  readonly things: readonly Thing[]
  readonly acts: readonly Act[]
  /** Tasks that a plan refuses are tried with the others: nothing is done then. Else they are left out. */
  readonly refused: boolean
}

/** What is there before: a link leads nowhere, to another thing of the tree, or out of it. */
export interface Thing {
  readonly at: string
  readonly kind: 'file' | 'folder' | 'link'
  readonly text: string
  readonly mode: number
  /** The group of a folder that passes it on. */
  readonly group?: number
}

export interface Act {
  readonly at: string
  resource(path: string): Resource
}

/** `l` is another name of `d`, and `s` passes its group on. */
const always: readonly Thing[] = [
  { at: 'd', kind: 'folder', text: '', mode: 0o755 },
  { at: 'd/e', kind: 'folder', text: '', mode: 0o755 },
  { at: 's', kind: 'folder', text: '', mode: 0o2775, group: 65534 },
  { at: 'l', kind: 'link', text: 'd', mode: 0 },
]

const name = fc.constantFrom('a', 'b', 'd', 'd/a', 'd/e', 'd/e/b', 'f', 's/a', 's/d')
/** Where tasks act: by names, and by others of the same. */
const place = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('l', 'l/a', 'l/e', 'l/e/b', 's', 's/d/f', 'new/deep') },
)
const mode = fc.constantFrom(0o600, 0o640, 0o644, 0o755, 0o700)
const folderMode = fc.oneof({ weight: 4, arbitrary: mode }, { weight: 1, arbitrary: fc.constantFrom(0o2775, 0o1777) })
const words = fc.constantFrom('', 'one\n', 'two\nthree', 'x'.repeat(70_000))

const thing: fc.Arbitrary<Thing> = fc.record({
  at: name,
  kind: fc.constantFrom('file', 'folder', 'link'),
  text: words,
  mode,
})

const acts = fc.uniqueArray(
  fc
    .tuple(
      place,
      fc.oneof(
        fc.tuple(words, mode).map(
          ([text, mode]) =>
            (path: string) =>
              file({ path, text, mode }),
        ),
        words.map((text) => (path: string) => file({ path, text })),
        folderMode.map((mode) => (path: string) => directory({ path, mode })),
        fc.constant((path: string) => directory({ path })),
        // One that leads to itself is none that a run can find as it made it.
        fc.constantFrom('nowhere', '/etc/hostname').map((target) => (path: string) => symlink({ path, target })),
        fc.constant((path: string) => absent({ path, recursive: true })),
        mode.map((mode) => (path: string) => attributes({ path, mode })),
        fc.constant((path: string) => lines({ path, edits: [lines.ensure('edited')] })),
      ),
    )
    .map(([at, resource]): Act => ({ at, resource })),
  { minLength: 1, maxLength: 4, selector: ({ at }) => at },
)

export const cases: fc.Arbitrary<Case> = fc.record({
  things: fc.array(thing, { maxLength: 6 }).map((things) => [...always, ...things]),
  acts,
  refused: fc.nat(4).map((one) => one === 0),
})

/** Makes a tree, as far as one thing does not stand in the way of another. */
export function plant(folder: string, things: readonly Thing[]): void {
  for (const { at, kind, text, mode, group } of things) {
    const path = join(folder, at)
    try {
      mkdirSync(dirname(path), { recursive: true })
      if (kind === 'file') writeFileSync(path, text, { mode, flag: 'wx' })
      else if (kind === 'folder') mkdirSync(path, { mode })
      else symlinkSync(text.slice(0, 3).trim() || 'a', path)
      if (group === undefined) continue
      chownSync(path, process.getuid?.() ?? 0, group)
      chmodSync(path, mode)
    } catch {
      // Something is there already.
    }
  }
}
