import { readFileSync } from 'node:fs'
import { structuredPatch } from 'diff'
import * as assert from 'uvu/assert'
import { bytesOf, contentOf } from '../../../lib/core/content.ts'
import { isFinding, isRefusal, sentence } from '../../../lib/core/failure.ts'
import { isGiven } from '../../../lib/core/given.ts'
import { flatten, type Resources } from '../../../lib/core/resource.ts'

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

/** What a task makes of one file, case by case. */
export interface Edits {
  readonly task: string
  readonly file: string
  readonly edits: readonly Edit[]
}

export const editsOf = (task: string, file: string, edits: readonly Edit[]): Edits => ({ task, file, edits })

/** A file of the demo's pack, a character for each byte. */
export const packText = (file: string): string =>
  readFileSync(`inventory/demo/pack/${file.replace('webapps/shindig/', 'webapps/shindig.war/')}`, 'latin1')

export const textBefore = ({ before = (text) => text }: Edit, file: string): string => before(packText(file))

/** The text that the task plans, or what it refuses with. */
export function planned(edit: Edit, file: string): string {
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
