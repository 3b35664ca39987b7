import type { Fleet } from '../fleet/fleet.ts'
import type { Growth } from '../grow/growth.ts'
import type { Comparison } from '../measured.ts'
import { comparisonCharts, comparisonText } from './comparison.ts'
import { fleetText } from './fleet-text.ts'
import { goalsText } from './goals.ts'
import { growthCharts, growthText } from './growth-text.ts'

/** What the parts of the benchmark have measured last. */
export interface Results {
  readonly compare?: Comparison
  readonly fleet?: Fleet
  readonly grow?: Growth
}

/** The page, and the charts that it shows. */
export function resultsText(
  { compare, fleet, grow }: Results,
  why: string,
): { readonly text: string; readonly charts: Readonly<Record<string, string>> } {
  const charts = { ...(compare ? comparisonCharts(compare) : {}), ...(grow ? growthCharts(grow) : {}) }
  const shown = (names: readonly string[]) => names.map((name) => `![${name}](results/${name}.svg)`)
  const sections = [
    '# What it costs, measured',
    'Made by `npm run bench`, `npm run bench:fleet` and `npm run bench:grow` (see CONTRIBUTING); what each run measured is in `results/`. Seconds belong to the machine and to what else it did; ratios are of one run, and count.',
    '## Goals',
    goalsText({ ...(compare ? { compare } : {}), ...(fleet ? { fleet } : {}), ...(grow ? { grow } : {}) }),
    why.trim(),
    ...(compare ? ['## Side by side', comparisonText(compare), ...shown(Object.keys(comparisonCharts(compare)))] : []),
    ...(fleet ? ['## A fleet', fleetText(fleet)] : []),
    ...(grow ? ['## How it grows', growthText(grow), ...shown(Object.keys(growthCharts(grow)))] : []),
  ]
  return { text: `${sections.join('\n\n')}\n`, charts }
}
