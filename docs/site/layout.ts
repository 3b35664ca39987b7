import type { Group } from './navigation.ts'
import { escaped, type Page } from './page.ts'
import { between } from './places.ts'

/** A page of the site as a document: search, navigation, the page. */
export function layout(page: Page, groups: readonly Group[]): string {
  const to = (place: string) => escaped(between(page.place, place))
  const title = page.place === 'index.html' ? 'runbook' : `${page.title} | runbook`
  return `<!doctype html>
<html lang="en" data-root="${to('.') || '.'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('assets/style.css')}">
<script src="${to('assets/search.js')}" defer></script>
</head>
<body>
<a class="skip" href="#page">To the page</a>
<header>
<a class="home" href="${to('index.html')}">runbook</a>
<form role="search">
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" placeholder="A task, an option, a word" aria-controls="found">
</form>
<div id="found" role="region" aria-label="Found" hidden><p role="status"></p><ol></ol></div>
</header>
<div class="columns">
<nav aria-label="Pages"><details open><summary>Pages</summary>
${groups.map((group) => groupHtml(group, page, to)).join('\n')}
</details></nav>
<main id="page" tabindex="-1">
${page.html}</main>
</div>
</body>
</html>
`
}

/** Long lists are closed where the page is not in them. */
function groupHtml({ title, pages }: Group, page: Page, to: (place: string) => string): string {
  const open = pages.some(({ place }) => place === page.place) || pages.length < 16
  const items = pages.map(({ name, place }) => {
    const current = place === page.place ? ' aria-current="page"' : ''
    return `<li><a href="${to(place)}"${current}>${escaped(name)}</a></li>`
  })
  return `<details${open ? ' open' : ''}><summary>${escaped(title)}</summary><ul>\n${items.join('\n')}\n</ul></details>`
}
