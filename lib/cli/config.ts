import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { UsageError } from '../core/failure.ts'
import { meant, nearest } from '../core/nearest.ts'
import { type ReportKind, reportKinds } from '../report/report-kinds.ts'
import { importModule } from './module.ts'
import { type SourceSpec, sourceSchema } from './secrets/source.ts'
import { loadWithin } from './to-the-end.ts'
import type { Trust } from './trust.ts'
import { inUserCode, shown } from './where.ts'

const entries = {
  inventory: v.optional(v.string()),
  playbooks: v.optional(v.array(v.string())),
  forks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  output: v.optional(v.picklist(reportKinds)),
  secrets: v.optional(
    v.pipe(v.array(sourceSchema), v.minLength(1, "it is empty: name a source, as in ['environment']")),
  ),
}
const Schema = v.strictObject(entries)

/** What a project sets once: its inventory, folders of playbooks (relative to the file that names them), defaults of options, sources of secrets. */
export interface Config {
  /** Where it stands; where there is none, where it was looked for first. */
  readonly folder: string
  readonly playbooks: readonly string[]
  /** The inventory where a command names none; a whole path. */
  readonly inventory?: string
  readonly forks?: number
  readonly output?: ReportKind
  /** Who is asked for secrets, in this order; with whole paths. */
  readonly secrets?: readonly SourceSpec[]
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
  if (!found || found.isEmpty) return { folder, playbooks: [] }
  trust.check(found.filepath)
  const checked = v.safeParse(Schema, found.config)
  if (!checked.success) {
    const faults = checked.issues.map((issue) => `  - ${faultWords(issue)}`)
    throw new UsageError(`${shown(found.filepath)}: the configuration has faults:\n${faults.join('\n')}`)
  }
  const { inventory, playbooks = [], forks, output, secrets } = checked.output
  const home = dirname(found.filepath)
  return {
    folder: home,
    playbooks: playbooks.map((path) => resolve(home, path)),
    ...(inventory === undefined ? {} : { inventory: resolve(home, inventory) }),
    ...(forks === undefined ? {} : { forks }),
    ...(output === undefined ? {} : { output }),
    ...(secrets === undefined ? {} : { secrets: secrets.map((one) => placed(one, home)) }),
  }
}

/** A source with its paths as they are, wherever the command is run. */
function placed(source: SourceSpec, home: string): SourceSpec {
  const whole = (path: string) => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(home, path))
  if (typeof source === 'string' || 'command' in source) return source
  if ('file' in source) return { ...source, file: whole(source.file) }
  const { age, identity } = source
  return { age: whole(age), ...(identity === undefined ? {} : { identity: whole(identity) }) }
}

async function search(folder: string, trust: Trust) {
  if (!mayBeConfigured(folder)) return null
  const { cosmiconfig, defaultLoaders } = await import('cosmiconfig')
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

/**
 * Whether there can be a configuration for a folder: only then the package that looks for it is loaded. True where that might
 * find one, or has something to say of what it cannot read.
 */
function mayBeConfigured(folder: string, isFirst = true): boolean {
  try {
    const names = readdirSync(folder)
    if (names.some((name) => places.test(name)) || (isFirst && names.includes('.config'))) return true
    if (names.includes('package.json')) return saysSo(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return true
  }
  return folder !== dirname(folder) && mayBeConfigured(dirname(folder), false)
}

/** What may be one; beside that, `.config` of the first folder, and a key of package.json, tell cosmiconfig to look elsewhere. */
const places = /^(runbook\.config\.|\.runbookrc|package\.yaml$)/

const saysSo = (text: string): boolean => {
  const found = JSON.parse(text)
  return ['runbook', 'cosmiconfig'].some((key) => Object.hasOwn(found, key))
}

function faultWords(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? ''
  if (issue.type !== 'strict_object' || issue.expected !== 'never') return `${path}: ${issue.message}`
  const known = Object.keys(entries)
  return `${path} is no setting: ${meant(nearest(path, known), known)}`
}

/** How many hosts are dealt with at a time, where neither the command nor the configuration says it. */
export const usualForks = 10
