import { drawing, type Link } from './html/drawing.ts'
import { html, raw } from './html/html.ts'
import { tiersOf } from './html/topology.ts'

/** Hosts, groups and what leads from one to another as an SVG that needs nothing beside it, with words for who does not see it. */
export function topologySvg(
  title: string,
  hosts: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
  links: readonly Link[],
): string {
  const head = html`<title>${title}</title><desc>${describe(links)}</desc><style>${raw(style)}</style>
`
  return `${drawing({ tiers: tiersOf(hosts, groups), links, id: 'g', more: head }).html}\n`
}

const describe = (links: readonly Link[]): string =>
  links.length === 0
    ? 'Nothing leads from one host to another.'
    : links.map(({ from, to, words }) => `${from} to ${to}: ${words}`).join('. ')

const style = `
svg { background: #fff; color: #1b1f24; } text { font: 13px system-ui, sans-serif; fill: #1b1f24; } .label { font-weight: 700; }
.small { font-size: 11px; fill: #565e68; } .tier { fill: #f4f6f8; stroke: #d3d8de; } .arrow { fill: none; stroke: #565e68; stroke-width: 1.3; }
.tip, .dot { fill: #565e68; }
@media (prefers-color-scheme: dark) { svg { background: #12161b; } text { fill: #e6e9ed; } .small { fill: #a3adb8; }
.tier { fill: #1b2128; stroke: #38414b; } .arrow { stroke: #a3adb8; } .tip, .dot { fill: #a3adb8; } }
`
