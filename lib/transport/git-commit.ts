import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { programLine } from '../remote/posix/quote.ts'
import { collect, startProcess } from './process.ts'
import { within } from './time.ts'

/** What the git repository says that keeps a file. */
export interface GitCommit {
  readonly id: string
  /** Files that are kept there have changes that are not committed. */
  readonly dirty: boolean
}

/** The commit that is checked out where a file is kept; undefined where no repository keeps it, or nobody can tell. */
export async function gitCommit(file: string): Promise<GitCommit | undefined> {
  if (!mayBeKept(realpathSync(dirname(file)))) return undefined
  const git = (...args: readonly string[]) =>
    answerOf(['git', '-C', dirname(file), '-c', 'core.fsmonitor=false', ...args])
  const [kept, status] = await Promise.all([
    git('ls-files', '--error-unmatch', '--', basename(file)),
    git('status', '--porcelain=v2', '--branch', '--untracked-files=no'),
  ])
  const lines = kept === undefined || status === undefined ? [] : status.trim().split('\n')
  const [, id] = lines.flatMap((line) => /^# branch\.oid ([0-9a-f]+)$/.exec(line) ?? [])
  return id === undefined ? undefined : { id, dirty: lines.some((line) => !line.startsWith('# ')) }
}

/** Without a repository above it no program need be asked, but for who has told git himself where one is. */
function mayBeKept(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true
  return folder !== dirname(folder) && mayBeKept(dirname(folder))
}

/** What a program prints; undefined where it does not succeed. Only locks that it cannot do without are taken. */
async function answerOf(argv: readonly string[]): Promise<string | undefined> {
  const env = { GIT_OPTIONAL_LOCKS: '0' }
  const asked = await startProcess(programLine(argv), { label: 'git', env })
  asked.stdin.end()
  const ended = Promise.all([collect(asked.stdout), collect(asked.stderr), asked.exit])
  const [answer, , { code }] = await within(ended, patience, () => {
    asked.close()
    return new Error('git does not answer')
  }).catch(() => [undefined, undefined, { code: 1 }] as const)
  return code === 0 ? answer : undefined
}

/** Seconds. */
const patience = 30
