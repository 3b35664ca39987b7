import { journalRoot, runsFunctions } from './journal-places.ts'

/** Most bytes of a dead run's log that are told, the last ones. */
const mostTold = 64 * 1024

/** Records `d LEN LEN`: a run that has died here, and the end of its log. All is done by the shell where there is none. */
export const diedFunctions = `${journalRoot}
${runsFunctions}
rb_died() {
  if [ -e "$1/end" ] || rb_acts "$1"; then return; fi
  rb_t=$(tail -c ${mostTold} "$1/log" 2>/dev/null; echo .)
  printf 'd %s %s\\n%s%s' "\${#2}" "\${#rb_t}" "$2" "$rb_t"
}`

export const tellDied = 'rb_journals rb_died'
