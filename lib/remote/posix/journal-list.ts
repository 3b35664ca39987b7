import { type JournalOfRun, readLog, readRun } from '../../core/journal-log.ts'
import { isTooLong } from '../../core/paths.ts'
import { cursor } from './cursor.ts'
import { forgetDetached, journalRoot, runsFunctions } from './journal-places.ts'

/** Most bytes of a run's log that are read. */
const mostRead = 4 * 1024 * 1024

/**
 * A script that tells all journals of whoever acts: records `r STATE LEN LEN LEN LEN`, then the folder, what the run is,
 * the hosts on which it was rolled back, each with a slash behind, and its log. STATE is `ended`, `died`, `running`, or `open` (it died, and nobody has looked since).
 */
export const listJournals = `${journalRoot}
${runsFunctions}
rb_list() {
  rb_s=open
  if rb_acts "$1"; then rb_s=running; fi
  [ ! -e "$1/end" ] || read -r rb_s <"$1/end" || :
  rb_u=
  for rb_f in "$1"/undone@*; do [ ! -e "$rb_f" ] || rb_u="$rb_u\${rb_f##*/undone@}/"; done
  rb_t=$(head -c ${mostRead} "$1/log" 2>/dev/null; echo .)
  printf 'r %s %s %s %s %s\\n%s%s%s%s' "$rb_s" "\${#1}" "\${#2}" "\${#rb_u}" "\${#rb_t}" "$1" "$2" "$rb_u" "$rb_t"
}
rb_journals rb_list`

/** What that printed. Throws an Error that quotes what does not fit. */
export function readJournals(answer: Uint8Array): JournalOfRun[] {
  const from = cursor(answer)
  const found: JournalOfRun[] = []
  while (!from.atEnd()) {
    const line = from.line()
    if (line === '') continue
    const [kind, state = '', ...lengths] = line.split(' ')
    if (kind !== 'r' || lengths.length !== 4) throw new Error(line.slice(0, 100))
    const [folder = '', text = '', undone = '', log = ''] = lengths.map((length) => from.text(length))
    const run = readRun(text)
    if (!folder.startsWith('/') || isTooLong(folder)) throw new Error(`r ${folder.slice(0, 100)}`)
    if (run !== undefined)
      found.push({ folder, run, records: readLog(log), state: stateOf(state), undone: undone.split('/').slice(0, -1) })
  }
  return found
}

const stateOf = (word: string): JournalOfRun['state'] =>
  word === 'ended' || word === 'running' ? word : word === 'died' ? 'died' : 'open'

/** Removes the journals of runs that are over, and what is left of detached commands. */
export const purgeJournals = `${journalRoot}
${runsFunctions}
rb_purge() { if [ -e "$1/end" ] || ! rb_acts "$1"; then rm -rf -- "$1"; fi; }
rb_journals rb_purge
${forgetDetached()}`
