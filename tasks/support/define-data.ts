import { collectFaults } from '../../lib/core/collect-faults.ts'
import { checkedOptions } from '../../lib/core/options.ts'
import type { InputOf, OutputOf, Schema } from '../../lib/core/schema.ts'

/**
 * Makes a function that gives data: what it is given is checked as the options of a task are, and told in the same words.
 * Nothing could stand in for the data, so a fault is thrown at once, also where those of tasks are collected. What it
 * makes is no task: its schema is called what it takes.
 *
 * @example const origin = defineData('origin', v.strictObject({ host: text('a host') }), ({ host }) => `https://${host}`)
 */
export function defineData<Checked extends Schema, Made>(
  name: string,
  options: Checked,
  make: (args: OutputOf<Checked>) => Made,
): ((options: InputOf<Checked>) => Made) & { readonly takes: Schema } {
  const maker = (given: InputOf<Checked>): Made => {
    const schema = options as Schema<unknown, OutputOf<Checked>>
    const { value, faults } = collectFaults(() => checkedOptions(name, schema, given))
    if (faults[0]) throw faults[0]
    return make(value as OutputOf<Checked>)
  }
  return Object.assign(maker, { takes: options })
}
