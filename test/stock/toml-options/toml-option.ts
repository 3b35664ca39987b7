import type { Pattern1 } from '../../../playbooks/pattern1/variables.ts'
import type { TomlVersion } from '../../../tasks/wso2is/index.ts'

/** A way to use pattern 1: variables, those of each node, and what the file of the last node then says. */
export interface TomlOptions {
  readonly name: string
  readonly vars: Partial<Pattern1> | ((version: TomlVersion) => Partial<Pattern1>)
  readonly nodes?: readonly Partial<Pattern1>[]
  readonly wanted: (version: TomlVersion) => Wanted
  readonly only?: (version: TomlVersion) => boolean
  /** What only a program of the host knows beforehand. */
  readonly unforeseen?: (version: TomlVersion) => readonly string[]
}

/** What Python finds at a key afterwards, or that nothing is there. */
export type Wanted = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
