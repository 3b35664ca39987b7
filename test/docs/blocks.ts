import { readdirSync, readFileSync } from 'node:fs'

/** A block of code on a page. */
export interface Block {
  /** From the root of the repository. */
  readonly page: string
  /** The line on which its first line stands. */
  readonly line: number
  readonly language: string
  /** The file that it is, where the fence says so: "```ts playbooks/web.ts". */
  readonly file?: string
  readonly text: string
}

/** All pages that are read by people, from the root of the repository. */
export const pagePaths = (): string[] => [
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
  'README.md',
]

/** The blocks of code of a page between fences, in order. */
export const blocksOf = (page: string, text = readFileSync(page, 'utf8')): Block[] =>
  [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: file, 3: code = '' }) => ({
      page,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      ...(file === undefined ? {} : { file }),
      text: code,
    }),
  )
