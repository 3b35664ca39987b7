import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import { newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

export interface Journalled {
  project: Project
  /** Where its hosts are. */
  target: string
  journals: string
  env: Record<string, string>
}

/** Tests of the demo, whose hosts keep a journal of their own in each. */
export function journalSuite(name: string) {
  const test = suite<Journalled>(name)
  test.before.each((context) => {
    context.target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
    context.journals = mkdtempSync(join(tmpdir(), 'runbook-journals-'))
    context.env = { RUNBOOK_JOURNAL: context.journals }
    context.project = newProject(demo(context.target))
  })
  test.after.each(({ project, target, journals }) => {
    project.remove()
    for (const folder of [target, journals]) rmSync(folder, { recursive: true, force: true })
  })
  return test
}
