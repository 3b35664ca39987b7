import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixture } from '../fixture.ts'
import { type Results, resultsText } from './results-text.ts'

/** Keeps what a part has measured: as data, from which RESULTS.md is made. */
export function keepResult(part: keyof Results, value: object): void {
  mkdirSync(join(folder(), 'results'), { recursive: true })
  writeFileSync(join(folder(), `results/${part}.json`), `${JSON.stringify(value, null, 1)}\n`)
}

/** Writes RESULTS.md and its charts from what is kept. */
export function writeResults(): void {
  const results: Results = { ...kept('compare'), ...kept('fleet'), ...kept('grow') }
  const { text, charts } = resultsText(results, readFileSync(join(folder(), 'why.md'), 'utf8'))
  writeFileSync(join(folder(), 'RESULTS.md'), text)
  for (const [name, svg] of Object.entries(charts)) writeFileSync(join(folder(), `results/${name}.svg`), svg)
}

const folder = (): string => fixture('.')

function kept(part: keyof Results): Results {
  const path = join(folder(), `results/${part}.json`)
  return existsSync(path) ? { [part]: JSON.parse(readFileSync(path, 'utf8')) } : {}
}
