import { suite } from 'uvu'
import { victims } from './kills/tools.ts'
import { tryKills } from './kills.ts'
import { sections } from './sections.ts'

/** A fast sample of `npm run test:faults`, with the same cases each time: `exact` and `machines` have their own, and `kills` a smaller job. */
const test = suite('a sample of mutated files and answers')
const share: Readonly<Record<string, number>> = {
  streams: 0.1,
  connections: 0.006,
  rollbacks: 0.03,
  'hostile-hosts': 0.015,
  'hostile-channels': 0.025,
  'full-disk': 0.05,
  calls: 0.006,
  inodes: 0.07,
  'odd-hosts': 0.15,
}

for (const { name, runs, run } of sections.filter(({ part }) => !['kills', 'exact', 'machines'].includes(part)))
  test(name, async () => {
    await run(Math.max(2, Math.round(runs * (share[name] ?? 0.05))), 20_261_126, () => {})
  })

test('kills', async () => {
  await tryKills(victims, 'small')(3, 20_261_126, () => {})
})

test.run()
