import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import { newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

export interface Demo {
  project: Project
  /** Where its hosts are: below it, a folder for each. */
  target: string
}

/** Tests that each have a project of their own. Default: the demo. */
export function demoSuite<Context extends Demo = Demo>(
  name: string,
  filesOf: (target: string) => Readonly<Record<string, string>> = demo,
) {
  const test = suite<Context>(name)
  test.before.each((context) => {
    context.target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
    context.project = newProject(filesOf(context.target))
  })
  test.after.each(({ project, target }) => {
    project.remove()
    rmSync(target, { recursive: true, force: true })
  })
  return test
}
