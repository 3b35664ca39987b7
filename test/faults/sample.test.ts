import { suite } from 'uvu'
import { sections } from './sections.ts'

/** A fast sample of `npm run test:faults`, with the same cases each time. */
const test = suite('a sample of mutated files and answers')
const share: Readonly<Record<string, number>> = { streams: 0.1, connections: 0.006, hosts: 0.015 }

for (const { name, runs, run } of sections.filter(({ part }) => part !== 'kills'))
  test(name, async () => {
    await run(Math.max(2, Math.round(runs * (share[name] ?? 0.05))), 20_261_126, () => {})
  })

test.run()
