import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { scratch } from './shells.ts'

/** A host of this machine of which all is written down that goes over the wire. */
export interface Overheard {
  readonly spec: LocalSpec
  /** What it has said since this was asked last. */
  said(): string
  /** The command lines by which its shells were started since this was asked last. */
  commands(): string
}

/** `before`: what its shell does first, as somebody else would in that moment. */
export function overheardHost({ before = ':', journal }: { before?: string; journal?: string } = {}): Overheard {
  const folder = scratch('overheard')
  const at = (name: string) => join(folder, name)
  const program = at('shell')
  writeFileSync(
    program,
    `#!/bin/sh\n${before}\nprintf '%s\\n' "$*" >>${at('commands')}\ndash "$@" | tee -a ${at('said')}\n`,
  )
  chmodSync(program, 0o755)
  const taken = (path: string) => {
    const text = existsSync(path) ? readFileSync(path, 'latin1') : ''
    writeFileSync(path, '')
    return text
  }
  return {
    spec: local({ shell: program, ...(journal === undefined ? {} : { env: { RUNBOOK_JOURNAL: journal } }) }),
    said: () => taken(at('said')),
    commands: () => taken(at('commands')),
  }
}
