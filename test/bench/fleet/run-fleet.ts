// run-fleet.js HOSTS FORKS LATENCY: in a process of its own, by `node --expose-gc --import redirect.js`; says a Fleet as JSON.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../../lib/core/build.ts'
import { local } from '../../../lib/core/connection.ts'
import type { Event } from '../../../lib/core/event.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { run } from '../../../lib/engine/run.ts'
import { createReports } from '../../../lib/report/create-reports.ts'
import { scratch } from '../../support/shells.ts'
import { simulated } from './connect.ts'
import { type Fleet, type Kind, kindOf, kinds } from './fleet.ts'
import { filesOf, fleetPlay } from './fleet-play.ts'

const [hosts = 0, forks = 0, latency = 0] = process.argv.slice(2).map(Number)
const folder = join(scratch('fleet'), 'host')
for (const kind of ['fine', 'fails', 'refused'] as const) await record(kind)
simulated.latency = latency
process.stdout.write(JSON.stringify(await measure()))

/** Lets the folder be a host of a kind, and writes down what it says. */
async function record(kind: Kind): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const name = nameOf(0)
  const before = filesOf(name, kind === 'refused')
  for (const [path, text] of Object.entries(before)) writeFileSync(join(folder, path), text)
  simulated.recording = { nonce: '', channels: [] }
  await go([{ name, kind }], () => {})
  const files = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile())
  const after = files.map((one) => readFileSync(join(folder, one.name), 'utf8'))
  const contents = [...new Set([...Object.values(before), ...after])].filter((text) => text.includes(name))
  simulated.recorded.set(kind, { ...simulated.recording, name, contents })
  simulated.recording = undefined
}

async function measure(): Promise<Fleet> {
  const fleet = Array.from({ length: hosts }, (_, number) => ({ name: nameOf(number + 1), kind: kindOf(number) }))
  const heap: { readonly done: number; readonly kilobytes: number }[] = []
  const heard = new Map<string, string>()
  let done = 0
  let built = 0
  const look = () => {
    globalThis.gc?.()
    heap.push({ done, kilobytes: process.memoryUsage().heapUsed / 1024 })
  }
  const emit = (event: Event) => {
    if (event.type === 'play') built = process.memoryUsage().rss
    if (event.type === 'unreachable') ended(event.host, 'unreachable')
    if (event.type === 'host' && event.phase === 'done') ended(event.host, 'done')
  }
  const ended = (host: string, how: string) => {
    if (heard.has(host)) return
    heard.set(host, how)
    done += 1
    if (done === Math.ceil(hosts * 0.1) || done === Math.floor(hosts * 0.9)) look()
  }
  const [cpu, from] = [process.cpuUsage(), performance.now()]
  const summary = await go(fleet, emit)
  const seconds = (performance.now() - from) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const [early, late] = heap
  const ends = Object.fromEntries(kinds.map((kind) => [kind, {} as Record<string, number>])) as Record<
    Kind,
    Record<string, number>
  >
  for (const { name, kind } of fleet) {
    const {
      failed = 0,
      refused = 0,
      changed = 0,
      unreachable = 0,
    } = { ...summary.hosts[name] } as Record<string, number>
    const words = unreachable ? 'unreachable' : failed ? 'failed' : refused ? 'refused' : changed ? 'changed' : 'ok'
    ends[kind][words] = (ends[kind][words] ?? 0) + 1
  }
  return {
    ...{ hosts, forks, latency, seconds },
    cpuMsPerHost: (user + system) / 1000 / hosts,
    simulatedMsPerHost: simulated.taken / hosts,
    builtMegabytes: built / 2 ** 20,
    mostMegabytes: process.resourceUsage().maxRSS / 1024,
    kilobytesPerHost: early && late ? (late.kilobytes - early.kilobytes) / (late.done - early.done) : 0,
    ends,
  }
}

/** The whole engine, with its reports on, whose text goes nowhere. */
async function go(fleet: readonly { readonly name: string; readonly kind: Kind }[], hear: (event: Event) => void) {
  const inventory = defineInventory<{ fails: boolean }>({
    hosts: Object.fromEntries(
      fleet.map(({ name, kind }) => [
        name,
        { connect: local({ env: { name, kind } }), vars: { fails: kind === 'fails' } },
      ]),
    ),
    vars: { fails: false },
  })
  const nowhere = { write: () => true }
  const report = await createReports([{ kind: 'lines' }, { kind: 'json', out: nowhere }], {
    ...{ out: nowhere, err: nowhere, diff: true, verbose: true },
  })
  const summary = await run({
    ...{ playbook: 'fleet', mode: 'apply', inventory, plays: build([fleetPlay(folder, inventory)]) },
    hosts: new Set(fleet.map(({ name }) => name)),
    ...{ forks, secrets: [], diffs: true },
    emit: (event) => {
      report.emit(event)
      hear(event)
    },
  })
  report.end()
  return summary
}

function nameOf(number: number): string {
  return `host-${String(number).padStart(6, '0')}`
}
