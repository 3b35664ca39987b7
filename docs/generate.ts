import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from './source/catalogue.ts'
import { taskPages } from './source/task-pages.ts'
import { variablesPage } from './source/variables-page.ts'

/** The folder of the repository, in which the build is a folder. */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

export const catalogue = catalogueOf(root)

/** The pages that are made from the sources, by their paths in `docs`; run in the root of the repository. */
export const pages: ReadonlyMap<string, string> = new Map([
  ...[...taskPages(catalogue)].map(([name, text]) => [`tasks/${name}`, text] as const),
  ['variables.md', variablesPage(catalogue.variables, readFileSync('playbooks/pattern1/topology.ts', 'utf8'))],
])

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync('docs/tasks', { recursive: true })
  for (const name of readdirSync('docs/tasks')) if (!pages.has(`tasks/${name}`)) rmSync(join('docs/tasks', name))
  for (const [path, text] of pages) writeFileSync(join('docs', path), text)
}
