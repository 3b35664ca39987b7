import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { layout } from './layout.ts'
import { navigation } from './navigation.ts'
import { pageOf } from './page.ts'
import { placeOf, sourcesIn } from './places.ts'
import { searchIndex } from './search-index.ts'

/** The folder of the repository, in which the build is a folder. */
const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/**
 * Writes the pages as HTML into a folder, which is replaced: with navigation and search, and nothing that is loaded from
 * elsewhere, so that it can be read from a disk as well.
 *
 * @example buildSite('dist-site')
 */
export function buildSite(folder: string): readonly string[] {
  const sources = sourcesIn(root)
  const groups = navigation(root, sources)
  const pages = sources.map((source) => pageOf(source, readFileSync(join(root, source), 'utf8'), sources))
  rmSync(folder, { recursive: true, force: true })
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const page of pages) put(page.place, layout(page, groups))
  put('assets/index.js', searchIndex(pages))
  for (const name of ['style.css', 'search.js']) cpSync(join(root, 'docs/site', name), join(folder, 'assets', name))
  const engine = fileURLToPath(import.meta.resolve('minisearch')).replace(/dist\/.*$/, 'dist/umd/index.js')
  put('assets/minisearch.js', readFileSync(engine, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''))
  cpSync(join(root, 'docs/pictures'), join(folder, 'pictures'), { recursive: true })
  cpSync(join(root, 'docs/approval.schema.json'), join(folder, placeOf('docs/approval.schema.json')))
  return pages.map(({ place }) => place)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(root, 'dist-site')
  const { length } = buildSite(folder)
  process.stdout.write(`${length} pages: ${join(folder, 'index.html')}\n`)
}
