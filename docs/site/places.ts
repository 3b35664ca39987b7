import { readdirSync } from 'node:fs'
import { posix } from 'node:path'

/** Pages of the root of the repository that are read by users. */
const ofRoot = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']

/** All pages, by their paths in the repository. */
export const sourcesIn = (root: string): string[] => [
  ...ofRoot,
  ...readdirSync(`${root}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
]

/** Where a file of the repository is in the site: `docs/tasks/README.md` is `tasks/index.html`. */
export const placeOf = (source: string): string =>
  source
    .replace(/^docs\//, '')
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase())
    .replace(/(^|\/)readme\.md$/i, '$1index.html')
    .replace(/\.md$/, '.html')

/** From one page of the site to another. */
export const between = (from: string, to: string): string => posix.relative(posix.dirname(from), to)

/** The name by which a heading is reached, as on GitHub. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

/**
 * What a link on a page is in the site. A link to what is no page, and is not shipped with them either, is a fault of the page.
 */
export function linkFrom(source: string, href: string, sources: readonly string[]): string {
  if (/^(https?:|mailto:|#)/.test(href)) return href
  const [path = '', anchor] = href.split('#')
  const target = posix.join(posix.dirname(source), path)
  if (!sources.includes(target) && target !== 'docs/approval.schema.json') {
    const page = posix.join(target, 'README.md')
    if (!sources.includes(page)) throw new Error(`${source} links to ${href}, which is no page`)
    return linkFrom(source, `${path.replace(/\/$/, '')}/README.md`, sources)
  }
  return between(placeOf(source), placeOf(target)) + (anchor === undefined ? '' : `#${anchor}`)
}
