import type { DigestAnswer, ListAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import { segments } from '../../lib/core/paths.ts'
import type { Planned } from '../../lib/core/resource.ts'

/** What takes away the file that a task has made. A link there is somebody else's, and so is what it leads to. */
export function fileRemoval(path: string, at: PathAnswer | DigestAnswer): Planned {
  switch (at.type) {
    case 'absent':
      return []
    case 'file':
      return [{ op: 'remove', path }]
    case 'symlink':
      return linkInPlace(path, at.target)
    case 'denied':
      return denied(path)
    default:
      return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}, no file`, 'name the file to remove')
  }
}

/**
 * What takes away the directory that a task has made. Whoever put something into it may still want that: `whole` is the
 * task's own word that all of it may go.
 */
export function directoryRemoval(path: string, link: PathAnswer, at: PathAnswer | ListAnswer, whole: boolean): Planned {
  if (link.type === 'symlink') return linkInPlace(path, link.target)
  switch (at.type) {
    case 'absent':
      return []
    case 'directory': {
      const names = 'names' in at ? at.names : ['what was not looked at']
      if (!whole && names.length > 0)
        return refuse(`${path} is not empty: it holds ${few(names)}`, 'say recursive: true to remove all below it')
      return atTheRoot(path, at.real) ?? [{ op: 'remove', path, ...(whole ? {} : { empty: true }) }]
    }
    case 'denied':
      return denied(path)
    default:
      return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}, no directory`, 'name the directory')
  }
}

/** A slip in a path must not cost a machine. */
export const atTheRoot = (path: string, real: string): Refusal | undefined =>
  segments(real).length < 2
    ? refuse(`${path} is a directory at the root of the host`, 'remove it by hand if you mean it')
    : undefined

/** `few(['a', 'b', 'c', 'd', 'e'])` is `'a, b, c and 2 more'`. */
export function few(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

const denied = (path: string) => refuse(`${path} may not be looked at`, 'give become: true')

const linkInPlace = (path: string, target: string) =>
  refuse(`${path} is a link to ${target}`, 'remove the link with absent(), and name what it leads to to remove that')
