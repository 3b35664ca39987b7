import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is not compiled, found from wherever the compiled benchmark is: `fixture('peers/ansible/site.yml')`. */
export function fixture(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, 'test/bench', path)
    // The compiled tree has the same folders, without what is no TypeScript.
    if (existsSync(found) && existsSync(join(folder, 'package.json'))) return found
    if (folder === dirname(folder)) throw new Error(`test/bench/${path} is not above the compiled benchmark`)
  }
}
