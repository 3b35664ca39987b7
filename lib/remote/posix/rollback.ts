import type { RollbackScripts } from '../../core/rollback/items.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/** `rb_restore KEPT PATH`: a copy of what is kept, whole before it takes its place; the journal keeps its own. */
export const restoreFunction = `${temporaryFunction}
rb_restore() {
  rb_to=\${2%/*}; rb_to=\${rb_to:-/}
  rb_temp folder "$rb_to" || return
  rb_r=$rb_t
  { cp -a --reflink=auto -- "$1" "$rb_r/x" 2>/dev/null || { rm -rf -- "$rb_r/x"; cp -pPR -- "$1" "$rb_r/x"; }; } &&
    { [ ! -L "$2" ] || rm -f -- "$2"; } && { [ ! -d "$rb_r/x" ] || [ -L "$rb_r/x" ] || [ ! -e "$2" ] || rm -f -- "$2"; } &&
    { sync -- "$rb_r/x" 2>/dev/null || sync; } && mv -f -- "$rb_r/x" "$2" && { sync -- "$rb_to" 2>/dev/null || sync; }
}`

/** What a rollback says to a host's shell. */
export const rollbackScripts: RollbackScripts = {
  restore: (from, to) => `${restoreFunction}\nrb_restore ${quote(from)} ${quote(to)}`,
  newer: (folder, than) => `find ${quote(folder)} ! -type d -cnewer ${quote(than)} 2>&1 | head -n 4`,
  mark: (path) => `: >${quote(path)}`,
  marked: (script, path) => `(\n${script}\n) && : >${quote(path)}`,
  unmark: (paths) => `rm -f -- ${paths.map(quote).join(' ')}`,
}
