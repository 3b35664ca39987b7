import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { UsageError } from '../core/failure.ts'
import { isPrivateGroup, nameOfUser } from './accounts.ts'
import { shown } from './where.ts'

/** What of this machine is run though nobody has named it. */
export interface Trust {
  /** Why a file is not to be run unasked: somebody else could have put it there. Undefined: nobody could. */
  fault(file: string): string | undefined
  /** Throws that, with what to do. */
  check(file: string, advice?: string): void
}

/**
 * A file that is found, and not named by the user, is run only where nobody but the user and root can have written it: the
 * file and all folders above it are theirs, and nobody else may write there. A sticky folder keeps files from others. Folders
 * that the user trusts, by `--trust-folder` or the own configuration, need not be so.
 */
export function trustOf(named: readonly string[] = []): Trust {
  const trusted = [...named, ...ownFolders()].map((folder) => real(resolve(folder)))
  const fault = (file: string) => {
    const places = [...new Set([file, real(file)])]
    if (trusted.some((folder) => isAtOrBelow(real(file), folder))) return undefined
    return places.flatMap((place) => faultAbove(place) ?? []).at(0)
  }
  return {
    fault,
    check(file, advice = '') {
      const found = fault(file)
      if (found === undefined) return
      const folder = shown(dirname(resolve(file))) || '.'
      throw new UsageError(
        `${shown(file)} was found, not named, and is not run: ${found}, so that others could have put anything there: make it yours alone (chown, chmod go-w), ${advice}or allow it by --trust-folder ${folder}`,
      )
    },
  }
}

/** The file itself, then each folder above it. */
function faultAbove(file: string): string | undefined {
  if (process.getuid === undefined) return undefined
  for (let place = resolve(file); ; place = dirname(place)) {
    const found = faultOf(place, process.getuid())
    if (found !== undefined || place === dirname(place)) return found
  }
}

function faultOf(place: string, me: number): string | undefined {
  const { uid, gid, mode } = statSync(place)
  const isFolder = statSync(place).isDirectory()
  const bits = (mode & 0o7777).toString(8).padStart(4, '0')
  const what = `${place} belongs to ${nameOfUser(uid)} and has mode ${bits}`
  if (uid !== me && uid !== 0) return what
  const others = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivateGroup(gid, uid))
  return others && !(isFolder && (mode & 0o1000) !== 0) ? what : undefined
}

/** Folders that the user's own configuration trusts: `{ "trustedFolders": ["/work"] }`. */
function ownFolders(): readonly string[] {
  const file = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'runbook', 'config.json')
  if (!existsSync(file)) return []
  const fault = faultAbove(real(file))
  if (fault !== undefined) throw new UsageError(`${shown(file)} is not read: ${fault}: make it yours alone`)
  const folders = parsed(file)
  if (Array.isArray(folders) && folders.every((one) => typeof one === 'string' && one.startsWith('/'))) return folders
  throw new UsageError(`${shown(file)}: write { "trustedFolders": ["/path/of/a/folder"] }`)
}

function parsed(file: string): unknown {
  try {
    const { trustedFolders, ...others } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.keys(others).length === 0 ? trustedFolders : undefined
  } catch {
    return undefined
  }
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path)

const isAtOrBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep)
