import { isText, keys, value, word } from '../keys.ts'
import type { ConnectionKind } from './kind.ts'

/**
 * Any command that gives a POSIX shell on its standard input: `shell(['docker', 'exec', '-i', 'is1', 'sh'])`,
 * `shell(['ssh', 'is1', 'sh'])` for what OpenSSH alone can do (Kerberos, FIDO keys, certificates).
 */
export const shell = (argv: readonly string[]): ShellSpec => ({ kind: 'shell', argv })

export interface ShellSpec {
  readonly kind: 'shell'
  readonly argv: readonly string[]
}

const give = "a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])"

export const shellKind: ConnectionKind<ShellSpec, ShellSpec> = {
  call: 'shell([…])',
  rule: keys(
    'key of shell()',
    {
      kind: word('shell'),
      argv: value(
        give,
        (found) => Array.isArray(found) && isText(found[0]) && found.every((one) => typeof one === 'string'),
      ),
    },
    { argv: give },
  ),
  completed: (spec) => spec,
  listed: ({ kind, argv }) => ({ kind, argv }),
  words: ({ argv }) => argv.join(' '),
  machine: ({ argv }, host) => `${argv.join(' ')}${host}`,
}
