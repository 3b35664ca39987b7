import { digestOf } from '../../core/content.ts'
import type { NetOperation, Precondition } from '../../core/net-effect.ts'
import type { Operation } from '../../core/operation.ts'
import { inLots, quote } from './quote.ts'

/** A command that fails, and says why, unless what is at the path of an operation is still what the plan saw there. */
export function guardLine({ operation, precondition }: NetOperation, sha256now = ''): string {
  const path = operation.op === 'move' ? operation.from : operation.op === 'run' ? '' : operation.path
  if (path === '' || precondition === undefined) return ':'
  const was = `rb_was ${quote(path)} ${preconditionWords(precondition)}${wantedWords(operation, precondition)}${sha256now}`
  return operation.op === 'remove' ? `{ ! rb_here ${quote(path)} || ${was}; }` : was
}

/** The guards of several operations; digests are taken by one program. `at` comes before each, to say which it is. */
export function guardLines(operations: readonly NetOperation[], at: (nth: number) => string): string[] {
  const digested = operations.filter(isByDigest)
  const files = digested.map(({ operation }) => quote('path' in operation ? operation.path : ''))
  const sums = inLots(files, (words) => `rb_digests ${words}`).join('; ')
  const take = digested.length < 2 ? [] : [`{ set -- $(${sums}); [ $# = ${digested.length} ] || set --; }`]
  const now = new Map(digested.map((net, nth) => [net, ` "\${${nth + 1}-}"`]))
  const guards = operations.flatMap((net, nth) => {
    const guard = guardLine(net, digested.length < 2 ? '' : now.get(net))
    return guard === ':' ? [] : [`${at(nth)} && ${guard}`]
  })
  return [...take, ...guards]
}

const isByDigest = ({ precondition }: NetOperation): boolean =>
  precondition?.type === 'file' && precondition.sha256 !== undefined

/** What may be there by now although nothing was: what is wanted, for another host that shares it was quicker. */
function wantedWords(operation: Operation, { type }: Precondition): string {
  if (type !== 'absent') return ''
  switch (operation.op) {
    case 'directory':
      return ' directory'
    case 'symlink':
      return ` symlink ${quote(operation.target)}`
    case 'write': {
      const sha256 = digestOf(operation.content)
      return sha256 === undefined ? '' : ` file ${sha256}`
    }
    default:
      return ''
  }
}

function preconditionWords(wanted: Precondition): string {
  // What is not UTF-8 in a target was not read as it is: then any link will do.
  if (wanted.type === 'symlink') return wanted.target.includes('\ufffd') ? 'symlink' : `symlink ${quote(wanted.target)}`
  if (wanted.type === 'file' && wanted.sha256 !== undefined) return `sha ${wanted.sha256}`
  return wanted.type
}
