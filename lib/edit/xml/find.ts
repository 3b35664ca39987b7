import { type Refusal, refuse } from '../../core/failure.ts'
import { nearMisses } from './near-miss.ts'
import { type Path, parsePath } from './path.ts'
import { select } from './select.ts'
import type { XmlSite } from './site.ts'
import { lineAt, type XmlElement } from './tree.ts'
import type { Matching } from './xml-edit.ts'

/** The elements that a path matches, if they are as many as they may be. */
export function find(site: XmlSite, source: string, matching: Matching): XmlElement[] | Refusal {
  const path = parsePath(source)
  return counted(site, path, select(site.document, path.steps, site.namespaces), matching)
}

export function counted(
  site: XmlSite,
  path: Path,
  found: XmlElement[],
  { each, optional }: Matching,
): XmlElement[] | Refusal {
  if (found.length === 0) return optional ? [] : missing(site, path)
  return found.length === 1 || each ? found : tooMany(site, path.source, found)
}

export const missing = (site: XmlSite, path: Path): Refusal => {
  const { what, advice } = nearMisses(site, path)
  return refuse(`no element matches ${path.source}: ${what}`, advice)
}

export const tooMany = ({ document }: XmlSite, source: string, found: readonly { start: number }[]): Refusal =>
  refuse(
    `${found.length} elements match ${source} (lines ${found.map(({ start }) => lineAt(document.text, start)).join(', ')}), one is wanted`,
    'add to the path what tells them apart, such as an attribute or [1]; or edit all of them with { each: true }',
  )
