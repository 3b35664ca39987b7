import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Schema } from '../../lib/core/schema.ts'
import { defineInventory, directory, type Event, local, playbook, run } from '../../lib/index.ts'
import { scratchHost, tryOnHost, trySituation } from '../../lib/testing/index.ts'

declare const schema: Schema<unknown, { readonly port: number }>

/** Wrong use of runs and situations that must not compile: see `define.test.ts`. Nothing here is run. */
export const never = async () => {
  const inventory = defineInventory({ hosts: { a: { connect: local() } } })
  const site = playbook('site', { vars: schema, plays: () => [] })

  const running = run({ inventory, playbook: site, mode: 'plan', limit: 'a' })
  for await (const event of running) {
    const known: Event = event
    // @ts-expect-error only a step has a status
    known.status
    if (event.type === 'step') assert.ok(event.status !== 'failed')
  }
  // @ts-expect-error no such mode
  run({ inventory, playbook: site, mode: 'dry-run' })
  // @ts-expect-error nothing says what is run
  run({ inventory, mode: 'apply' })
  // @ts-expect-error a path is no inventory here
  run({ inventory: 'hosts.ts', playbook: site, mode: 'apply' })

  const test: (name: string, act: () => void | Promise<void>) => void = () => {}
  test('fits every framework', () => trySituation({ resources: ({ at }) => directory({ path: at('x') }) }))
  // @ts-expect-error nothing to try
  trySituation({ before: {} })
  // @ts-expect-error no such end of a step
  trySituation({ resources: () => [], statuses: ['done'] })
  // @ts-expect-error words are told by a pattern
  trySituation({ resources: () => [], refused: 'words' })
  // @ts-expect-error a host has to be named
  tryOnHost({ resources: [] })
  // @ts-expect-error no such option
  scratchHost({ shel: 'dash' })
}

const test = suite('types of runs and situations')
test('wrong use does not compile', () => assert.type(never, 'function'))
test.run()
