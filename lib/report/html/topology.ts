import type { RecordedRun } from '../recorded.ts'
import { plural } from '../words.ts'
import { type Cell, cellOf, gravest, signs } from './cell.ts'
import { type Html, html, none } from './html.ts'

interface Tier {
  readonly label: string
  readonly hosts: readonly string[]
}

const [width, gap, top, lineHeight] = [190, 70, 52, 24]
/** More than these are drawn as squares without names. */
const named = 14
const perRow = 12

/**
 * Hosts with the same groups stand together; what was set up first stands on the right, as a database does behind the
 * servers that need it.
 */
export function topology(run: RecordedRun, heading: string): Html {
  const tiers = tiersOf(run)
  if (tiers.length === 0) return none
  const looks = looksOf(run)
  const height = Math.max(...tiers.map(heightOf)) + 20
  const all = tiers.length * (width + gap) - gap + 20
  const words = tiers.map(({ label, hosts }) => `${label} (${plural(hosts.length, 'host')})`).join(', then ')
  return html`<section aria-labelledby="${heading}h"><h2 id="${heading}h">Topology</h2>
<p class="hint">An arrow leads to hosts that are set up before.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${heading}h"><svg role="img" aria-label="From left to right: ${words}" width="${all}" height="${height}" viewBox="0 0 ${all} ${height}">
<defs><marker id="${heading}tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>
${tiers.map((tier, at) => tierMarkup(tier, 10 + at * (width + gap), height, looks, at < tiers.length - 1 ? heading : undefined))}</svg></div></section>
`
}

/** By the play in which they come first; the load balancer, which is set up last, stands on the left. */
function tiersOf({ plays, groups }: RecordedRun): Tier[] {
  const tiers = new Map<string, string[]>()
  for (const { hosts } of plays)
    for (const { name } of hosts) {
      const label = groups[name]?.join(', ') || 'no group'
      const own = tiers.get(label) ?? []
      if (!own.includes(name)) own.push(name)
      tiers.set(label, own)
    }
  return [...tiers].map(([label, hosts]) => ({ label, hosts })).reverse()
}

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

const heightOf = ({ hosts }: Tier): number =>
  top + (hosts.length <= named ? hosts.length * lineHeight : Math.ceil(hosts.length / perRow) * 15) + 10

function tierMarkup(
  tier: Tier,
  x: number,
  height: number,
  looks: ReadonlyMap<string, Cell | 'unreachable'>,
  arrow: string | undefined,
): Html {
  const { label, hosts } = tier
  const lookOf = (host: string) => looks.get(host) ?? 'open'
  const line = (host: string, at: number): Html => {
    const look = lookOf(host)
    const y = top + at * lineHeight
    return html`<g><title>${host}: ${look}</title><text x="${x + 12}" y="${y + 13}" class="${look}">${signs[look]}</text><text x="${x + 30}" y="${y + 13}">${cut(host, 20)}</text></g>`
  }
  const square = (host: string, at: number): Html =>
    html`<rect x="${x + 8 + (at % perRow) * 15}" y="${top + Math.floor(at / perRow) * 15}" width="12" height="12" class="dot ${lookOf(host)}"><title>${host}: ${lookOf(host)}</title></rect>`
  const middle = height / 2
  return html`<g><rect x="${x}" y="10" width="${width}" height="${heightOf(tier)}" rx="8" class="tier"/>
<text x="${x + 12}" y="30" class="label">${cut(label, 22)}</text><text x="${x + 12}" y="45" class="small">${plural(hosts.length, 'host')}</text>
${hosts.map(hosts.length <= named ? line : square)}${
  arrow === undefined
    ? none
    : html`<line x1="${x + width + 4}" y1="${Math.min(middle, 40)}" x2="${x + width + gap - 6}" y2="${Math.min(middle, 40)}" class="arrow" marker-end="url(#${arrow}tip)"/>`
}</g>
`
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
