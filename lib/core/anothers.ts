import type { FoundAttributes } from './answers.ts'
import { type Refusal, refuse } from './failure.ts'
import { type Operation, touchedBy } from './operation.ts'
import { ancestry, parentOf } from './paths.ts'
import type { Identity } from './predict.ts'
import { nodeAt, type State } from './state.ts'

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
  return refuse(
    `${path} is not ${who.user}'s${ownerWords(node)}: only its owner may change mode and group`,
    'give --become, or become to the step',
  )
}

/** Whoever writes a file leaves it to its owner, who may be another. */
function isGiven(operation: FileOperation, state: State, who: Identity): Refusal | undefined {
  const owner = 'owner' in operation ? operation.owner : undefined
  if (owner === undefined || owner === who.user || owner === String(who.uid)) return undefined
  const node = nodeAt(state, touchedBy(operation)[0] ?? '/')
  const stays = (node?.type === 'file' || node?.type === 'directory') && node.owner === owner
  if (stays && isOf(node, who) !== false) return undefined
  const path = touchedBy(operation)[0]
  return refuse(
    stays
      ? `${path} is ${owner}'s: what ${who.user} puts in its place would not be`
      : `${path}: ${who.user} may give nothing to ${owner}`,
    'give --become, or become to the step',
  )
}

/** Undefined: nobody can tell. */
const isOf = (node: FoundAttributes & { readonly predicted?: true }, who: Identity): boolean | undefined =>
  node.predicted || node.uid === undefined ? undefined : node.uid === who.uid

const ownerWords = ({ owner, group, mode }: FoundAttributes): string =>
  owner === undefined || mode === undefined ? '' : ` (${owner}:${group}, mode ${mode.toString(8)})`
