import type { Holding } from '../dialect/lock-commands.ts'
import { livesFunction } from './lives-function.ts'

/** `rb_tree PID`: puts a process and all that it has started into `all`. `rb_gone PID`: whether it has ended. */
export const treeFunctions = `rb_stat() { x=; read -r x <"/proc/$1/stat" && x=\${x##*) }; } 2>/dev/null
rb_gone() { rb_stat "$1"; case $x in '' | Z* | X*) return 0 ;; esac; return 1; }
rb_tree() {
  all=" $1 " more=x
  while [ -n "$more" ]; do
    more=
    for f in /proc/[0-9]*/stat; do
      q=\${f#/proc/} q=\${q%/stat}
      rb_stat "$q"; set -- $x
      case $all in *" $q "*) continue ;; esac
      case $all in *" \${2-none} "*) all="$all$q " more=x ;; esac
    done
  done
}
`

const functions = `nl='
'
rb_lock=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-lock
${livesFunction}
${treeFunctions}rb_said() { tr '\\000\\n' '  ' <"/proc/$1/cmdline" 2>/dev/null | head -c 300; }
rb_holders() {
  for rb_f in "$rb_lock"-*; do
    [ -f "$rb_f" ] && { read -r rb_p && read -r rb_r && read -r rb_w; } 2>/dev/null <"$rb_f" || continue
    case $rb_p in *[!0-9]* | '') continue ;; esac
    [ ! -L "$rb_f" ] && [ "$(stat -c %u -- "$rb_f" "/proc/$rb_p" 2>/dev/null | sort -u | wc -l)" -le 1 ] || continue
    rb_lives "$rb_f" && ! rb_gone "$rb_p" || continue
    "$@"
  done
}
`

/**
 * Says who has the lock of the host, and what each carries out just now: `<nonce> holder PID LEN`, then, for each program that it
 * has started and is not its own watchdog, `<nonce> does LEN`; at last `<nonce> all`.
 */
export const lookAtHolders = (nonce: string): string => `( ${functions}
rb_tell() {
  printf '\\n%s holder %s %s\\n%s' ${nonce} "$rb_p" \${#rb_w} "$rb_w"
  rb_tree "$rb_p"; own=$(rb_said "$rb_p") forks=" "
  for q in $all; do
    [ "$q" != "$rb_p" ] || continue
    rb_stat "$q"; set -- $x; o=$(rb_said "$q")
    if [ "$o" = "$own" ]; then forks="$forks$q "; continue; fi
    case $o in '') continue ;; 'sleep '*) case $forks in *" \${2-} "*) continue ;; esac ;; esac
    printf '\\n%s does %s\\n%s' ${nonce} \${#o} "$o"
  done
}
rb_holders rb_tell
printf '\\n%s all\\n' ${nonce} )`

/** Reads what that says; undefined: it is not whole. */
export function readHolders(heard: string, nonce: string): readonly Holding[] | undefined {
  const holders: { pid: number; words: string; does: string[] }[] = []
  const text = (from: number, length: string | undefined) =>
    Buffer.from(heard.slice(from, from + Number(length)), 'latin1')
      .toString()
      .trim()
  for (const found of heard.matchAll(
    new RegExp(`\\n${nonce} (?:holder (\\d+) (\\d{1,4})|does (\\d{1,4})|all)\\n`, 'g'),
  )) {
    const [whole, pid, words, does] = found
    const from = found.index + whole.length
    if (pid !== undefined) holders.push({ pid: Number(pid), words: text(from, words), does: [] })
    else if (does !== undefined) holders.at(-1)?.does.push(text(from, does))
    else return holders
  }
  return undefined
}

/** Ends holders with all that they carry out, by TERM and after five seconds by KILL (a watchdog puts back first what it guards); says `<nonce> left PID` of each that lives on. */
export const endHolders = (pids: readonly number[], nonce: string): string => `( ${functions}
rb_end() {
  case ' ${pids.join(' ')} ' in *" $rb_p "*) ;; *) return ;; esac
  rb_tree "$rb_p"
  kill -s TERM $all 2>/dev/null
  t=0 m=5
  case $rb_f in *-job-guard-*) m=120 ;; esac
  while ! rb_gone "$rb_p" && [ $t -lt $m ]; do t=$((t + 1)); sleep 1; done
  kill -s KILL $all 2>/dev/null
  sleep 0.2 2>/dev/null || sleep 1
  if rb_gone "$rb_p"; then rm -f -- "$rb_f" "\${rb_lock%-lock}-life-\${rb_f##*-lock-}"; else printf '\\n%s left %s\\n' ${nonce} "$rb_p"; fi
}
rb_holders rb_end
printf '\\n%s all\\n' ${nonce} )`

/** Those that live on; undefined: nobody said. */
export const readLeft = (heard: string, nonce: string): readonly number[] | undefined =>
  heard.includes(`\n${nonce} all\n`)
    ? [...heard.matchAll(new RegExp(`\\n${nonce} left (\\d+)\\n`, 'g'))].map(([, pid]) => Number(pid))
    : undefined
