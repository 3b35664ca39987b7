import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { buildSite } from '../../docs/site/build.ts'
import { barriers, openBrowser, seen, shownPage } from '../support/browser.ts'

interface Context {
  browser: Browser
  folder: string
}

const test = suite<Context>('the site in a browser')
const folder = mkdtempSync(join(tmpdir(), 'runbook-site-'))
const places = buildSite(folder)
test.before(async (context) => {
  context.folder = folder
  context.browser = await openBrowser()
})
test.after(async ({ browser }) => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

for (const look of ['light', 'dark'] as const)
  test(`no page is in anybody's way, nor wider than a telephone, and the browser has nothing to say: ${look}`, async ({
    browser,
  }) => {
    const found: string[] = []
    for (const place of places) {
      const { page, faults, close } = await shownPage(browser, join(folder, place), look, folder)
      // Light and dark differ in their colours alone.
      const met = await barriers(page, look === 'dark' ? ['color-contrast'] : undefined)
      await page.setViewportSize({ width: 360, height: 700 })
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
      if (width > 360) met.push(`it is ${width} wide`)
      found.push(...[...faults, ...met].map((fault) => `${place}: ${fault}`))
      await close()
    }
    assert.equal(found, [])
  })

test('keys: Tab leads past the navigation, / to the search, arrows and Enter to a page, Esc closes', async ({
  browser,
}) => {
  const { page, faults, close } = await shownPage(browser, join(folder, 'index.html'), 'light', folder)
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent')
  await page.keyboard.press('Tab')
  assert.is(await focused(), 'To the page')
  await page.keyboard.press('Enter')
  assert.match(page.url(), /#page$/)
  await page.keyboard.press('/')
  assert.is(await focused(), 'search')
  await page.keyboard.type('systemdTimer')
  await page.locator('#found li a').first().waitFor()
  assert.match(await seen(page.locator('#found')), 'systemdTimer')
  await page.keyboard.press('Escape')
  assert.is(await page.locator('#found').isVisible(), false)
  await page.locator('#search').fill('')
  await page.keyboard.type('systemdTimer')
  await page.locator('#found li a').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/systemdTimer\.html/)
  assert.match(await seen(page.locator('h1')), 'systemdTimer')
  assert.equal(faults, [])
  await close()
})

test.run()
