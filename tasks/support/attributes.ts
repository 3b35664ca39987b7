import type { Attributes, ContentAnswer, DigestAnswer, FoundAttributes, PathAnswer } from '../../lib/core/answers.ts'
import { lacking } from '../../lib/core/attributes.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'

/** The operation that gives a path its wanted mode, owner and group, or none when it has them. */
export function attributeChanges(path: string, wanted: Attributes, found: FoundAttributes): Operation[] {
  const changes = lacking(wanted, found)
  return Object.keys(changes).length === 0 ? [] : [{ op: 'attributes', path, ...changes }]
}

/** Why a file cannot be put where this is; undefined when it can. */
export function cannotWrite(path: string, at: PathAnswer | ContentAnswer | DigestAnswer): Refusal | undefined {
  switch (at.type) {
    case 'file':
    case 'symlink':
      return undefined
    case 'absent':
      return noFolder(path, at)
    default:
      return notAFile(path, at)
  }
}

/** Why nothing can be made at a path where nothing is: its folder is not there; undefined when it is. */
export function noFolder(path: string, { parent }: Extract<PathAnswer, { type: 'absent' }>): Refusal | undefined {
  if (parent === 'directory') return undefined
  if (parent === 'other')
    return refuse(`the folder of ${path} is not a directory`, 'move what is in its place away, then run again')
  return refuse(`the folder of ${path} is not there`, madeBefore('with directory()'))
}

/** What to do about something missing that another step may well make without saying so. */
export const madeBefore = (how: string): string =>
  `make it before, ${how}; where a command makes it, name it in \`touches\`; where a package brings it, in \`provides\``

type NoFile = Exclude<PathAnswer | ContentAnswer, { type: 'file' | 'symlink' | 'absent' }>

/** Why what is at a path is no file to read or write. */
export function notAFile(path: string, at: NoFile): Refusal {
  switch (at.type) {
    case 'directory':
      return refuse(`${path} is a directory`, 'name a file in it, or move it away, then run again')
    case 'broken link':
      return refuse(
        `${path} is a link to ${at.real}, which is not there`,
        'make its target, or remove the link, then run again',
      )
    case 'denied':
      return refuse(`${path} may not be read`, 'give become: true, or the login user the right to read it')
    case 'other':
      return refuse(`${path} is a ${at.what}`, 'name a regular file')
  }
}
