import { dirname, resolve } from 'node:path'
import { cosmiconfig, defaultLoaders } from 'cosmiconfig'
import * as v from 'valibot'
import { UsageError } from '../core/failure.ts'
import { meant, nearest } from '../core/nearest.ts'
import { type ReportKind, reportKinds } from '../report/report-kinds.ts'
import { importModule } from './module.ts'
import { loadWithin } from './to-the-end.ts'
import type { Trust } from './trust.ts'
import { inUserCode, shown } from './where.ts'

const entries = {
  playbooks: v.optional(v.array(v.string())),
  forks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  output: v.optional(v.picklist(reportKinds)),
}
const Schema = v.strictObject(entries)

/** What a project sets once: folders of playbooks (relative to the file that names them), and defaults of options. */
export interface Config {
  readonly playbooks: readonly string[]
  readonly forks?: number
  readonly output?: ReportKind
}

const code = (trust: Trust) => (file: string) => {
  trust.check(file)
  return inUserCode(file, async () => (await loadWithin(file, () => importModule(file))).default)
}
const scripts = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']

/**
 * The configuration of the project that a folder is in: `runbook.config.*`, `.runbookrc*`, or the key `runbook` of
 * package.json; looked for in the folder, then above it up to the package's root. One that others may have written is
 * neither run nor obeyed.
 */
export async function readConfig(folder: string, trust: Trust): Promise<Config> {
  const found = await search(folder, trust)
  if (!found || found.isEmpty) return { playbooks: [] }
  trust.check(found.filepath)
  const checked = v.safeParse(Schema, found.config)
  if (!checked.success) {
    const faults = checked.issues.map((issue) => `  - ${faultWords(issue)}`)
    throw new UsageError(`${shown(found.filepath)}: the configuration has faults:\n${faults.join('\n')}`)
  }
  const { playbooks = [], forks, output } = checked.output
  const home = dirname(found.filepath)
  return {
    playbooks: playbooks.map((path) => resolve(home, path)),
    ...(forks === undefined ? {} : { forks }),
    ...(output === undefined ? {} : { output }),
  }
}

async function search(folder: string, trust: Trust) {
  const explorer = cosmiconfig('runbook', {
    searchStrategy: 'project',
    searchPlaces: [
      ...scripts.map((end) => `runbook.config.${end}`),
      ...['json', 'yaml', 'yml'].map((end) => `runbook.config.${end}`),
      '.runbookrc',
      ...['json', 'yaml', 'yml', ...scripts].map((end) => `.runbookrc.${end}`),
      'package.json',
    ],
    loaders: { ...defaultLoaders, ...Object.fromEntries(scripts.map((end) => [`.${end}`, code(trust)])) },
  })
  try {
    return await explorer.search(folder)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const file = error instanceof Error && 'filepath' in error ? `${shown(String(error.filepath))}: ` : ''
    throw new UsageError(`${file}the configuration cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

function faultWords(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? ''
  if (issue.type !== 'strict_object' || issue.expected !== 'never') return `${path}: ${issue.message}`
  const known = Object.keys(entries)
  return `${path} is no setting: ${meant(nearest(path, known), known)}`
}
