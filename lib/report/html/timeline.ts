import { middleCut } from '../plain.ts'
import type { RecordedHost, RecordedRun } from '../recorded.ts'
import { plural } from '../words.ts'
import { cellOf, gravest } from './cell.ts'
import { type Html, html, none } from './html.ts'

interface Bar {
  readonly host: string
  readonly play: string
  readonly from: number
  readonly to: number
  readonly recorded: RecordedHost
}

const [left, width, line] = [170, 1000, 18]

/** When each host was at work, and when its steps ended. Nothing where the events say no times. */
export function timeline(run: RecordedRun, heading: string): Html {
  const bars = barsOf(run)
  const [first] = bars
  if (first === undefined) return none
  const from = bars.reduce((least, bar) => Math.min(least, bar.from), first.from)
  const to = bars.reduce((most, bar) => Math.max(most, bar.to), from + 1)
  const x = (time: number) => round(left + ((time - from) / (to - from)) * (width - left - 10))
  const rows = [...new Set(bars.map(({ host }) => host))]
  const height = rows.length * line + 34
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => from + (to - from) * share)
  const drawn = bars.map((bar) => barMarkup(bar, rows.indexOf(bar.host) * line + 26, x))
  return html`<section aria-labelledby="${heading}h"><h2 id="${heading}h">Time line</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${heading}h"><svg role="img" aria-label="${plural(rows.length, 'host')} at work within ${seconds(to - from)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${marks.map((time, at) => html`<line x1="${x(time)}" x2="${x(time)}" y1="18" y2="${height - 6}" class="rule"/><text x="${x(time)}" y="13" class="small" text-anchor="${at === 4 ? 'end' : 'middle'}">${seconds(time - from)}</text>`)}
${rows.map((host, at) => html`<text x="4" y="${at * line + 37}" class="small">${middleCut(host, 24)}</text>`)}
${drawn}</svg></div></section>
`
}

function barsOf({ plays }: RecordedRun): Bar[] {
  return plays.flatMap(({ name: play, hosts }) =>
    hosts.flatMap((recorded): Bar[] => {
      const { name: host, began, ended, steps } = recorded
      if (began === undefined) return []
      const last = ended ?? steps.flatMap(({ at }) => at ?? []).at(-1) ?? began
      return [{ host, play, from: Date.parse(began), to: Date.parse(last), recorded }]
    }),
  )
}

function barMarkup({ host, play, from, to, recorded }: Bar, y: number, x: (time: number) => number): Html {
  const steps = recorded.steps.filter(({ status }) => status !== 'skipped')
  const look = recorded.unreachable === undefined ? gravest(steps.map(cellOf)) : 'failed'
  const wide = round(Math.max(2, x(to) - x(from)))
  const ticks = steps.flatMap((step) =>
    step.at === undefined || step.status === 'ok'
      ? []
      : [
          html`<rect x="${x(Date.parse(step.at))}" y="${y}" width="2" height="13" class="tick ${cellOf(step)}"><title>${host}: ${step.title}</title></rect>`,
        ],
  )
  return html`<g><rect x="${x(from)}" y="${y}" width="${wide}" height="13" rx="2" class="bar ${look}"><title>${host}, ${play}: ${seconds(to - from)}, ${plural(steps.length, 'step')}</title></rect>${ticks}</g>
`
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

const round = (value: number): number => Math.round(value * 10) / 10
