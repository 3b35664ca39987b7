import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commandFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'
import { file } from '../../tasks/index.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { scratch } from '../support/shells.ts'
import { treeOf } from '../support/tree-of.ts'

const test = suite('secrets that a host has told')

test('no digest of a file that is made of one is told or stands in the journal, and a rollback shows nothing of it', async () => {
  const token = secret('told', { value: 'told-by-the-host-4711' })
  const folder = scratch('told')
  const root = join(scratch('journal'), 'journal')
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  writeFileSync(to, 'old\n')
  const { apply, rollBack } = keptRuns(root)
  const resources = () => [
    file({ path: from, text: `token=${refer(token)}\n` }),
    given({ said: commandFact(`cat ${from}`, [from]) }, ({ said }) => file({ path: to, text: `# ${said.output}` })),
  ]
  const { events } = await apply(resources, { secrets: [token], trace: true, diffs: true })
  const text = readFileSync(to)
  assert.is(text.toString(), '# token=told-by-the-host-4711\n')
  const digest = createHash('sha256').update(text).digest('hex')
  assert.match(JSON.stringify(events), /# token=\*{8}/)
  const logs = Object.entries(treeOf(root)).filter(([name]) => name.endsWith('/log'))
  assert.is(logs.length, 1)
  for (const said of [JSON.stringify(events), JSON.stringify(logs)])
    assert.not.match(said, new RegExp(`${digest}|told-by-the`))
  const { events: back } = await rollBack()
  assert.not.match(JSON.stringify(back), /told-by-the/)
  assert.is(readFileSync(to, 'utf8'), 'old\n')
})

test.run()
