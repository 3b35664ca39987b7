import { masker } from '../../core/mask.ts'
import { secret } from '../../core/secret.ts'
import { ask, type Said } from '../../transport/foreground.ts'
import { type Found, readValue } from './source.ts'

/**
 * What a program prints: its first line, or the whole. One that fails may have none, or may not have been able to look: so
 * nobody else is asked. Of what it said, only the last line of its errors is told, without what it printed.
 */
export async function fromCommand(argv: readonly string[], whole: boolean | undefined, cwd: string): Promise<Found> {
  const said = await ask(argv, { cwd, seconds })
  const label = argv.join(' ')
  if (said.fault !== undefined) return { fault: `${label} cannot be run: ${said.fault}: install it, or name another` }
  if (said.late) return { fault: `${label} has not ended after ${seconds} s: run it by hand` }
  if (said.status !== 0)
    return { fault: `${label} ended with ${said.signal ?? `status ${said.status}`}${lastError(said)}: run it by hand` }
  const value = readValue(said.out, whole)
  return value === '' ? { none: `${label} prints nothing: put a value there` } : { value }
}

/** Somebody may have to look for a card, or to type a pass phrase. */
const seconds = 120

function lastError({ out, err }: Said): string {
  const line = err
    .split(/[\r\n]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .at(-1)
  return line === undefined ? '' : ` (${masker([secret('output', { value: out })])(line).slice(0, longest)})`
}

const longest = 300
