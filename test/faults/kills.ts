import { setTimeout as pause } from 'node:timers/promises'
import * as assert from 'uvu/assert'
import { generator } from '../edit/random.ts'
import type { Control } from './kills/control.ts'
import { type Job, type JobRan, type JobSize, startJob } from './kills/job.ts'
import { type Phase, phases, phasesOf } from './kills/phases.ts'
import { leftovers, type Snapshot, snapshot } from './kills/snapshot.ts'
import { type Strike, struck } from './kills/strike.ts'
import { type Victim, watching } from './kills/tools.ts'
import type { Progress } from './progress.ts'

/** Strikes that each phase has at least. */
const least = 10

/**
 * Ends the controller, the shells on the host or the connection in the middle of a real run over ssh: before each call of a
 * tool on the host between the first and the last operation, and at so many random instants, as many in each phase; a strike
 * that falls too late is made up for. Where few fall into a phase, because it is short, more are aimed: before a random call of it.
 * Each path is as it was, as it is to be, or as it is on the way of a run that nobody disturbs; the next run leaves what such
 * a run leaves, with the service started anew, and nothing of the one that died. In a small job, before as many calls as there are instants.
 */
export const tryKills =
  (victims: readonly Victim[], size: JobSize = 'whole') =>
  async (instants: number, seed: number, progress: Progress, until?: AbortSignal): Promise<object> => {
    const random = generator(seed)
    const job = await startJob(victims, size)
    const histogram = Object.fromEntries(phases.map((phase) => [phase, 0]))
    const counts = { boundaries: 0, instants: 0, aimed: 0, late: 0 }
    try {
      const course = await courseOf(job)
      const between = course.phases.flatMap((phase, at) => (phase === undefined ? [] : [{ at: at + 1, phase }]))
      const within = (phase: Phase | undefined): number => {
        const here = between.filter((one) => one.phase === phase)
        return here[random(here.length)]?.at ?? between[0]?.at ?? 1
      }
      const victimOf = (nth: number): Victim => victims[nth % victims.length] ?? 'shell'
      const instant = (nth: number): Aim => ({
        ...{ kind: 'instants', victim: victimOf(nth), at: within(phases[nth % phases.length]) },
        after: (1 + random(8000)) / 1_000_000,
      })
      const boundaries = size === 'whole' ? between : shuffled(between, random).slice(0, instants)
      const strikes: readonly Aim[] = [
        ...boundaries.map(({ at }, nth): Aim => ({ kind: 'boundaries', victim: victimOf(nth), at, after: 0 })),
        ...Array.from({ length: instants }, (_, nth) => instant(nth)),
      ]
      const fell = async ({ kind, ...strike }: Aim): Promise<boolean> => {
        progress(strike)
        const phase = await tryOne(job, strike, course)
        counts[phase === undefined ? 'late' : kind]++
        if (phase !== undefined) histogram[phase] = (histogram[phase] ?? 0) + 1
        return phase !== undefined
      }
      const left = shuffled(strikes, random)
      for (let strike = left.pop(); strike !== undefined && !until?.aborted; strike = left.pop())
        if (!(await fell(strike)) && counts.late < strikes.length) left.unshift(instant(random(phases.length)))
      if (instants >= least * phases.length)
        for (const phase of phases)
          for (let turn = 0; turn < 10 * least && (histogram[phase] ?? 0) < least && !until?.aborted; turn++)
            await fell({ kind: 'aimed', victim: victimOf(turn), at: within(phase), after: 0 })
      return { ...counts, of: strikes.length, ...histogram }
    } finally {
      await job.stop()
    }
  }

type Aim = Strike & { readonly kind: 'boundaries' | 'instants' | 'aimed' }

function shuffled<T>(list: readonly T[], random: (below: number) => number): T[] {
  const keyed = list.map((one) => ({ one, key: random(2 ** 30) }))
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one)
}

/** What a run does that nobody disturbs. */
interface Course {
  readonly before: Snapshot
  readonly after: Snapshot
  /** What each path is on the way, by call of a tool. */
  readonly onTheWay: readonly Snapshot[]
  readonly phases: readonly (Phase | undefined)[]
}

async function courseOf(job: Job): Promise<Course> {
  const { control } = job
  const before = await snapshot(control)
  await control.run(watching(true))
  succeeded(await job.run())
  const found = phasesOf((await control.run(`${watching(false)}; cat /srv/strike/log`)).split('\n'))
  const after = await snapshot(control)
  const onTheWay: Snapshot[] = []
  // Between two batches: what a script has made, and the next has not changed yet.
  for (const [at, phase] of found.entries()) {
    if (phase !== 'stage' || found[at - 1] === 'stage') continue
    await job.reset()
    await struck(job, { victim: 'shell', at: at + 1, after: 0 })
    onTheWay.push(await snapshot(control))
    // What it has left goes with the next run, whose calls would be others.
    await job.run()
  }
  return { before, after, onTheWay, phases: found }
}

/** The phase in which a strike fell; none where the run had ended by then. */
async function tryOne(job: Job, strike: Strike, course: Course): Promise<Phase | undefined> {
  const { control } = job
  await job.reset()
  const { ran, calls } = await struck(job, strike)
  const broken = await snapshot(control)
  for (const [path, now] of broken) {
    const known = [course.before, course.after, ...course.onTheWay].map((one) => one.get(path))
    assert.ok(
      known.some((one) => one?.content === now.content),
      `${path} is torn`,
    )
    assert.ok(
      known.some((one) => one?.attributes === now.attributes),
      `${path} is ${now.attributes}`,
    )
  }
  for (const path of course.before.keys()) assert.ok(broken.has(path) || !course.after.has(path), `${path} is lost`)
  succeeded(await job.run())
  assert.equal(Object.fromEntries(await snapshot(control)), Object.fromEntries(course.after))
  assert.is(await leftAtLast(control), '')
  await control.run('sha256sum </etc/app/app.conf | cmp - /srv/app/serves')
  const phase = phasesOf(calls).at(-1)
  // The last word of a run may have been heard before the shell that says it is ended.
  return ran.status !== 0 || (phase === 'journal ended' && strike.after === 0) ? phase : undefined
}

/** The files of a lock that nobody holds go by its watchdog, which looks each 20 seconds: a run with nothing to do takes none. */
async function leftAtLast(control: Control): Promise<string> {
  for (let turn = 0; ; turn++) {
    const left = await leftovers(control)
    const isLock = left.split('\n').every((path) => /\.runbook-(lock|life)(-|$)/.test(path))
    if (turn === 240 || !isLock) return left
    await pause(500)
  }
}

function succeeded({ status, out }: JobRan): void {
  const troubles = out
    .split('\n')
    .filter((line) => /"status":"(failed|refused|skipped)"|"type":"unreachable"/.test(line))
  assert.is(status, 0, troubles.join('\n'))
}
