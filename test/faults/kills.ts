import * as assert from 'uvu/assert'
import { generator } from '../edit/random.ts'
import { told } from '../support/e2e.ts'
import { type Job, startJob } from './kills/job.ts'
import { type Phase, phases, phasesOf } from './kills/phases.ts'
import { leftovers, type Snapshot, snapshot } from './kills/snapshot.ts'
import { type Strike, struck } from './kills/strike.ts'
import type { Victim } from './kills/tools.ts'
import type { Progress } from './progress.ts'

/**
 * Ends the controller, the shells on the host or the connection in the middle of a real run over ssh: before each call of a
 * tool on the host between the first and the last operation (half of what is wanted, or all), and at random instants, as
 * many in each phase. Each path is as it was, as it is to be, or as it is on the way of a run that nobody disturbs; the next run leaves what
 * such a run leaves, with the service started anew, and nothing of the one that died.
 */
export const tryKills =
  (victim: Victim) =>
  async (wanted: number, seed: number, progress: Progress): Promise<object> => {
    const random = generator(seed)
    const job = await startJob()
    const counted = new Map<Phase, number>()
    let missed = 0
    try {
      const course = await courseOf(job)
      const between = course.phases.flatMap((phase, at) => (phase === undefined ? [] : [{ at: at + 1, phase }]))
      const boundaries = shuffled(between, random)
        .slice(0, Math.ceil(wanted / 2))
        .map(({ at }): Strike => ({ victim, at, after: 0 }))
      const instants = Array.from({ length: wanted - boundaries.length }, (_, nth): Strike => {
        const here = between.filter(({ phase }) => phase === phases[nth % phases.length])
        const at = here[random(here.length)]?.at ?? between[0]?.at ?? 1
        return { victim, at, after: random(8) / 1000 }
      })
      for (const strike of [...boundaries, ...instants]) {
        progress(strike)
        const phase = await tryOne(job, strike, course)
        if (phase === undefined) missed++
        else counted.set(phase, (counted.get(phase) ?? 0) + 1)
      }
    } finally {
      await job.stop()
    }
    return { ...Object.fromEntries(phases.map((phase) => [phase, counted.get(phase) ?? 0])), missed }
  }

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
  const before = await snapshot(job.host)
  const ran = await job.work.run(...job.words)
  assert.is(ran.status, 0, told(ran))
  const { stdout } = await job.host.run('PATH=/usr/bin:/bin; cat /srv/strike/log')
  const found = phasesOf(stdout.trim().split('\n'))
  const after = await snapshot(job.host)
  const onTheWay: Snapshot[] = []
  // Between two batches: what a script has made, and the next has not changed yet.
  for (const [at, phase] of found.entries()) {
    if (phase !== 'stage' || found[at - 1] === 'stage') continue
    await job.reset()
    await struck(job, { victim: 'shell', at: at + 1, after: 0 })
    onTheWay.push(await snapshot(job.host))
    // What it has left goes with the next run, whose calls would be others.
    await job.work.run(...job.words)
  }
  return { before, after, onTheWay, phases: found }
}

/** The phase in which a strike fell; none where the run had ended by then. */
async function tryOne(job: Job, strike: Strike, course: Course): Promise<Phase | undefined> {
  const { host, work, words } = job
  await job.reset()
  const { ran, calls } = await struck(job, strike)
  const broken = await snapshot(host)
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
  const next = await work.run(...words)
  assert.is(next.status, 0, told(next))
  assert.equal(Object.fromEntries(await snapshot(host)), Object.fromEntries(course.after))
  assert.is(await leftovers(host), '')
  const served = await host.run('PATH=/usr/bin:/bin; sha256sum </etc/app/app.conf | cmp - /srv/app/serves')
  assert.is(served.code, 0, 'the service serves what its file is')
  const fell = calls.length > 0 && ran.status !== 0
  return fell ? phasesOf(calls).at(-1) : undefined
}
