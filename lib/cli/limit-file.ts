import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { keepText, textKept } from '../cache/kept-text.ts'
import { UsageError } from '../core/failure.ts'
import { isLeftBehind } from '../core/left-behind.ts'

/** How hosts are chosen, as the user has typed it. */
export interface Typed {
  /** By what word: `--limit`. */
  readonly by: string
  /** The file of the inventory, where there is one. */
  readonly inventory?: string | undefined
}

/**
 * What `--limit @FILE` stands for: the hosts that did not get through, where the file is a report of `--output json=FILE`; else
 * the names that it lists, on lines of their own. `@failed`, where no file is called so: those that did not get through when they were
 * last chosen. Any other pattern is as it is.
 */
export function limitPattern(limit: string, { by, inventory }: Typed): string {
  if (!limit.startsWith('@')) return limit
  const file = limit.slice(1)
  if (file === 'failed' && inventory !== undefined && !existsSync(file)) return lastFailed(inventory, by)
  const typed = `${by} ${limit}`
  const lines = read(file, typed)
    .split('\n')
    .map((line) => line.trim())
  const named = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const hosts = named[0]?.startsWith('{') ? failedIn(named, typed) : named
  if (hosts.length === 0) throw new UsageError(`${typed}: no host of it did not get through, or it names none`)
  return hosts.join(',')
}

/**
 * Keeps for `--limit @failed` which hosts of an inventory have not got through: those of this run, and of those before it those that this
 * one has left out. Says whether `@failed` stands for those of this run, and for no other.
 */
export function keepFailed(inventory: string, of: ReadonlySet<string>, failed: readonly string[]): boolean {
  const before = failedHosts(inventory)
  if (before === undefined && failed.length === 0) return true
  const left = (before ?? []).filter((host) => !of.has(host))
  keepText(kind, resolve(inventory), JSON.stringify([...left, ...failed]))
  return left.length === 0 && failedHosts(inventory) !== undefined
}

/** Those that have not got through when they were last chosen. Undefined: nothing is known of a run that has failed. */
function failedHosts(inventory: string): readonly string[] | undefined {
  const kept = textKept(kind, resolve(inventory))
  return kept === undefined ? undefined : JSON.parse(kept)
}

const kind = 'failed'

function lastFailed(inventory: string, by: string): string {
  const hosts = failedHosts(inventory)
  if (hosts !== undefined && hosts.length > 0) return hosts.join(',')
  throw new UsageError(
    hosts === undefined
      ? `${by} @failed: nothing is known of a run with ${inventory} in which a host did not get through: name the hosts, or give a report of --output json=FILE as @FILE`
      : `${by} @failed: all hosts of ${inventory} got through when they were last chosen`,
  )
}

function read(file: string, typed: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(
      `${typed}: it cannot be read (${(error as NodeJS.ErrnoException).code}): give a report of --output json=FILE, or a list of hosts`,
    )
  }
}

function failedIn(lines: readonly string[], typed: string): string[] {
  const events = lines.map((line) => parsed(line, typed))
  const behind = events.flatMap((event) => (event.host !== undefined && isLeftBehind(event) ? [event.host] : []))
  const summary = events.findLast(({ type }) => type === 'summary')
  if (summary?.hosts === undefined)
    throw new UsageError(`${typed}: the report has no summary, for its run was broken off: name the hosts`)
  return Object.entries(summary.hosts).flatMap(([name, { unreachable, failed = 0, refused = 0 }]) =>
    unreachable || failed + refused > 0 || behind.includes(name) ? [name] : [],
  )
}

interface Line {
  readonly type?: string
  readonly host?: string
  readonly status?: string
  readonly reason?: string
  readonly hosts?: Readonly<
    Record<string, { readonly unreachable?: boolean; readonly failed?: number; readonly refused?: number }>
  >
}

function parsed(line: string, typed: string): Line {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`${typed}: it is no report of --output json=FILE: ${line.slice(0, 60)}`)
  }
}
