import { crossings, type Fault } from './crossings.ts'
import { cycles } from './cycles.ts'
import type { Sources } from './imports.ts'
import { impurities } from './impurities.ts'
import { shellTexts } from './shell-texts.ts'

/** What is still wrong and known to be: each list may only become shorter. */
export interface Debts {
  /** `FILE > WHAT IT IMPORTS` */
  readonly imports: readonly string[]
  /** Files that import each other, in the order of their names. */
  readonly cycles: readonly (readonly string[])[]
  /** Files that write shell text. */
  readonly shell: readonly string[]
}

export const noDebts: Debts = { imports: [], cycles: [], shell: [] }

/** All that breaks the order of the house, and every debt that is none any more. */
export const faultsOf = (sources: Sources, debts: Debts): string[] => [
  ...impurities(sources).map(({ text }) => text),
  ...beyond(crossings(sources), 'imports', debts.imports),
  ...beyond(
    cycles(sources),
    'cycles',
    debts.cycles.map((files) => files.join(' ')),
  ),
  ...beyond(shellTexts(sources), 'shell', debts.shell),
]

const beyond = (faults: readonly Fault[], list: keyof Debts, known: readonly string[]): string[] => [
  ...faults.filter(({ key }) => !known.includes(key)).map(({ text }) => text),
  ...known
    .filter((key) => !faults.some((fault) => fault.key === key))
    .map((key) => `${key} is mended: take it from the list \`${list}\` in test/support/arrows/debts.ts`),
]
