import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Event } from '../../lib/core/event.ts'
import { barriers, openBrowser, seen, shownPage } from '../support/browser.ts'
import { fleet, storyWithFaults } from './page-story.ts'
import { told } from './story.ts'

interface Context {
  browser: Browser
  folder: string
}

const test = suite<Context>('the page of a report')
test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'runbook-page-'))
  context.browser = await openBrowser()
})
test.after(async ({ browser, folder }) => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

function written(folder: string, events: readonly Event[]): string {
  const file = join(folder, 'run.html')
  writeFileSync(file, told('html', events).out)
  return file
}

for (const look of ['light', 'dark'] as const)
  test(`nothing is in anybody's way, and the browser has nothing to say: ${look}`, async ({ browser, folder }) => {
    const { page, faults, close } = await shownPage(browser, written(folder, storyWithFaults), look)
    assert.equal(await barriers(page), [])
    const back = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    assert.is(back, look === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 27)')
    assert.equal(faults, [])
    await close()
  })

test('faults stand first, in full; a changed file shows its difference', async ({ browser, folder }) => {
  const { page, close } = await shownPage(browser, written(folder, storyWithFaults))
  assert.is(await seen(page.locator('h1')), 'site: ended with faults')
  assert.match(await seen(page.locator('section').first()), /^Faults[\s\S]*no space left\non the device/)
  assert.is(await seen(page.locator('td.changed').first()), '~')
  await page.getByText('write /etc/motd').last().click()
  assert.match(await seen(page.locator('.entry[open] .diff').last()), /-old words\n\+new words/)
  await close()
})

test('keys: / searches, Esc shows all again, arrows go through the cells, Enter to the step', async ({
  browser,
  folder,
}) => {
  const { page, faults, close } = await shownPage(browser, written(folder, storyWithFaults))
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.tagName')
  const rows = () => page.locator('tbody tr:visible th').allInnerTexts()
  await page.keyboard.press('/')
  assert.is(await focused(), 'search')
  await page.keyboard.type('is2')
  assert.equal(await rows(), ['is2'])
  assert.match(await seen(page.locator('#shown')), /^1 of 4 rows, /)
  await page.keyboard.press('Escape')
  assert.is((await rows()).length, 4)
  const said = page.locator('.said').last()
  await page.locator('td[tabindex="0"]').last().focus()
  assert.match(await seen(said), /^is2 · ok · install nginx/)
  await page.keyboard.press('ArrowUp')
  assert.match(await seen(said), /^is1 · ok · install nginx/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  assert.match(await seen(said), /^is2 · failed · write \/etc\/motd · no space left/)
  await page.keyboard.press('Enter')
  assert.match(await seen(page.locator('details:focus-within')), /failed write \/etc\/motd/)
  assert.equal(faults, [])
  await close()
})

test('the head counts who cannot be reached; hosts with long names are told apart; an arrow leads to what came in an earlier play', async ({
  browser,
  folder,
}) => {
  const long = (events: readonly Event[]): Event[] =>
    JSON.parse(JSON.stringify(events).replaceAll(/\bis([123])\b/g, 'web-frontend-eu-central-1-node-00$1'))
  const { page, close } = await shownPage(browser, written(folder, long(storyWithFaults)))
  assert.match(await seen(page.locator('.counts').first()), '1 host unreachable')
  const drawn = await page.locator('svg text').allTextContents()
  for (const name of ['node-001', 'node-002', 'node-003'])
    assert.is(drawn.filter((text) => text.endsWith(name)).length, 2, `${name}: ${drawn}`)
  assert.is(await page.locator('svg line.arrow').count(), 1)
  await close()
  const groups = { 'host-0': ['web', 'even'], 'host-1': ['web', 'odd'] }
  const alone = await shownPage(
    browser,
    written(
      folder,
      fleet(2, 2).map((event) => (event.type === 'start' ? { ...event, groups } : event)),
    ),
  )
  assert.is(await alone.page.locator('svg line.arrow').count(), 0)
  assert.is(await alone.page.locator('.tier').count(), 2)
  assert.not.match(await seen(alone.page.locator('body')), 'An arrow leads')
  await alone.close()
})

test('what is shown can be chosen by how it ended', async ({ browser, folder }) => {
  const { page, close } = await shownPage(browser, written(folder, storyWithFaults))
  await page.selectOption('#filter', 'faults')
  assert.equal(await page.locator('tbody tr:visible th').allInnerTexts(), ['is2', 'is3'])
  await page.selectOption('#filter', 'changed')
  assert.equal(await page.locator('.entry:visible .title').allInnerTexts(), ['write /etc/motd'])
  await close()
})

test('no text of a host is markup or script', async ({ browser, folder }) => {
  const evil = '<img src=x onerror="window.bad=1"></script><script>window.bad=1</script>\'"\u202e'
  const events = JSON.parse(
    JSON.stringify(storyWithFaults).replaceAll(/"(install nginx|no space left|old words|web)/g, (_, words) =>
      JSON.stringify(words + evil).slice(0, -1),
    ),
  )
  const { page, faults, close } = await shownPage(browser, written(folder, events))
  assert.is(await page.evaluate('window.bad'), undefined)
  assert.is(await page.locator('img').count(), 0)
  assert.match(await page.locator('.entry .title').allInnerTexts().then(String), 'install nginx<img src=x')
  assert.equal(faults, [])
  await close()
})

test('500 hosts: all are there, and the keys still work', async ({ browser, folder }) => {
  const { page, faults, close } = await shownPage(browser, written(folder, fleet(500, 30)))
  assert.is(await page.locator('tbody tr').count(), 500)
  assert.is(await page.locator('.entry').count(), 31)
  await page.keyboard.press('/')
  await page.keyboard.type('host-499')
  assert.equal(await page.locator('tbody tr:visible th').allInnerTexts(), ['host-499'])
  assert.equal(faults, [])
  await close()
})

test('on paper stands what is to be read, unfolded, and nothing to press', async ({ browser, folder }) => {
  const { page, close } = await shownPage(browser, written(folder, storyWithFaults))
  await page.emulateMedia({ media: 'print' })
  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
  assert.is(await page.locator('.tools').isVisible(), false)
  assert.is(await page.locator('.diff').last().isVisible(), true)
  await close()
})

test.run()
