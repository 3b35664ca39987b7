import { openTerminal } from '../terminal.ts'
import type { Found } from './source.ts'

/** Asks for a value on the terminal, unseen where nobody says otherwise. */
export async function askFor(what: string, shown = false): Promise<Found> {
  const terminal = openTerminal()
  if (terminal === undefined) return { none: 'there is no terminal to ask for it on' }
  try {
    const value = await terminal.answer(what, shown)
    return value === '' ? { none: 'nothing was typed for it' } : { value }
  } finally {
    terminal.close()
  }
}
