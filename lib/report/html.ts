import { createHash } from 'node:crypto'
import { entriesOf, entryFinder, entryMarkup } from './html/entries.ts'
import { failures, isFaulty } from './html/failures.ts'
import { head, outcome } from './html/head.ts'
import { type Html, html, none, raw } from './html/html.ts'
import { matrix } from './html/matrix.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'
import { timeline } from './html/timeline.ts'
import { topology } from './html/topology.ts'
import type { RecordedRun } from './recorded.ts'
import type { Report, ReportOptions } from './report.ts'
import { reportAtEnd } from './report-at-end.ts'

/** A page that needs nothing beside it: faults first, topology, hosts and steps, time line, each change with its difference. */
export const htmlReport = (options: ReportOptions): Report => reportAtEnd(options, (runs) => page(runs).html)

const digest = (text: string): string => createHash('sha256').update(text).digest('base64')

/** The browser is told to run and load nothing but what stands here, whatever got into the page. */
const policy = `default-src 'none'; style-src 'sha256-${digest(style)}'; script-src 'sha256-${digest(script)}'; base-uri 'none'; form-action 'none'`

const page = (runs: readonly RecordedRun[]): Html => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${runs.map(outcome).join('; ') || 'nothing was run'}</title>
<style>${raw(style)}</style></head>
<body>${head(runs)}<main>${runs.map(run)}</main>
<script>${raw(script)}</script></body></html>
`

function run(one: RecordedRun, at: number, runs: readonly RecordedRun[]): Html {
  const prefix = `r${at}`
  const entries = entriesOf(one, prefix)
  const others = entries.filter((entry) => !isFaulty(entry))
  const name = runs.length > 1 ? html`<p class="run"><strong>${outcome(one)}</strong></p>` : none
  return html`${name}${failures(one, entries, `${prefix}f`)}${topology(one, `${prefix}t`)}${matrix(one, entryFinder(entries), `${prefix}m`)}${timeline(one, `${prefix}l`)}
<section aria-labelledby="${prefix}sh"><h2 id="${prefix}sh">${one.mode === 'verify' ? 'Checks' : 'Changes and other steps'}</h2>
${others.length === 0 ? html`<p>None.</p>` : others.map((entry) => entryMarkup(entry, one))}</section>
`
}
