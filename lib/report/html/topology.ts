import { grouped } from '../../core/grouped.ts'
import type { RecordedRun } from '../recorded.ts'
import { type Cell, cellOf, gravest } from './cell.ts'
import { drawing, type Tier } from './drawing.ts'
import { type Html, html, none } from './html.ts'

/**
 * Hosts with the same groups stand together; what was set up first stands on the right, as a database does behind the
 * servers that need it.
 */
export function topology(run: RecordedRun, heading: string): Html {
  const hosts = run.plays.flatMap((play) => play.hosts.map(({ name }) => name))
  const tiers = tiersOf(hosts, run.groups).map((tier) => ({ ...tier, play: firstPlay(run, tier.hosts) }))
  if (tiers.length === 0) return none
  const looks = looksOf(run)
  return html`<section aria-labelledby="${heading}h"><h2 id="${heading}h">Topology</h2>
${
  new Set(tiers.map(({ play }) => play)).size < 2
    ? none
    : html`<p class="hint">An arrow leads to hosts that are set up before.</p>
`
}<div class="scroll" tabindex="0" role="group" aria-labelledby="${heading}h">${drawing({ tiers, lookOf: (host) => looks.get(host) ?? 'open', id: heading })}</div></section>
`
}

/** By the play in which they come first; the load balancer, which is set up last, stands on the left. */
export function tiersOf(hosts: readonly string[], groups: Readonly<Record<string, readonly string[]>>): Tier[] {
  const tiers = grouped([...new Set(hosts)], (name) => groups[name]?.join(', ') || 'no group')
  return [...tiers].map(([label, own]) => ({ label, hosts: own })).reverse()
}

const firstPlay = ({ plays }: RecordedRun, own: readonly string[]): number =>
  plays.findIndex(({ hosts }) => hosts.some(({ name }) => own.includes(name)))

function looksOf({ plays }: RecordedRun): ReadonlyMap<string, Cell | 'unreachable'> {
  const found = new Map<string, Cell[]>()
  const gone = new Set<string>()
  for (const { name, steps, unreachable } of plays.flatMap(({ hosts }) => hosts)) {
    found.set(name, [...(found.get(name) ?? []), ...steps.map(cellOf)])
    if (unreachable !== undefined) gone.add(name)
  }
  return new Map([...found].map(([name, all]) => [name, gone.has(name) ? 'unreachable' : look(all)]))
}

/** A host of which one step was left out is as fine as its others. */
const look = (all: readonly Cell[]): Cell => {
  const most = gravest(all)
  return most === 'skipped' && all.includes('ok') ? 'ok' : most
}
