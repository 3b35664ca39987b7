import type { SqlServer } from './sql-client.ts'

/** Reads the rows that a script of `askServer` prints, each as its columns. */
export const readRows = (kind: SqlServer['kind'], output: string): string[][] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('='))
    .map((line) =>
      line
        .slice(1)
        .split('\t')
        .map(kind === 'mysql' ? unescaped : same),
    )

/** A row as `readRows` reads it. */
export const showRow = (kind: SqlServer['kind'], columns: readonly string[]): string =>
  `=${columns.map(kind === 'mysql' ? escaped : same).join('\t')}`

const same = (column: string): string => column

/** As MySQL's client prints a column. */
const escaped = (column: string): string =>
  column.replace(/[\n\t\\]/g, (character) => ({ '\n': '\\n', '\t': '\\t' })[character] ?? '\\\\')
const unescaped = (column: string): string =>
  column.replace(/\\([nt\\])/g, (_, letter) => ({ n: '\n', t: '\t' })[letter as string] ?? '\\')
