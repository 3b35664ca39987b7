import type { RecordedPlay, RecordedRun } from '../recorded.ts'
import { plural } from '../words.ts'
import { cellWords, signs } from './cell.ts'
import { type Column, columnsOf } from './columns.ts'
import { type Html, html, none } from './html.ts'

/** Of each play a table: a row for each host, a column for each step. */
export function matrix(run: RecordedRun, entryOf: (stepId: string) => string | undefined, heading: string): Html {
  const plays = run.plays.map((play, at) => table(play, run, entryOf, `${heading}p${at}`))
  return html`<section aria-labelledby="${heading}h"><h2 id="${heading}h">Hosts and steps</h2>
<p class="hint">Arrow keys go from cell to cell, Home and End along a row, Enter to the step. <span class="legend">${legend(run)}</span></p>
${plays}</section>
`
}

const shownInLegend = ['ok', 'changed', 'ran', 'deferred', 'skipped', 'refused', 'failed', 'warning', 'open'] as const

const legend = ({ mode }: RecordedRun): Html[] =>
  shownInLegend.map(
    (cell) => html`<span class="key"><span class="${cell}">${signs[cell]}</span> ${cellWords(cell, mode)}</span> `,
  )

function table(
  play: RecordedPlay,
  run: RecordedRun,
  entryOf: (stepId: string) => string | undefined,
  id: string,
): Html {
  const columns = columnsOf(play)
  if (play.hosts.length === 0 || columns.length === 0)
    return html`<h3>${play.name}</h3><p>${play.hosts.length === 0 ? 'no hosts' : 'no steps'}</p>`
  return html`<h3 id="${id}">${play.name} <span class="where">${plural(play.hosts.length, 'host')}, ${plural(columns.length, 'step')}</span></h3>
<div class="scroll"><table role="grid" aria-labelledby="${id}"><thead><tr><th scope="col" class="corner">host</th>${columns.map(
    ({ title }) => html`<th scope="col"><span class="step" title="${title}">${title}</span></th>`,
  )}</tr></thead>
<tbody>${play.hosts.map((host) => row(host.name, host.unreachable, columns, run, entryOf))}</tbody></table></div>
<p class="said" aria-live="polite"></p>
`
}

function row(
  host: string,
  unreachable: string | undefined,
  columns: readonly Column[],
  { mode }: RecordedRun,
  entryOf: (stepId: string) => string | undefined,
): Html {
  const found = columns.map(({ cells }) => cells.get(host))
  const kinds = new Set<string>(found.flatMap((one) => one?.cell ?? []))
  if (unreachable !== undefined) kinds.add('unreachable')
  const cellOf = (one: (typeof found)[number]): Html => {
    if (one === undefined) return html`<td aria-label="none"></td>`
    const { cell, id, reason } = one
    const entry = entryOf(id)
    return html`<td class="${cell}" aria-label="${cellWords(cell, mode)}"${entry === undefined ? none : html` data-entry="${entry}"`}${
      reason === undefined ? none : html` title="${reason.slice(0, 200)}"`
    }>${signs[cell]}</td>`
  }
  return html`<tr data-status="${[...kinds].join(' ')}"><th scope="row"${unreachable === undefined ? none : html` class="unreachable" title="unreachable"`}>${host}</th>${found.map(cellOf)}</tr>
`
}
