import { keys, type Rule, record, text, value, word } from '../keys.ts'
import type { ConnectionKind } from './kind.ts'

/** This machine: `local()`. */
export const local = (options: LocalOptions = {}): LocalSpec => ({ kind: 'local', options })

export interface LocalOptions {
  /** Environment variables for the shell, beside those of this process that hold no secret. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** The POSIX shell to run. Default: `sh`. */
  readonly shell?: string | undefined
}

export interface LocalSpec {
  readonly kind: 'local'
  readonly options: LocalOptions
}

const localOptions = keys('option of local()', {
  env: record(
    'variables by name',
    value('a text', (found) => typeof found === 'string'),
  ),
  shell: text('the path of a POSIX shell'),
} satisfies Record<keyof LocalOptions, Rule>)

export const localKind: ConnectionKind<LocalSpec, { readonly kind: 'local' }> = {
  call: 'local()',
  rule: keys('key of local()', { kind: word('local'), options: localOptions }),
  completed: (spec) => ({ ...spec, options: spec.options ?? {} }),
  listed: ({ kind }) => ({ kind }),
  words: () => 'this machine',
  machine: () => 'this machine',
}
