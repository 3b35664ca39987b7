import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import MiniSearch from 'minisearch'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { buildSite } from '../../docs/site/build.ts'
import { linkFrom } from '../../docs/site/places.ts'
import { searchOptions } from '../../docs/site/search-index.ts'

const test = suite('the site of the documentation')
const folder = mkdtempSync(join(tmpdir(), 'runbook-site-'))
const places = buildSite(folder)
const read = (place: string) => readFileSync(join(folder, place), 'utf8')
const valuesOf = (html: string, attribute: string) =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => value)
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('has links and anchors that lead somewhere, on every page', () => {
  assert.ok(places.length > 80)
  const ids = new Map(places.map((place) => [place, new Set(valuesOf(read(place), 'id'))]))
  for (const place of places)
    for (const href of valuesOf(read(place), 'href')) {
      if (/^(https?:|data:)/.test(href)) continue
      const [path = '', anchor] = href.split('#')
      const target = path === '' ? place : posix.join(posix.dirname(place), path)
      assert.ok(existsSync(join(folder, target)), `${place}: ${href}`)
      if (anchor !== undefined) assert.ok(ids.get(target)?.has(anchor), `${place}: ${href}`)
    }
})

test('each picture is there, and says what is to be seen', () => {
  const shown = places.flatMap((place) =>
    [...read(place).matchAll(/<img src="([^"]*)" alt="([^"]*)"/g)].map(([, src = '', alt = '']) => {
      assert.ok(alt.length > 20, `${place}: ${src}`)
      return posix.join(posix.dirname(place), src)
    }),
  )
  assert.ok(shown.length > 0)
  for (const picture of shown) assert.ok(existsSync(join(folder, picture)), picture)
})

test('a link to what is no page is told with its page', () => {
  assert.throws(() => linkFrom('docs/a.md', 'b.md', ['docs/a.md']), /^docs\/a\.md links to b\.md, which is no page$/)
  assert.is(linkFrom('docs/how-to/a.md', '../../README.md#x', ['README.md']), '../index.html#x')
})

test('each page is in the navigation, and marked there where one is on it; none is under "More"', () => {
  const nav = /<nav[\s\S]*<\/nav>/.exec(read('index.html'))?.[0] ?? ''
  assert.equal([...new Set(valuesOf(nav, 'href'))].sort(), [...places].sort())
  assert.not.match(nav, />More</)
  for (const place of places) assert.is([...read(place).matchAll(/aria-current="page"/g)].length, 1, place)
})

test('no page loads anything from elsewhere', () => {
  for (const place of places) {
    const html = read(place)
    const loaded = [...html.matchAll(/<(?:link|script|img|iframe|source|object)\b[^>]*>/g)].map(([tag]) => tag)
    for (const tag of loaded) assert.not.match(tag, /https?:|="\/\//, place)
  }
  for (const name of ['style.css', 'search.js'])
    assert.not.match(read(`assets/${name}`), /https?:|url\(|@import|fetch\(/)
})

test('the search finds a task by its name, an option, and a word of a guide', () => {
  const script = read('assets/index.js')
  const { index } = JSON.parse(script.slice('window.runbookSearch = '.length)) as { index: string }
  const engine = MiniSearch.loadJSON(index, searchOptions)
  const first = (words: string) => engine.search(words)[0]?.place
  for (const name of ['sshdConfig', 'systemdTimer', 'waitFor', 'packages', 'nginxSites'])
    assert.is(first(name), `tasks/${name}.html`)
  assert.match(first('bastion') ?? '', /^how-to\/bastion/)
  assert.ok(engine.search('maxFail').some(({ place }) => place.startsWith('tasks/inventories.html')))
  for (const { place } of engine.search('the')) assert.ok(existsSync(join(folder, place.split('#')[0])), place)
})

/** How much lighter one colour is than another, as the guidelines for accessibility measure it. */
function contrast(one: string, other: string): number {
  const light = (colour: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0)
  const [low = 0, high = 0] = [light(one), light(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test('text has enough contrast, in light and in dark', () => {
  const [light = '', dark = ''] = read('assets/style.css').match(/:root \{[^}]*\}/g) ?? []
  for (const theme of [light, dark]) {
    const colour = (name: string) => new RegExp(`--${name}: (#\\w{6})`).exec(theme)?.[1] ?? ''
    for (const text of ['ink', 'soft', 'link'])
      for (const ground of ['paper', 'shade'])
        assert.ok(contrast(colour(text), colour(ground)) >= 4.5, `${text} on ${ground}: ${theme}`)
  }
})

test.run()
