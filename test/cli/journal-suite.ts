import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, demoSuite } from './demo-suite.ts'

export interface Journalled extends Demo {
  journals: string
  env: Record<string, string>
}

/** Tests of the demo, whose hosts keep a journal of their own in each. */
export function journalSuite(name: string) {
  const test = demoSuite<Journalled>(name)
  test.before.each((context) => {
    context.journals = mkdtempSync(join(tmpdir(), 'runbook-journals-'))
    context.env = { RUNBOOK_JOURNAL: context.journals }
  })
  test.after.each(({ journals }) => rmSync(journals, { recursive: true, force: true }))
  return test
}
