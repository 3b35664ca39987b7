import type { RecordedRun } from '../recorded.ts'
import { endWords, isFine, plural } from '../words.ts'
import { cellOf, cells, cellWords, signs } from './cell.ts'
import { type Html, html, none } from './html.ts'

/** How it came out, in a line; then what is looked for in the page. */
export const head = (runs: readonly RecordedRun[]): Html => html`<header>
<h1>${runs.map(outcome).join('; then ') || 'Nothing was run'}</h1>
${runs.map(facts)}</header>
<search class="tools"><label>Search hosts and steps ( / )<input id="search" type="search" autocomplete="off"></label>
<label>Show<select id="filter"><option value="">all</option><option value="faults">faults</option>${[
  ...cells.filter((cell) => cell !== 'open'),
  'unreachable',
].map(
  (cell) => html`<option value="${cell}">${cell}</option>`,
)}</select></label><span class="hint">Esc shows all again</span><span id="shown" role="status"></span></search>
`

/** `web: ended with faults` */
export const outcome = ({ playbook, summary }: RecordedRun): string =>
  `${playbook}: ${summary === undefined ? 'the run was broken off' : endWords(summary)}`

function facts({ mode, startedAt, summary, plays }: RecordedRun): Html {
  const hosts = new Set(plays.flatMap((play) => play.hosts.map(({ name }) => name)))
  const steps = plays.flatMap((play) => play.hosts.flatMap((host) => host.steps))
  const counts = cells.flatMap((cell) => {
    const count = steps.filter((step) => cellOf(step) === cell).length
    return count === 0
      ? []
      : [
          html`<li class="${cell}"><span aria-hidden="true">${signs[cell]}</span> ${count} ${cellWords(cell, mode)}</li>`,
        ]
  })
  const away = new Set(plays.flatMap((play) => play.hosts.flatMap((host) => (host.unreachable ? [host.name] : []))))
  if (away.size > 0)
    counts.unshift(
      html`<li class="unreachable"><span aria-hidden="true">✖</span> ${plural(away.size, 'host')} unreachable</li>`,
    )
  const lost = summary === undefined ? 0 : Object.values(summary.hosts).filter((host) => !isFine(host)).length
  const words = [
    summary?.heldBack ? 'compared with an approval: nothing was changed' : modeWords[mode],
    `${plural(hosts.size, 'host')}${lost === 0 ? '' : `, ${lost} of them with faults`}`,
    plural(plays.length, 'play'),
    ...(startedAt === undefined ? [] : [`begun ${startedAt.slice(0, 19).replace('T', ' ')} UTC`]),
    ...(summary === undefined ? [] : [`${summary.seconds.toFixed(1)} s`]),
  ]
  return html`<p>${words.join(' · ')}</p>${counts.length === 0 ? none : html`<ul class="counts">${counts}</ul>`}`
}

const modeWords = {
  apply: 'apply: hosts were changed where they differed',
  plan: 'dry run: nothing was changed',
  verify: 'verification: nothing was changed',
} as const
