import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Resource } from '../../lib/core/resource.ts'
import { absent, attributes, directory, file, lines, symlink } from '../../tasks/index.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { scratch } from '../support/shells.ts'
import { treeOf } from '../support/tree-of.ts'

const test = suite('whatever a run has changed is as it was')

const names = ['a', 'b', 'd', 'd/a', 'd/e', 'd/e/b', 'f'] as const
const name = fc.constantFrom(...names)
const mode = fc.constantFrom(0o600, 0o640, 0o644, 0o755, 0o700)
const words = fc.constantFrom('', 'one\n', 'two\nthree', 'x'.repeat(70_000))

interface Thing {
  readonly at: (typeof names)[number]
  readonly kind: 'file' | 'folder' | 'link'
  readonly text: string
  readonly mode: number
}

const thing: fc.Arbitrary<Thing> = fc.record({
  at: name,
  kind: fc.constantFrom('file', 'folder', 'link'),
  text: words,
  mode,
})
/** Most tasks need a folder to act in. */
const folders: readonly Thing[] = (['d', 'd/e'] as const).map((at) => ({ at, kind: 'folder', text: '', mode: 0o755 }))

interface Act {
  readonly at: string
  resource(path: string): Resource
}
const acts = fc.uniqueArray(
  fc
    .tuple(
      name,
      fc.oneof(
        fc.tuple(words, mode).map(
          ([text, mode]) =>
            (path: string) =>
              file({ path, text, mode }),
        ),
        mode.map((mode) => (path: string) => directory({ path, mode })),
        // One that leads to itself is none that a run can find as it made it.
        fc.constantFrom('nowhere', '/etc/hostname').map((target) => (path: string) => symlink({ path, target })),
        fc.constant((path: string) => absent({ path, recursive: true })),
        mode.map((mode) => (path: string) => attributes({ path, mode })),
        fc.constant((path: string) => lines({ path, edits: [lines.ensure('edited')] })),
      ),
    )
    .map(([at, resource]): Act => ({ at, resource })),
  { minLength: 1, maxLength: 3, selector: ({ at }) => at },
)

/** A tree, as far as one thing does not stand in the way of another. */
function plant(folder: string, things: readonly Thing[]): void {
  for (const { at, kind, text, mode } of things) {
    const path = join(folder, at)
    try {
      mkdirSync(dirname(path), { recursive: true })
      if (kind === 'file') writeFileSync(path, text, { mode, flag: 'wx' })
      else if (kind === 'folder') mkdirSync(path, { mode })
      else symlinkSync(text.slice(0, 3).trim() || 'a', path)
    } catch {
      // Something is there already.
    }
  }
}

test('random trees, and random lists of tasks on them', async () => {
  const counts = { changed: 0, idle: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { maxLength: 6 }).map((things) => [...folders, ...things]),
      acts,
      async (things, all) => {
        const [folder, root] = [scratch('law'), scratch('root')]
        plant(folder, things)
        const before = treeOf(folder)
        const kept = keptRuns(root)
        const applied = await kept.apply(() => all.map(({ at, resource }) => resource(join(folder, at))))
        const changed = JSON.stringify(treeOf(folder)) !== JSON.stringify(before)
        counts[changed ? 'changed' : 'idle']++
        if ((await kept.journals()).journals.length === 0) return assert.not.ok(changed, applied.steps('a').join())
        const { steps } = await kept.rollBack()
        assert.equal(treeOf(folder), before, JSON.stringify({ applied: applied.steps('a'), steps }, null, 1))
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 100), seed: Number(process.env.SEED ?? 20_261_126) },
  )
  assert.ok(counts.changed > counts.idle / 3, JSON.stringify(counts))
})

test.run()
