import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether there can be a configuration for a folder: only then the package that looks for it is loaded. True where that might
 * find one, or has something to say of what it cannot read.
 */
export function mayBeConfigured(folder: string, isFirst = true): boolean {
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
