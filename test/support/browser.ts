import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { needs } from './debian.ts'

/** Debian's own browser, without a window. */
export function openBrowser(): Promise<Browser> {
  needs(['chromium'])
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
}

export interface Shown {
  readonly page: Page
  /** What the console has said, what was thrown, and what was asked for beside the page. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

/** A page from a file, in a look of the user's choice. */
export async function shownPage(
  browser: Browser,
  file: string,
  colorScheme: 'light' | 'dark' = 'light',
  /** What it may load. Default: itself alone. */
  within = file,
): Promise<Shown> {
  const context = await browser.newContext({ colorScheme, offline: true, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const faults: string[] = []
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(`file://${within}`)) faults.push(`asks for ${request.url()}`)
  })
  await page.goto(`file://${file}`)
  return { page, faults, close: () => context.close() }
}

/** What a reader sees of it. */
export const seen = async (one: Locator): Promise<string> => (await one.allInnerTexts()).join('\n')

/** What stands in the way of people with a disability, as axe finds it: by all its rules, or by these. */
export async function barriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = JSON.stringify({ preload: false, ...(rules && { runOnly: rules }) })
  await page.evaluate(axe)
  const found = await page.evaluate<
    readonly { id: string; nodes: readonly { html: string; failureSummary?: string }[] }[]
  >(`axe.run(${options}).then((result) => JSON.parse(JSON.stringify(result.violations)))`)
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}: ${nodes[0]?.failureSummary}`)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
