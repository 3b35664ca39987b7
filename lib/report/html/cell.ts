import type { Mode, Status, StepEvent } from '../../core/event.ts'
import { statusWords } from '../words.ts'

/** How a step of a host stands in the page: its status, or that it is worth a look, or that the run did not come to it. */
export type Cell = Status | 'warning' | 'open'

export const cellOf = ({ status, warning }: Pick<StepEvent, 'status' | 'warning'>): Cell =>
  warning && status === 'ok' ? 'warning' : status

/** What is gravest first. */
export const cells = [
  'failed',
  'refused',
  'warning',
  'changed',
  'ran',
  'deferred',
  'skipped',
  'ok',
  'open',
] as const satisfies readonly Cell[]

/** What is told apart without colours, too. */
export const signs: Readonly<Record<Cell | 'unreachable', string>> = {
  failed: '✖',
  refused: '⊘',
  unreachable: '✖',
  warning: '!',
  changed: '~',
  ran: '▸',
  deferred: '?',
  skipped: '−',
  ok: '✓',
  open: '○',
}

export const cellWords = (cell: Cell, mode: Mode): string =>
  cell === 'open' ? 'not come to' : cell === 'warning' ? cell : statusWords(cell, mode)

export const gravest = (found: Iterable<Cell>): Cell => {
  const all = new Set(found)
  return cells.find((cell) => all.has(cell)) ?? 'open'
}
