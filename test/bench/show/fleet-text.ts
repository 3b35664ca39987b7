import { type Fleet, kinds, kindWords } from '../fleet/fleet.ts'
import { figure, table } from './table.ts'

/** What a fleet has cost, as Markdown. */
export function fleetText(fleet: Fleet): string {
  const { hosts, forks, latency, seconds, ends } = fleet
  return [
    `The whole engine with two reports and differences on, a first apply of 8 steps on ${hosts} simulated hosts, ${forks} at a time, ${latency} ms to each. Each says what a real host has said, with its own name in its files; one in a hundred fails in each of five ways. ${figure(seconds)} s.`,
    table(
      ['what', 'is'],
      [
        ['ms of CPU per host, the simulation included', fleet.cpuMsPerHost],
        ['ms of that for the simulated host', fleet.simulatedMsPerHost],
        ['MB when all plays are built', fleet.builtMegabytes],
        ['MB at most', fleet.mostMegabytes],
        ['KB by which the heap grows per finished host', fleet.kilobytesPerHost],
      ],
    ),
    table(
      ['a host that', 'ended'],
      kinds.map((kind) => [
        kindWords[kind],
        Object.entries(ends[kind])
          .map(([how, count]) => `${how} ${count}`)
          .join(', '),
      ]),
    ),
  ].join('\n\n')
}
