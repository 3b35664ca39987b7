import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { snapshot } from '../../lib/testing/tree.ts'
import { file } from '../../tasks/index.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import { watchedTools } from '../support/watched-tools.ts'
import { arrange, type Course, converged, judge, run } from './hosts/job.ts'
import { hosts } from './hosts/odd.ts'
import type { Progress } from './progress.ts'

type Try = (runs: number, seed: number, progress: Progress, until?: AbortSignal) => Promise<object>

/** A file system that has room for so many pages, from none to enough: it is full at each write in turn. */
export const tryFullDisk: Try = (runs, _, progress, until) =>
  trySmallDisks('size', 12 * 4096, 4096, 60, { runs, progress, until })

/** The same for inodes. */
export const tryInodes: Try = (runs, _, progress, until) =>
  trySmallDisks('nr_inodes', 8, 1, 30, { runs, progress, until })

interface Trying {
  readonly runs: number
  readonly progress: Progress
  readonly until: AbortSignal | undefined
}

async function trySmallDisks(option: string, from: number, by: number, count: number, trying: Trying): Promise<object> {
  const found = { done: 0, told: 0 }
  for (const nth of spread(count, trying)) {
    const limit = `${option}=${from + nth * by}`
    trying.progress({ limit })
    const { folder, seen, shell, inside, end } = await mountNamespace((at) => `mount -t tmpfs -o size=10m ${at} ${at}`)
    try {
      const host = shell('env', `RUNBOOK_JOURNAL=${join(folder, '.runbook-journal')}`, 'sh')
      arrange(seen)
      const course = await courseOf()
      inside('mount', '-o', `remount,${limit}`, folder)
      found[judge(seen, course, await run(host, folder))]++
      inside('mount', '-o', 'remount,size=10m,nr_inodes=0', folder)
      const next = await run(host, folder)
      inside('rm', '-rf', join(folder, '.runbook-journal'))
      converged(seen, course, next)
    } finally {
      end()
    }
  }
  return found
}

/** Each call of a tool that writes fails, in turn, as on a disk that is full. */
export const tryCalls: Try = async (runs, _, progress, until) => {
  const found = { done: 0, told: 0 }
  const course = await courseOf()
  const [count, at] = ['count', 'at'].map((name) => join(scratch('calls'), name))
  const tools = watchedTools(
    'dash',
    `case $tool in mkdir | cp | mv | ln | chmod | chown | sync | rm | rmdir) echo >>${count}
[ "$(wc -l <${count})" != "$(command cat ${at})" ] || { echo "$tool: No space left on device" >&2; exit 1; } ;; esac`,
  )
  const tryOne = async (nth: number): Promise<number> => {
    writeFileSync(count ?? '', '')
    writeFileSync(at ?? '', `${nth}\n`)
    const folder = scratch('calls')
    arrange(folder)
    progress({ call: nth })
    const ran = await run(tools.host, folder)
    const calls = readFileSync(count ?? '', 'utf8').length
    const outcome = judge(folder, course, ran)
    if (nth > 0) found[outcome]++
    const next = await run(local({ shell: 'dash' }), folder)
    // What cannot be taken away at the end goes with the next run that changes something.
    const other = file({ path: join(scratch('other'), 'f'), text: 'x' })
    await runOn({ a: local({ shell: 'dash' }) }, (inventory) => [play('p', inventory.group('all'), () => other)])
    converged(folder, course, next)
    rmSync(folder, { recursive: true })
    return calls
  }
  const calls = await tryOne(0)
  for (const nth of spread(calls, { runs, progress, until })) await tryOne(nth + 1)
  return { calls, ...found }
}

/** Hosts that are odd in a way that must not matter: what an apply leaves on them is what it leaves on any other. */
export const tryOddHosts: Try = async (runs, _, progress, until) => {
  const names: string[] = []
  const course = await courseOf()
  for (const nth of spread(hosts.length, { runs, progress, until })) {
    const one = hosts[nth]
    if (one === undefined) continue
    progress({ host: one.name })
    const { spec, end } = await one.start()
    const folder = scratch('odd')
    try {
      arrange(folder)
      const ran = await run(spec, folder)
      const outcome = judge(folder, course, ran)
      const told = [...ran.steps('a'), ...ran.unreachable].join('\n')
      if (one.tells) assert.match(told, one.tells)
      else assert.is(outcome, 'done', `${one.name}: ${told}`)
      converged(folder, course, await run(one.tells ? local() : spec, folder))
      names.push(one.name)
    } finally {
      await end()
    }
  }
  return { right: names.length, of: names.join('; ') }
}

/** So many of a count, as far from each other as they can be, until time is up. */
function* spread(count: number, { runs, until }: Trying): Generator<number> {
  const some = Math.min(runs, count)
  for (let nth = 0; nth < some && !until?.aborted; nth++) yield Math.floor((nth * count) / some)
}

async function courseOf(): Promise<Course> {
  const folder = scratch('course')
  arrange(folder)
  const before = snapshot(folder)
  await run(local({ shell: 'dash' }), folder)
  return { before, after: snapshot(folder) }
}
