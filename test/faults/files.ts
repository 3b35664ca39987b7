import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { bytesOf, contentOf } from '../../lib/core/content.ts'
import { isFinding, isRefusal } from '../../lib/core/failure.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { mutated } from './mutations.ts'
import type { Progress } from './progress.ts'

/** A format, and how it is told that an edit of a file has changed nothing but what it is about. */
export interface Format {
  readonly name: string
  readonly corpus: readonly string[]
  /** What its readers look at. */
  readonly tokens: readonly string[]
  /** Resources that edit the one file that they read, each with what it is about. */
  readonly edits: readonly Edit[]
  /** Looks at all files that an edit has changed, as somebody else's reader reads them. */
  judge(jobs: readonly Job[]): void
}

export interface Edit {
  readonly resource: Resource
  /** What a reader finds it under. */
  readonly about: string
}

export interface Job {
  readonly before: Buffer
  readonly after: Buffer
  readonly edit: Edit
}

/** Plans edits of mutated files: a refusal, or a result that is right. Gives how many there were of each. */
export function tryFiles(format: Format, runs: number, seed: number, progress: Progress) {
  const jobs: Job[] = []
  const found = { changed: 0, right: 0, refused: 0 }
  const cases = fc.noBias(fc.tuple(mutated(format.corpus, format.tokens), fc.constantFrom(...format.edits)))
  const property = fc.property(cases, ([before, edit]) => {
    progress({ format: format.name, about: edit.about, before: before.toString('latin1') })
    const after = edited(before, edit.resource)
    if (after === undefined) found.refused++
    else if (after.equals(before)) found.right++
    else {
      found.changed++
      assert.equal(edited(after, edit.resource)?.equals(after), true, 'the edit is at rest')
      jobs.push({ before, after, edit })
    }
  })
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  format.judge(jobs)
  return found
}

/** The file after the edit; undefined: it is refused. */
function edited(bytes: Buffer, { plan }: Resource): Buffer | undefined {
  const file = { type: 'file', real: '/f', size: bytes.length, mode: 0o644, content: contentOf(bytes) }
  const planned = plan({ at: file })
  if (isRefusal(planned)) {
    assert.ok(planned.refusal !== '' && planned.advice !== '', 'a refusal says what is, and what to do')
    return undefined
  }
  if (isFinding(planned)) throw new Error('no finding was asked for')
  const [operation, ...more] = planned
  if (operation === undefined) return bytes
  if (operation.op !== 'write' || more.length > 0) throw new Error(`an edit is one write, and no ${operation.op}`)
  return Buffer.from(bytesOf(operation.content))
}

/** A job in words, for a failure. */
export const shown = ({ before, after, edit }: Job): string =>
  JSON.stringify({ about: edit.about, before: before.toString('latin1'), after: after.toString('latin1') })
