import type { FoundAttributes } from './answers.ts'
import { type Refusal, refuse } from './failure.ts'
import { type Operation, touchedBy } from './operation.ts'
import { ancestry, parentOf } from './paths.ts'
import type { Identity } from './predict.ts'
import { type Node, nodeAt, type State } from './state.ts'

/**
 * Why who acts, other than root, may not do this, as far as the host has told: what is made ready beside its place needs a
 * folder in which something can be made, and to change attributes is the owner's. Behind a script nobody knows.
 */
export function isAnothers(operation: FileOperation, { state, touched, who }: Acting): Refusal | undefined {
  if (who?.uid === undefined || who.uid === 0 || state.runs.count > 0) return undefined
  if (operation.op === 'attributes') return isOwners(operation.path, state, who)
  if (operation.op === 'write' && operation.inPlace === true) return undefined
  for (const path of touchedBy(operation)) {
    const folder = ancestry(parentOf(path)).find(
      (above) => touched.has(above) || nodeAt(state, above)?.type !== 'absent',
    )
    const node = folder === undefined || touched.has(folder) ? undefined : nodeAt(state, folder)
    if (node?.type !== 'directory' || node.predicted) continue
    if (node.writable?.by !== who.user || node.writable.is) continue
    return refuse(
      `${path}: ${who.user} may not make or remove anything in ${folder}${ownerWords(node)}`,
      'give --become, or become to the step, or name a folder of its own',
    )
  }
  return isGiven(operation, state, who)
}

type FileOperation = Exclude<Operation, { op: 'run' }>

interface Acting {
  readonly state: State
  /** Paths that are made, or get other attributes, before: who may write there is known only then. */
  readonly touched: ReadonlySet<string>
  readonly who: Identity | undefined
}

function isOwners(path: string, state: State, who: Identity): Refusal | undefined {
  const node = nodeAt(state, path)
  if ((node?.type !== 'file' && node?.type !== 'directory') || isOf(node, who) !== false) return undefined
  return refuse(`${path} is not ${who.user}'s${ownerWords(node)}: only its owner may change mode and group`, become)
}

/** Whoever writes a file leaves it to its owner, who may be another. */
function isGiven(operation: FileOperation, state: State, who: Identity): Refusal | undefined {
  if (operation.op !== 'write' && operation.op !== 'directory') return undefined
  const { path, owner, group } = operation
  const node = nodeAt(state, path)
  const there = node?.type === 'file' || node?.type === 'directory' ? node : undefined
  const stays = there !== undefined && there.owner === owner
  const isOwn =
    owner === undefined || owner === who.user || owner === String(who.uid) || (stays && isOf(there, who) !== false)
  if (!isOwn)
    return refuse(
      stays
        ? `${path} is ${owner}'s: what ${who.user} puts in its place would not be`
        : `${path}: ${who.user} may give nothing to ${owner}`,
      become,
    )
  if (there?.group !== group || isMember(there, nodeAt(state, parentOf(path)), who)) return undefined
  return refuse(`${path} is of the group ${group}, in which ${who.user} is not: it would not stay so`, become)
}

/** Whether a file can be of its group again; in a folder with the set-group bit it is of that folder's. */
function isMember(there: FoundAttributes | undefined, folder: Node | undefined, { groups }: Identity): boolean {
  const passes = folder?.type !== 'directory' || folder.mode === undefined || (folder.mode & 0o2000) !== 0
  return there?.gid === undefined || groups === undefined || passes || groups.includes(there.gid)
}

const become = 'give --become, or become to the step'

/** Undefined: nobody can tell. */
const isOf = (node: FoundAttributes & { readonly predicted?: true }, who: Identity): boolean | undefined =>
  node.predicted || node.uid === undefined ? undefined : node.uid === who.uid

const ownerWords = ({ owner, group, mode }: FoundAttributes): string =>
  owner === undefined || mode === undefined ? '' : ` (${owner}:${group}, mode ${mode.toString(8)})`
