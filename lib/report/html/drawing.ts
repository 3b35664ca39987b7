import { middleCut } from '../plain.ts'
import { plural } from '../words.ts'
import { type Cell, signs } from './cell.ts'
import { type Html, html, none } from './html.ts'

/** Hosts that stand together, and what they are. */
export interface Tier {
  readonly label: string
  readonly hosts: readonly string[]
  /** The number of the play in which they come first. */
  readonly play?: number
}

/** That a host has to do with another one. */
export interface Link {
  readonly from: string
  readonly to: string
  readonly words: string
}

export interface Drawing {
  /** From left to right. */
  readonly tiers: readonly Tier[]
  /** Default: an arrow from each tier to the next one, where that comes first in another play. */
  readonly links?: readonly Link[]
  /** How a host came out. Default: nothing is told of it. */
  lookOf?(host: string): Cell | 'unreachable'
  /** What its ids begin with. */
  readonly id: string
  /** What it has beside, where it stands alone: words and a style of its own. */
  readonly more?: Html
}

const [width, gap, top, lineHeight] = [190, 90, 52, 24]
/** More than these are drawn as squares without names. */
const named = 14
const perRow = 12

/** Hosts by tiers, and what leads from one to another. Each shape has its words for who does not see it. */
export function drawing({ tiers, links, lookOf, id, more = none }: Drawing): Html {
  const places = new Map(
    tiers.flatMap((tier, at) => tier.hosts.map((host, nth) => [host, placeOf(tier, at, nth)] as const)),
  )
  const height = Math.max(...tiers.map(heightOf)) + 20
  const all = tiers.length * (width + gap) - gap + 20 + (links === undefined ? 0 : gap)
  const arrows =
    links === undefined ? tiers.slice(1).flatMap((_, at) => toNext(tiers, at, height, id)) : linesOf(links, places, id)
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${wordsOf(tiers, links ?? [])}" width="${all}" height="${height}" viewBox="0 0 ${all} ${height}">
${more}<defs><marker id="${id}tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>
${tiers.map((tier, at) => tierMarkup(tier, left(at), lookOf))}${arrows}</svg>`
}

const wordsOf = (tiers: readonly Tier[], links: readonly Link[]): string => {
  const found = tiers.map(({ label, hosts }) => `${label} (${plural(hosts.length, 'host')})`).join(', then ')
  return `From left to right: ${found}${links.length === 0 ? '' : `; ${plural(links.length, 'link')}`}`
}

const left = (at: number): number => 10 + at * (width + gap)

const heightOf = ({ hosts }: Tier): number =>
  top + (hosts.length <= named ? hosts.length * lineHeight : Math.ceil(hosts.length / perRow) * 15) + 10

interface Place {
  readonly tier: number
  readonly x: number
  readonly y: number
}

/** Where lines end: at the line of a host, or, where there are too many, at the head of its tier. */
const placeOf = ({ hosts }: Tier, tier: number, nth: number): Place => ({
  tier,
  x: left(tier),
  y: hosts.length > named ? 30 : top + nth * lineHeight + 9,
})

function linesOf(links: readonly Link[], places: ReadonlyMap<string, Place>, id: string): Html[] {
  const drawn = new Set<string>()
  return links.flatMap(({ from, to, words }) => {
    const [a, b] = [places.get(from), places.get(to)]
    if (a === undefined || b === undefined) return []
    const path = lineOf(a, b)
    // What many hosts share is drawn once.
    if (drawn.has(path) || (a.tier === b.tier && a.y === b.y)) return []
    drawn.add(path)
    return [
      html`<path d="${path}" class="arrow" marker-end="url(#${id}tip)"><title>${from} to ${to}: ${words}</title></path>\n`,
    ]
  })
}

/** Beside each other: a curve from edge to edge. Above each other, as in a cluster: an arc on the right. */
function lineOf(a: Place, b: Place): string {
  if (a.tier === b.tier) {
    const x = a.x + width
    return `M${x} ${a.y}C${x + gap / 2} ${a.y} ${x + gap / 2} ${b.y} ${x + 2} ${b.y}`
  }
  const isRight = b.tier > a.tier
  const [from, to] = isRight ? [a.x + width, b.x - 2] : [a.x, b.x + width + 2]
  const bend = isRight ? gap / 2 : -gap / 2
  return `M${from} ${a.y}C${from + bend} ${a.y} ${to - bend} ${b.y} ${to} ${b.y}`
}

function toNext(tiers: readonly Tier[], at: number, height: number, id: string): Html[] {
  if (tiers[at]?.play === tiers[at + 1]?.play) return []
  const y = Math.min(height / 2, 40)
  return [
    html`<line x1="${left(at) + width + 4}" y1="${y}" x2="${left(at + 1) - 6}" y2="${y}" class="arrow" marker-end="url(#${id}tip)"/>`,
  ]
}

function tierMarkup(tier: Tier, x: number, lookOf: Drawing['lookOf']): Html {
  const { label, hosts } = tier
  const words = (host: string) => (lookOf === undefined ? host : `${host}: ${lookOf(host)}`)
  const classOf = (host: string) => lookOf?.(host) ?? 'host'
  const line = (host: string, at: number): Html => {
    const y = top + at * lineHeight + 13
    const look = lookOf?.(host)
    return html`<g><title>${words(host)}</title><text x="${x + 12}" y="${y}" class="${classOf(host)}">${look === undefined ? '•' : signs[look]}</text><text x="${x + 30}" y="${y}">${middleCut(host, 20)}</text></g>`
  }
  const square = (host: string, at: number): Html =>
    html`<rect x="${x + 8 + (at % perRow) * 15}" y="${top + Math.floor(at / perRow) * 15}" width="12" height="12" class="dot ${classOf(host)}"><title>${words(host)}</title></rect>`
  return html`<g><title>${label}</title><rect x="${x}" y="10" width="${width}" height="${heightOf(tier)}" rx="8" class="tier"/>
<text x="${x + 12}" y="30" class="label">${middleCut(label, 22)}</text><text x="${x + 12}" y="45" class="small">${plural(hosts.length, 'host')}</text>
${hosts.map(hosts.length <= named ? line : square)}</g>
`
}
