import { readFileSync } from 'node:fs'
import { UsageError } from '../core/failure.ts'
import { isLeftBehind } from '../core/left-behind.ts'

/**
 * What `--limit @FILE` stands for: the hosts that did not get through, where the file is a report of `--output json=FILE`; else
 * the names that it lists, on lines of their own. Any other pattern is as it is.
 */
export function limitPattern(limit: string): string {
  if (!limit.startsWith('@')) return limit
  const file = limit.slice(1)
  const lines = read(file)
    .split('\n')
    .map((line) => line.trim())
  const named = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const hosts = named[0]?.startsWith('{') ? failedIn(file, named) : named
  if (hosts.length === 0) throw new UsageError(`--limit ${limit}: no host of it did not get through, or it names none`)
  return hosts.join(',')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(
      `--limit @${file}: it cannot be read (${(error as NodeJS.ErrnoException).code}): give a report of --output json=FILE, or a list of hosts`,
    )
  }
}

function failedIn(file: string, lines: readonly string[]): string[] {
  const events = lines.map((line) => parsed(file, line))
  const behind = events.flatMap((event) => (event.host !== undefined && isLeftBehind(event) ? [event.host] : []))
  const summary = events.findLast(({ type }) => type === 'summary')
  if (summary?.hosts === undefined)
    throw new UsageError(`--limit @${file}: the report has no summary, for its run was broken off: name the hosts`)
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

function parsed(file: string, line: string): Line {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`--limit @${file}: it is no report of --output json=FILE: ${line.slice(0, 60)}`)
  }
}
