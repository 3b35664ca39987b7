import { readFileSync } from 'node:fs'
import { structuredPatch } from 'diff'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bytesOf, contentOf } from '../../../lib/core/content.ts'
import { isFinding, isRefusal, sentence } from '../../../lib/core/failure.ts'
import { isGiven } from '../../../lib/core/given.ts'
import { flatten, type Resources } from '../../../lib/core/task.ts'
import { trySituations } from '../../support/situations.ts'

/** What a task makes of one file of the demo's pack. */
export interface Edit {
  readonly name: string
  readonly task: (home: string) => Resources
  /** The file's text as it shall be before. Default: as in the pack. */
  readonly before?: (text: string) => string
  /** Every line that differs afterwards, as a diff shows it. None: nothing changes. */
  readonly changes?: readonly string[]
  /** What the refusal says, in place of changes. */
  readonly refused?: RegExp
}

/** Tries edits of a file: exactly these lines differ, and the laws hold on a real shell. */
export function tryEdits(name: string, file: string, edits: readonly Edit[]): void {
  const exact = suite(`${name}: lines`)
  for (const edit of edits) {
    exact(edit.name, () => {
      const after = planned(edit, file)
      if (edit.refused) assert.match(after, edit.refused)
      else assert.equal(changedLines(textBefore(edit, file), after), [...(edit.changes ?? [])])
    })
  }
  exact.run()
  trySituations(
    name,
    edits.map((edit) => ({
      name: edit.name,
      resources: ({ at }) => edit.task(at('')),
      before: { [file]: Buffer.from(textBefore(edit, file), 'latin1') },
      ...(edit.refused
        ? { refused: edit.refused }
        : {
            operations: edit.changes?.length ? [`write ${file}`] : [],
            after: { [file]: Buffer.from(planned(edit, file), 'latin1') },
          }),
    })),
  )
}

/** A file of the demo's pack, a character for each byte. */
export const packText = (file: string): string =>
  readFileSync(`inventory/demo/pack/${file.replace('webapps/shindig/', 'webapps/shindig.war/')}`, 'latin1')

const textBefore = ({ before = (text) => text }: Edit, file: string): string => before(packText(file))

function planned(edit: Edit, file: string): string {
  let bytes: Uint8Array = Buffer.from(textBefore(edit, file), 'latin1')
  for (const resource of flatten(edit.task('/home'))) {
    const real = `/home/${file}`
    if (isGiven(resource)) throw new Error('an edit needs no answer of the host')
    const operations = resource.plan({ at: { type: 'file', real, content: contentOf(bytes) } })
    if (isRefusal(operations)) return sentence(operations)
    if (isFinding(operations)) throw new Error('an edit is no check')
    for (const operation of operations) {
      if (operation.op !== 'write' || operation.path !== real) assert.unreachable(`${operation.op} is no edit`)
      else bytes = bytesOf(operation.content)
    }
  }
  return Buffer.from(bytes).toString('latin1')
}

/** The lines that differ, with their signs. A carriage return is part of its line. */
export const changedLines = (before: string, after: string): string[] =>
  structuredPatch('a', 'b', before, after, undefined, undefined, { context: 0 })
    .hunks.flatMap(({ lines }) => lines)
    .filter((line) => !line.startsWith('\\'))
