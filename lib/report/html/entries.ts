import { type Alike, alike } from '../alike.ts'
import { changesText } from '../changes.ts'
import type { RecordedRun } from '../recorded.ts'
import { cellOf, cellWords, signs } from './cell.ts'
import { type Html, html, none } from './html.ts'

/** All steps of a run: those that read the same share an entry, under an id by which a cell of the matrix finds it. */
export interface Entry extends Alike {
  readonly id: string
  /** How many hosts its play has. */
  readonly all: number
}

export const entriesOf = (run: RecordedRun, prefix: string): Entry[] =>
  run.plays
    .flatMap(({ hosts }) => {
      const groups = alike(
        hosts.flatMap(({ steps }) => steps),
        ({ changes = [] }) => changesText(changes),
      )
      return groups.map((group) => ({ ...group, all: hosts.length }))
    })
    .map((group, at) => ({ ...group, id: `${prefix}e${at}` }))

/** Which entry has a step: `entryFinder(entries)('web/is1/file /etc/motd')`. */
export function entryFinder(entries: readonly Entry[]): (stepId: string) => string | undefined {
  const found = new Map(entries.flatMap(({ id, ids }) => ids.map((step) => [step, id] as const)))
  return (stepId) => found.get(stepId)
}

/** An entry as a fold: what it is in a line, then why, what it changed, and on which hosts. Faults are unfolded. */
export function entryMarkup({ id, first, text, hosts, all }: Entry, { mode }: RecordedRun, isOpen = false): Html {
  const cell = cellOf(first)
  const { title, play, reason } = first
  return html`<details class="entry" id="${id}" data-status="${cell}"${isOpen ? html` open` : none}>
<summary><span class="sign ${cell}" aria-hidden="true">${signs[cell]}</span> <span class="word ${cell}">${cellWords(cell, mode)}</span>
<span class="title">${title}</span> <span class="where">${play}: ${hostWords([...hosts], all)}</span></summary>
${reason === undefined ? none : html`<pre class="reason" tabindex="0">${reason}</pre>`}
${text === '' ? none : html`<pre class="diff" tabindex="0" aria-label="what changes">${text.split('\n').map(diffLine)}</pre>`}
<p class="hosts">${[...hosts].join(' ')}</p></details>
`
}

const hostWords = (names: readonly string[], all: number): string =>
  names.length <= 3
    ? names.join(', ')
    : names.length === all
      ? `all ${all} hosts`
      : `${names[0]} and ${names.length - 1} more`

function diffLine(line: string): Html {
  if (/^(---|\+\+\+) /.test(line)) return html`<b>${line}</b>\n`
  if (line.startsWith('@@')) return html`<i>${line}</i>\n`
  if (line.startsWith('+')) return html`<ins>${line}</ins>\n`
  return line.startsWith('-') ? html`<del>${line}</del>\n` : html`${line}\n`
}
