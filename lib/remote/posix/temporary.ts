import { livesFunction } from './lives-function.ts'

/**
 * For scripts of tasks: `rb_temp KIND FOLDER` makes a new file or folder of the user's own below FOLDER, `$rb_t`, which goes
 * with the script. It is noted, so that the next run takes it away where the script is killed.
 */
export const temporaryFunction = `${livesFunction}
rb_temps=
rb_temp() {
  rb_t=$(mktemp -u "$2/.runbook-XXXXXXXXXX") || return
  rb_born $PPID || :
  rb_n=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-left-$PPID-$rb_b-\${rb_t##*-}
  rb_temps="$rb_temps$rb_t
$rb_n
"
  (umask 077; set -C; printf %s "$rb_t" >"$rb_n") 2>/dev/null
  trap 'printf %s "$rb_temps" | while IFS= read -r f; do rm -rf -- "$f"; done' EXIT
  case $1 in
    folder) mkdir -m 700 -- "$rb_t" ;;
    file) (umask 077; set -C; : >"$rb_t") ;;
  esac
}`
