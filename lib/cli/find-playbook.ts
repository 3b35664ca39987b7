import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../core/failure.ts'
import { nearest } from '../core/nearest.ts'
import { built, packageRoot } from './installation.ts'
import type { Trust } from './trust.ts'
import { shown } from './where.ts'

const extension = /(?<!\.d)\.[cm]?[jt]s$/

/** The file of a playbook, and what is worth a second look about it. */
export interface FoundPlaybook {
  readonly file: string
  readonly notes: readonly string[]
}

/**
 * The file of a playbook's name: in ./playbooks, then in the configured folders, then among those built in. One that others
 * may have written is not run; that it hides another of the same name is said.
 */
export function findPlaybook(name: string, { playbooks, trust }: Places): FoundPlaybook {
  const own = join(built, 'playbooks')
  const found = placesOf(playbooks)
  const [first, ...hidden] = found.filter((one) => one.name === name)
  if (first !== undefined) {
    // In a checkout of this package its own sources come first, which are the built-in ones.
    if ([own, join(packageRoot, 'playbooks')].includes(dirname(first.file))) return { file: first.file, notes: [] }
    trust.check(first.file, 'give its path, ')
    return { file: first.file, notes: hidden.map(({ file }) => hiddenNote(first.file, file, dirname(file) === own)) }
  }
  const names = [...new Set(found.map((one) => one.name))].sort()
  const near = nearest(name, names)
  const there = names.length > 0 ? `there is ${names.join(', ')}` : 'there is none'
  throw new UsageError(
    `no playbook ${name}: ${near ? `did you mean ${near}? ` : ''}${there} (a path to a file is taken, too)`,
  )
}

/** The names by which playbooks are found: in ./playbooks, in these folders, and built in. */
export const playbookNames = (playbooks: readonly string[]): string[] =>
  [...new Set(placesOf(playbooks).map(({ name }) => name))].sort()

const placesOf = (playbooks: readonly string[]) =>
  [resolve('playbooks'), ...playbooks, join(built, 'playbooks')].flatMap(playbooksIn)

/** Where playbooks are found by name. */
export interface Places {
  /** Folders that the configuration names. */
  readonly playbooks: readonly string[]
  readonly trust: Trust
}

const hiddenNote = (file: string, other: string, isBuiltIn: boolean): string =>
  `the playbook is ${shown(file)}: it hides ${isBuiltIn ? 'the built-in one of that name' : shown(other)}`

function playbooksIn(folder: string): { name: string; file: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((entry) => extension.test(entry))
    .map((entry) => ({ name: entry.replace(extension, ''), file: join(folder, entry) }))
}
