import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from '../support/shells.ts'

/**
 * Lets the BusyBox host of the situations that `declare` declares have programs of this machine too, for it has none but
 * its own applets, which are in a folder among the temporary ones.
 *
 * @example lend(['/usr/bin/openssl'], () => trySituations('certificate', […]))
 */
export function lend(programs: readonly string[], declare: () => void): void {
  const folder = scratch('lent')
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  declare()
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  for (const applets of readdirSync(folder).filter((name) => name.startsWith('runbook-applets-'))) {
    for (const program of programs) symlinkSync(program, join(folder, applets, program.split('/').at(-1) ?? ''))
  }
}
