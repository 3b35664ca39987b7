import type { Event, StepEvent } from '../../lib/core/event.ts'
import { start, step, summary, written } from './story.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 10, 26, 12, 0, second)).toISOString()

/** A story with times: each event a second after the one before. */
const timed = (events: readonly Event[]): Event[] =>
  events.map((event, second) =>
    event.type === 'note' || event.type === 'follow' || event.type === 'progress'
      ? event
      : { ...event, at: at(second) },
  )

const host = (play: string, name: string, phase: 'connecting' | 'done'): Event => ({
  type: 'host',
  play,
  host: name,
  phase,
})
const motd = written('/etc/motd', 'old words\n', 'new words\n')
const warning = (place: string, reason: string): StepEvent => ({ ...step(place, 'ok', { reason }), warning: true })

/** A database and three servers, of which one fails and one cannot be reached. */
export const storyWithFaults: readonly Event[] = timed([
  {
    ...start({
      databases: { db: ['make the database'] },
      web: {
        is1: ['install nginx', 'write /etc/motd', 'start'],
        is2: ['install nginx', 'write /etc/motd', 'start'],
        is3: ['install nginx', 'write /etc/motd', 'start'],
      },
    }),
    playbook: 'site',
    groups: { db: ['db'], is1: ['web', 'all-servers'], is2: ['web', 'all-servers'], is3: ['web', 'all-servers'] },
  } as Event,
  { type: 'play', play: 'databases' },
  host('databases', 'db', 'connecting'),
  warning('databases/db/0/make the database', 'its password is that of the pack'),
  host('databases', 'db', 'done'),
  { type: 'play', play: 'web' },
  host('web', 'is1', 'connecting'),
  host('web', 'is2', 'connecting'),
  host('web', 'is3', 'connecting'),
  step('web/is1/0/install nginx', 'ok'),
  step('web/is1/1/write ~etc~motd', 'changed', { changes: motd }),
  step('web/is1/2/start', 'ok'),
  host('web', 'is1', 'done'),
  step('web/is2/0/install nginx', 'ok'),
  step('web/is2/1/write ~etc~motd', 'failed', { reason: 'no space left\non the device' }),
  step('web/is2/2/start', 'skipped', { reason: 'an earlier step did not succeed' }),
  host('web', 'is2', 'done'),
  { type: 'unreachable', play: 'web', host: 'is3', reason: 'connection refused' },
  host('web', 'is3', 'done'),
  { type: 'note', host: 'is1', reason: 'an earlier run died here' },
  summary({
    db: { ok: 1 },
    is1: { ok: 2, changed: 1 },
    is2: { ok: 1, failed: 1, skipped: 1 },
    is3: { unreachable: true },
  }),
]).map((event) => (event.type === 'step' ? { ...event, title: event.title.replaceAll('~', '/') } : event))

/** So many hosts with so many steps, one of which is changed. */
export function fleet(hosts: number, steps: number): Event[] {
  const names = Array.from({ length: hosts }, (_, nth) => `host-${nth}`)
  const titles = Array.from({ length: steps }, (_, nth) => `step number ${nth}`)
  const stepsOf = (name: string) =>
    titles.map((title, nth) =>
      step(`web/${name}/${nth}/${title}`, nth === 1 ? 'changed' : 'ok', nth === 1 ? { changes: motd } : {}),
    )
  return timed([
    start({ web: Object.fromEntries(names.map((name) => [name, titles])) }),
    { type: 'play', play: 'web' },
    ...names.flatMap((name) => [host('web', name, 'connecting'), ...stepsOf(name), host('web', name, 'done')]),
    step(`web/${names.at(-1)}/${steps - 1}/step number ${steps - 1}`, 'failed', { reason: 'status 1' }),
    summary(Object.fromEntries(names.map((name) => [name, { ok: steps - 1, changed: 1 }]))),
  ])
}
