import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** What a section of the faults came to, as a row of RESULTS.md. */
export interface Result {
  readonly name: string
  readonly date: string
  readonly commit: string
  readonly seed: number
  readonly minutes: number
  readonly words: string
}

const head = `# What came of \`npm run test:faults\`

Written by the command itself, a row for each section when it has run. \`of\` is how many a section is to try: where time was up,
fewer were tried. In rows of \`kills-*\`, \`boundaries\` and \`instants\` are the strikes that fell between the first and the last
operation, \`aimed\` more of them before calls of a phase into which few fell, \`late\` those that did not (others were tried for
them), and the words from \`lock\` on say in what they fell.

| section | date | commit | seed | minutes | counts |
|---|---|---|---|---|---|
`

/** Keeps a result, in place of what the section came to before. */
export function keepResult(file: string, { name, date, commit, seed, minutes, words }: Result): void {
  const rows = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(isRow) : []
  const others = rows.filter((row) => !row.startsWith(`| ${name} |`))
  const row = `| ${name} | ${date} | ${commit} | ${seed} | ${minutes} | ${words.replaceAll('|', '\\|')} |`
  writeFileSync(file, `${head}${[...others, row].sort().join('\n')}\n`)
}

const isRow = (line: string): boolean => line.startsWith('| ') && !line.startsWith('| section |')

/** Counts in words: `cut 12, done 3`. */
export const countsInWords = (counts: object): string =>
  Object.entries(counts)
    .map(([what, count]) => `${what} ${typeof count === 'object' ? `(${countsInWords(count)})` : count}`)
    .join(', ')
