import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { rollbackPlays } from '../../../lib/cli/rollback-plays.ts'
import { pastRuns } from '../../../lib/core/history.ts'
import { readJournals } from '../../../lib/remote/posix/journal-list.ts'
import { absent, attributes, command, directory, file, lines, symlink } from '../../../tasks/index.ts'
import { type KeptRuns, keptRuns } from '../../support/kept-runs.ts'
import { scratch } from '../../support/shells.ts'
import { treeOf } from '../../support/tree-of.ts'
import { mutated } from '../mutations.ts'
import type { Progress } from '../progress.ts'

const tokens = [
  ...['b ', 'e ', 'x ', 'w ', 'p ', 'q ', 'u ', 'd ', 'a ', '\n', ' '],
  ...[...'"{}[]:,', 'null', '0', '-1'],
  ...['1e9', '"n":1', '"before":null,', '"after":5,', '"op":"run"', '"op":"move"'],
  ...['"undo":{"script":"x"},', '"__proto__":{},'],
  ...['/', '..', '\x1b[2J', 'file', 'directory', 'absent', '"paths":["x"],', '"path":7,', '9999999999999999999'],
]

/** What a host answers of mutated journals: what is understood of it can be told and undone, or it cannot be read. */
export async function tryJournals(runs: number, seed: number, progress: Progress) {
  const found = { read: 0, unreadable: 0 }
  const { kept, root } = await realRun()
  const { journals, scripts } = await kept.journals()
  const [journal] = journals
  if (journal === undefined || scripts === undefined) throw new Error('no journal')
  const [log = '', text = ''] = ['log', 'run'].map((name) => readFileSync(join(journal.folder, name), 'latin1'))
  const records = (bytes: Buffer, whole: boolean) => {
    const [run = '', ...rest] = bytes.toString('latin1').split('\x1d')
    const logged = rest.join('')
    const folder = join(root, 'x')
    const lengths = [folder.length, run.length, 2, whole ? logged.length : log.length].join(' ')
    return Buffer.from(`r ended ${lengths}\n${folder}${run}a/${logged}`, 'latin1')
  }
  const property = fc.property(
    fc.noBias(fc.tuple(mutated([`${text}\x1d${log}`], tokens), fc.boolean())),
    ([bytes, whole]) => {
      progress({ journal: bytes.toString('latin1') })
      let read: ReturnType<typeof readJournals>
      try {
        read = readJournals(records(bytes, whole))
      } catch (error) {
        if ((error as Error).name !== 'Error') throw error
        found.unreadable++
        return
      }
      found.read++
      const own = read.map((one) => ({ ...one, as: false as const }))
      for (const run of pastRuns('a', own)) assert.type(JSON.stringify(run), 'string')
      for (const { run } of own) rollbackPlays(run.id, [{ host: 'a', journals: own, scripts }])
    },
  )
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

/** Rollbacks, only planned, of journals whose files are mutated: each step is planned or refused, in words, and nothing is touched. */
export async function tryPlannedRollbacks(runs: number, seed: number, progress: Progress, until?: AbortSignal) {
  const found = { planned: 0, refused: 0, none: 0 }
  const { kept, folder } = await realRun()
  const [journal] = (await kept.journals()).journals
  if (journal === undefined) throw new Error('no journal')
  const log = join(journal.folder, 'log')
  const before = readFileSync(log)
  const tree = treeOf(folder)
  const property = fc.asyncProperty(fc.noBias(mutated([before], tokens)), async (bytes) => {
    if (until?.aborted) return
    progress({ log: bytes.toString('latin1') })
    writeFileSync(log, bytes)
    const { events } = await kept.rollBack({ mode: 'plan', id: journal.run.id })
    const words = events.flatMap((event) => ('reason' in event && event.reason ? [event.reason] : []))
    assert.not.match(words.join('\n'), /\[object|\n {4}at |TypeError|undefined/)
    assert.equal(treeOf(folder), tree)
    const steps = events.flatMap((event) => (event.type === 'step' ? [event.status] : []))
    found[steps.includes('refused') || steps.includes('failed') ? 'refused' : steps.length > 0 ? 'planned' : 'none']++
  })
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

async function realRun(): Promise<{ readonly kept: KeptRuns; readonly root: string; readonly folder: string }> {
  const [folder, root] = [scratch('journalled'), scratch('root')]
  const at = (name: string) => join(folder, name)
  mkdirSync(at('d'))
  for (const name of ['edited', 'gone', 'narrowed']) writeFileSync(at(name), `old ${name}\n`)
  symlinkSync('edited', at('turned'))
  const kept = keptRuns(root)
  await kept.apply(() => [
    lines({ path: at('edited'), edits: [lines.ensure('new')] }),
    file({ path: at('d/new'), text: 'new\n' }),
    absent({ path: at('gone') }),
    attributes({ path: at('narrowed'), mode: 0o600 }),
    symlink({ path: at('turned'), target: 'd' }),
    directory({ path: at('made/deep') }),
    command({ script: `echo done >${at('mark')}`, creates: at('mark') }),
  ])
  return { kept, root, folder }
}
