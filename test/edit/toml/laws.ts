import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../../lib/core/failure.ts'
import { type EditTomlOptions, editToml, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { filled } from '../filled.ts'

/** A name, a text, edits, and the text that they make of it. */
export type Situation = readonly [name: string, before: string, edits: readonly TomlEdit[], after: string]

/** Tries situations: the text is exactly this, and the edits are then at rest. */
export function trySituations(name: string, situations: readonly Situation[], options: EditTomlOptions = {}): void {
  const exact = suite(name)
  for (const [what, before, edits, after] of situations)
    exact(what, () => assert.is(edited(before, edits, options), after))
  exact.run()
}

/** What edits make of a text, as it is written to a host; they must be at rest then. */
export function edited(before: string, edits: readonly TomlEdit[], options: EditTomlOptions = {}): string {
  const once = filled(editToml(before, edits, options))
  if (!('text' in once)) throw new Error(sentence(once))
  assert.is(once.changed, once.text !== before, 'it says whether the text differs')
  assert.equal(
    filled(editToml(once.text, edits, options)),
    { text: once.text, changed: false },
    'the edits are at rest',
  )
  return once.text
}

/** Why edits are refused. */
export function refused(before: string, edits: readonly TomlEdit[], options: EditTomlOptions = {}): string {
  const result = editToml(before, edits, options)
  return 'text' in result ? `made: ${result.text}` : sentence(result)
}
