import { encoded, holdsReference, refer } from '../../core/reference.ts'
import type { Secret } from '../../core/secret.ts'
import { quote } from './quote.ts'

/** In what a script runs. */
export interface Surroundings {
  /** The folder that it begins in. */
  readonly chdir?: string | undefined
  /** Variables, which what it starts has, too. */
  readonly env?: Readonly<Record<string, string | Secret>> | undefined
}

/** A script, and what it is given on its standard input. */
export interface Surrounded {
  readonly script: string
  readonly stdin?: string
}

/**
 * A script with the folder and the variables that it is to have. A variable that is a secret goes by standard input, where no list of
 * arguments has it, on a line of its own before what the script itself reads.
 */
export function surrounded(script: string, { chdir, env = {} }: Surroundings, stdin?: string): Surrounded {
  const variables = Object.entries(env).map(([name, value]) => ({ name, value: refer(value) }))
  const secret = variables.filter(({ value }) => holdsReference(value))
  const open = variables.filter(({ value }) => !holdsReference(value))
  const lines = [
    ...open.map(({ name, value }) => `export ${name}=${quote(value)}`),
    ...secret.map(
      ({ name }) =>
        `IFS= read -r rb_value && ${name}=$(printf '%b.' "$rb_value") && ${name}=\${${name}%.} && export ${name} || exit`,
    ),
    ...(secret.length > 0 ? ['unset rb_value'] : []),
    ...(chdir === undefined ? [] : [`cd -- ${quote(chdir)} || exit`]),
  ]
  const input = secret.map(({ value }) => `${encoded(value, 'line', onOneLine)}\n`).join('') + (stdin ?? '')
  return {
    script: [...lines, script].join('\n'),
    ...(stdin === undefined && secret.length === 0 ? {} : { stdin: input }),
  }
}

/** As `printf %b` reads it back. */
const onOneLine = (plain: string): string => plain.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
