import type { GuardedOperation } from '../dialect/guard-commands.ts'
import { applyFunctions } from './apply-functions.ts'
import { quote } from './quote.ts'
import { restoreFunction } from './rollback.ts'

/**
 * How a watchdog puts back what a run has done, by its journal (`rb_j`), whatever of it has come about: an operation of a batch
 * when the journal says that it was switched (`s N`), a script when it was begun; where that was taken back, nothing.
 */
export const putBackFunctions = `${applyFunctions}${restoreFunction}
rb_begun() { grep -q "^b {\\"n\\":$1," "$rb_j/log" && ! grep -q "^x $1\\( \\|$\\)" "$rb_j/log"; }
rb_switched() { grep -qx "s $1" "$rb_j/log" && rb_begun "$1"; }
rb_given() {
  if rb_here "$rb_j/was/old-$1"; then rb_restore "$rb_j/was/old-$1" "$2"
  else echo "what was at $2 is not kept"; return 1; fi
}
rb_regiven() {
  if rb_here "$rb_j/was/old-$1"; then cat "$rb_j/was/old-$1" >|"$2" && rb_renumbered "$1" "$2"
  else echo "what was at $2 is not kept"; return 1; fi
}
rb_renumbered() {
  rb_m=$(sed -n "s/^w $1 \\([0-7]*:[0-9]*:[0-9]*\\).*/\\1/p" "$rb_j/log" | head -n 1)
  [ -z "$rb_m" ] || rb_reown "$rb_m" "$2"
}
rb_removed() {
  if rb_here "$2"; then return; fi
  if rb_here "$rb_j/was/old-$1"; then rb_restore "$rb_j/was/old-$1" "$2"
  else mkdir -- "$2" && rb_renumbered "$1" "$2"; fi
}
rb_moved() { if ! rb_here "$1" && rb_here "$2"; then mv -- "$2" "$1"; fi; }
rb_unmade() {
  if [ -L "$2" ] || [ ! -d "$2" ]; then rm -f -- "$2"
  elif ! grep -q "^e $1 " "$rb_j/log" || [ -z "$(find "$2" ! -type d -cnewer "$rb_j/log" 2>&1 | head -n 1)" ]; then rm -rf -- "$2"
  else echo "$2 stays, for something is in it that the run did not put there"; fi
}
rb_seen_back() {
  grep "^p $1\\.[^ ]* " "$rb_j/log" | while read -r rb_x rb_n rb_y rb_m rb_s rb_f; do
    case $rb_y in
      absent) rb_unmade "$1" "$rb_f" ;;
      directory) if [ -d "$rb_f" ]; then rb_reown "$rb_m" "$rb_f"; else rb_given "$rb_n" "$rb_f"; fi ;;
      *) rb_given "$rb_n" "$rb_f" ;;
    esac
  done
}
`

/** A part of it: `first` before all files, `back` a file, `live` a script when all files are as they were, `noted` what comes after that. */
export interface ReversePart {
  readonly kind: 'first' | 'back' | 'live' | 'noted'
  readonly n: number
  readonly text: string
}

/** The reverse of operations, in their order. `touched`: paths that the list has touched before. */
export function reverseParts(
  operations: readonly GuardedOperation[],
  touched: ReadonlySet<string> = new Set(),
): ReversePart[] {
  const known = new Set(touched)
  return operations.flatMap((one): ReversePart[] => {
    const { n, net, paths } = one
    const { operation } = net
    const isKnown = paths.some((path) => known.has(path))
    for (const path of paths) known.add(path)
    if (operation.op !== 'run') return [{ kind: 'back', n, text: fileLine(one) }]
    const seen = `! rb_begun ${n} || rb_seen_back ${n}`
    const { undo } = operation
    const script = typeof undo === 'object' && 'script' in undo ? undo : undefined
    if (script === undefined) return [{ kind: 'back', n, text: seen }]
    if (script.first)
      return [
        { kind: 'first', n, text: script.script },
        { kind: 'back', n, text: seen },
      ]
    return [
      { kind: 'live', n, text: script.script },
      // What a service has noted of its last start is given back when it has started anew: until then it says that it must.
      { kind: isKnown ? 'back' : 'noted', n, text: seen },
    ]
  })
}

function fileLine({ n, net: { operation, precondition } }: GuardedOperation): string {
  const isNew = precondition?.type === 'absent'
  switch (operation.op) {
    case 'run':
      return ':'
    case 'move':
      return `! rb_begun ${n} || rb_moved ${quote(operation.from)} ${quote(operation.to)}`
    case 'attributes':
      return `! rb_switched ${n} || rb_renumbered ${n} ${quote(operation.path)}`
    case 'directory':
      return `! rb_switched ${n} || [ ! -d ${quote(operation.path)} ] || rmdir -- ${quote(operation.path)}`
    case 'remove':
      return `! rb_begun ${n} || rb_removed ${n} ${quote(operation.path)}`
    case 'write':
    case 'symlink': {
      if (isNew) return `! rb_switched ${n} || rm -f -- ${quote(operation.path)}`
      const inPlace = operation.op === 'write' && operation.inPlace === true
      return `! rb_switched ${n} || ${inPlace ? 'rb_regiven' : 'rb_given'} ${n} ${quote(operation.path)}`
    }
  }
}
