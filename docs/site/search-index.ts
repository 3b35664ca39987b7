import MiniSearch, { type Options } from 'minisearch'
import type { Page } from './page.ts'

/** What is searched, and how; `search.js` reads the index by the same. */
export const searchOptions: Options = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page', 'place'],
  searchOptions: { boost: { title: 8, page: 4 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
}

/** The index of all sections, as a script: a page that is read from a disk may load one, and no JSON. */
export function searchIndex(pages: readonly Page[]): string {
  const search = new MiniSearch(searchOptions)
  search.addAll(
    pages.flatMap(({ place, title: page, sections }) =>
      sections.map(({ title, anchor, text }, at) => ({
        id: `${place}#${anchor}-${at}`,
        title,
        page,
        place: at === 0 ? place : `${place}#${anchor}`,
        text,
      })),
    ),
  )
  return `window.runbookSearch = ${JSON.stringify({ options: searchOptions, index: JSON.stringify(search) })}\n`
}
