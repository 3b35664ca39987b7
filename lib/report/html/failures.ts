import { isFault } from '../../core/event.ts'
import { grouped } from '../../core/grouped.ts'
import type { RecordedRun } from '../recorded.ts'
import { plural } from '../words.ts'
import { type Entry, entryMarkup } from './entries.ts'
import { type Html, html } from './html.ts'

/** What did not get through, first and in full. */
export function failures(run: RecordedRun, entries: readonly Entry[], heading: string): Html {
  const faults = entries.filter(isFaulty)
  const gone = unreachables(run)
  const notes = run.notes.map(({ host, reason }) => html`<li>${host}: ${reason}</li>`)
  const all = faults.length + gone.length
  const body =
    all === 0
      ? html`<p class="fine">None.</p>`
      : html`${gone.map(
          ({
            play,
            reason,
            hosts,
          }) => html`<div class="entry lost" data-status="unreachable"><p><span class="sign unreachable" aria-hidden="true">✖</span>
<span class="word unreachable">unreachable</span> <span class="title">${hosts.join(' ')}</span> <span class="where">${play}: ${plural(hosts.length, 'host')}</span></p>
<pre class="reason" tabindex="0">${reason}</pre></div>
`,
        )}${faults.map((entry) => entryMarkup(entry, run, true))}`
  return html`<section aria-labelledby="${heading}h"><h2 id="${heading}h">Faults</h2>${body}
${notes.length === 0 ? [] : [html`<h3>To be known</h3><ul class="notes">${notes}</ul>`]}</section>
`
}

export const isFaulty = ({ first: { status } }: Entry): boolean => isFault(status)

const unreachables = ({ plays }: RecordedRun) =>
  plays.flatMap(({ name: play, hosts }) =>
    [...grouped(hosts, ({ unreachable }) => unreachable)].map(([reason, own]) => ({
      play,
      reason,
      hosts: own.map(({ name }) => name),
    })),
  )
