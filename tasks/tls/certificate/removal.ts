import type { ListAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { type Fact, listFact, pathFact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Operation } from '../../../lib/core/operation.ts'
import type { Answers, Changes } from '../../../lib/core/resource.ts'
import { type Pair, pairFolder, pairLinks } from '../../../lib/remote/posix/certificate.ts'
import { few } from '../../support/removal.ts'

export interface RemovalReads {
  readonly link: Fact<PathAnswer>
  readonly keyLink: Fact<PathAnswer>
  readonly kept: Fact<PathAnswer>
  readonly pairs: Fact<ListAnswer>
  readonly current: Fact<PathAnswer>
}

export const removalReads = (pair: Pair): RemovalReads => ({
  link: pathFact(pair.path),
  keyLink: pathFact(pair.key),
  kept: pathFact(pairFolder(pair)),
  pairs: listFact(pairFolder(pair)),
  current: pathFact(`${pairFolder(pair)}/current`),
})

/** Takes away what the task has put in place: a file of somebody else's is a refusal, and so are former pairs. */
export function removal(
  pair: Pair & { readonly formerPairs?: boolean | undefined },
  answers: Answers<RemovalReads>,
): Changes {
  const folder = pairFolder(pair)
  const links = pairLinks(pair)
  const no =
    notOurs(pair.path, answers.link, links.path) ??
    notOurs(pair.key, answers.keyLink, links.key) ??
    (pair.formerPairs ? undefined : formerPairs(folder, answers))
  if (no) return no
  if (answers.kept.type !== 'absent' && answers.kept.type !== 'directory')
    return refuse(`${folder} is no directory`, 'remove it with absent(), if it may go')
  return [
    ...(answers.link.type === 'absent' ? [] : [remove(pair.path)]),
    ...(answers.keyLink.type === 'absent' ? [] : [remove(pair.key)]),
    ...(answers.kept.type === 'absent' ? [] : [remove(folder)]),
  ]
}

const remove = (path: string): Operation => ({ op: 'remove', path })

function notOurs(path: string, at: PathAnswer, target: string): Refusal | undefined {
  if (at.type === 'absent' || (at.type === 'symlink' && at.target === target)) return undefined
  if (at.type === 'denied') return refuse(`${path} may not be looked at`, 'give become: true')
  const what = at.type === 'symlink' ? `a link to ${at.target}` : `a ${at.type === 'other' ? at.what : at.type}`
  return refuse(`${path} is ${what}, which certificate() has not put there`, 'remove it with absent(), if it may go')
}

function formerPairs(
  folder: string,
  { pairs, current }: { readonly pairs: ListAnswer; readonly current: PathAnswer },
): Refusal | undefined {
  const names = 'names' in pairs ? pairs.names : []
  const former = names.filter((name) => name !== 'current' && !(current.type === 'symlink' && name === current.target))
  return former.length === 0
    ? undefined
    : refuse(
        `${folder} keeps what was in place before: ${few(former)}`,
        'say formerPairs: true beside absent to remove that as well',
      )
}
