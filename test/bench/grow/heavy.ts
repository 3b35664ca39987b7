// heavy.js NAME: one heavy thing in a process of its own, which then says what it took, as JSON.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { editLines } from '../../../lib/edit/lines.ts'
import { editXml } from '../../../lib/edit/xml/index.ts'
import { seconds } from '../figures/figure.ts'
import type { Heavy } from './growth.ts'
import { linesCase, xmlCase } from './texts.ts'

const things = {
  xml: () => {
    const { file, edits } = xmlCase(5e6, 200)
    return () => editXml(file, edits)
  },
  lines: () => {
    const { file, edits } = linesCase(10_000, 2000)
    return () => editLines(file, edits)
  },
}

/** Takes one of them in a process of its own. */
export function takeHeavy(name: keyof typeof things): Heavy {
  return JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: 'utf8' }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const work = things[process.argv[2] === 'lines' ? 'lines' : 'xml']()
  const taken = await seconds(work)
  process.stdout.write(JSON.stringify({ seconds: taken, megabytes: process.resourceUsage().maxRSS / 1024 }))
}
