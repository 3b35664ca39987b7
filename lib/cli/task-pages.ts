import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../core/failure.ts'
import { nearest } from '../core/nearest.ts'
import { plain } from '../report/plain.ts'
import { packageRoot } from './installation.ts'

const folder = join(packageRoot, 'docs', 'tasks')

/** The page of a task; without a name, the list of all. */
export function taskPage(name: string | undefined): string {
  if (name === undefined) return plain(page('README').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'))
  const tasks = taskNames()
  const found = tasks.find((one) => one.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return plain(page(found))
  throw new UsageError(`no page ${name}: ${hint(nearest(name, tasks))}`)
}

/** What has a page. */
export const taskNames = (): string[] =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.md') && file !== 'README.md' ? [file.slice(0, -3)] : []))

const page = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8').replace(/^<!--.*-->\n+/, '')

const hint = (near: string | undefined): string =>
  `${near === undefined ? '' : `did you mean ${near}? `}runbook docs lists all`
