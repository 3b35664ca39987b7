import { parentOf } from '../../core/paths.ts'
import type { RollbackScripts } from '../../core/rollback/items.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/** What a rollback says to a host's shell: copies are whole before they take their place, and the journal keeps its own. */
export const rollbackScripts: RollbackScripts = {
  restore(from, to) {
    const [kept, path, folder] = [from, to, parentOf(to)].map(quote)
    return `${temporaryFunction}
rb_temp folder ${folder} || exit
r=$rb_t
{ cp -a --reflink=auto -- ${kept} "$r/x" 2>/dev/null || { rm -rf -- "$r/x"; cp -pPR -- ${kept} "$r/x"; }; } &&
  { [ ! -L ${path} ] || rm -f -- ${path}; } && { [ ! -d "$r/x" ] || [ -L "$r/x" ] || [ ! -e ${path} ] || rm -f -- ${path}; } &&
  { sync -- "$r/x" 2>/dev/null || sync; } && mv -f -- "$r/x" ${path} && { sync -- ${folder} 2>/dev/null || sync; }`
  },
  newer: (folder, than) => `find ${quote(folder)} ! -type d -cnewer ${quote(than)} 2>&1 | head -n 4`,
  mark: (path) => `: >${quote(path)}`,
  marked: (script, path) => `(\n${script}\n) && : >${quote(path)}`,
  unmark: (paths) => `rm -f -- ${paths.map(quote).join(' ')}`,
}
