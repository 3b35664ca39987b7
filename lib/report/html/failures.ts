import type { RecordedRun } from '../recorded.ts'
import { plural } from '../words.ts'
import { type Entry, entryMarkup } from './entries.ts'
import { type Html, html } from './html.ts'

/** What did not get through, first and in full. */
export function failures(run: RecordedRun, entries: readonly Entry[], heading: string): Html {
  const faults = entries.filter(isFault)
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

export const isFault = ({ first: { status } }: Entry): boolean => status === 'failed' || status === 'refused'

function unreachables({ plays }: RecordedRun) {
  const found = new Map<string, { play: string; reason: string; hosts: string[] }>()
  for (const { name: play, hosts } of plays)
    for (const { name, unreachable: reason } of hosts) {
      if (reason === undefined) continue
      const key = JSON.stringify([play, reason])
      const one = found.get(key) ?? { play, reason, hosts: [] }
      one.hosts.push(name)
      found.set(key, one)
    }
  return [...found.values()]
}
