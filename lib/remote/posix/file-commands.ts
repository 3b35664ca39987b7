import type { FileCommands } from '../dialect/shell-commands.ts'
import { beginNotes, note, removeNoted } from './left-behind.ts'
import { quote } from './quote.ts'

/** Files beside the work of a run: where they are, and how they come and go. */
export const fileCommands: FileCommands = {
  temporary: (random) => `/var/tmp/.runbook-${random}`,
  touch: (path) => `: >${quote(path)}`,
  note: (paths) => `${beginNotes}\n${note(paths)}`,
  remove: (paths) => `rm -f -- ${paths.map(quote).join(' ')}`,
  removeNoted: (paths) => `${beginNotes}\n${removeNoted(paths)}`,
  receive(path, ready) {
    // Noclobber makes the new file with O_EXCL: nobody's link is followed.
    const target = quote(path.startsWith('-') ? `./${path}` : path)
    return `umask 077; rm -f ${target} && set -C && exec 3>${target} && echo ${quote(ready)} && exec cat >&3`
  },
  receiveNew: (path, ready) => `sh -c ${quote(`umask 077; set -C; echo ${quote(ready)}; exec cat >${quote(path)}`)}`,
}
