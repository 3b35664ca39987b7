import { suite } from 'uvu'
import { sections } from './sections.ts'

/** A fast sample of `npm run test:fuzz`, with the same cases each time. */
const test = suite('a sample of mutated files and answers, and of kills')
const share: Readonly<Record<string, number>> = { streams: 0.1, kills: 0.04 }

for (const { name, runs, run } of sections)
  test(name, async () => {
    await run(Math.max(2, Math.round(runs * (share[name] ?? 0.05))), 20_261_126, () => {})
  })

test.run()
