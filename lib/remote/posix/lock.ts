import type { LockCommands } from '../dialect/lock-commands.ts'
import { livesFunction } from './lives-function.ts'
import { quote } from './quote.ts'
import { endHolders, lookAtHolders, readHolders, readLeft } from './unlock.ts'

/**
 * One lock for each host, whoever acts on it: `flock` on a file that everybody may read, by a descriptor (6) of the shell. It
 * goes with the shell, however that ends, and nothing that a script starts inherits it. The file is locked before it has its
 * name, for only who has made it can take it away where others may not, and goes with its holder: who has
 * opened one that is gone by then opens another. A file of the holder's own says who
 * it is, and when its shell has begun, for after a power cut another program may have its number: one run that reaches a host by
 * two names has one lock there. A watchdog is ended by USR1, as what gives signs is (`withSigns`). A shell that is idle and was told nothing for `life`
 * seconds ends itself: its controller is gone. What comes in the same request as the lock is work: no frame has said so of it. Where a shell had no time to take its files away, its watchdog, which ends after them, does it; one that
 * nobody listens to any more ends as at its end of input, which a signal would not let it. Where there is no `flock`, or no file can be made, runs are not kept apart;
 * where something else lies there (`rb_odd`), which any user of the host may have put there, it is neither followed nor opened, and nothing is done. What runs on by itself
 * (`rb_job`) has a file of its own there, and keeps all but its own step away.
 */
export const lockCommands: LockCommands = {
  take: ({ run, words }, nonce, life, takesUp) => {
    const name = nonce.slice(0, 12)
    return `rb_locks=\${RUNBOOK_LOCKS:-/var/tmp}; rb_lock=$rb_locks/.runbook-lock
rb_info=$rb_lock-${name}; rb_life=$rb_locks/.runbook-life-${name}
${livesFunction}
rb_job() {
  for f in "$rb_lock"-job-*; do
    case ' ${takesUp.join(' ')} ' in *" \${f##*-job-} "*) continue ;; esac
    [ -f "$f" ] && rb_lives "$f" && { read -r p && read -r r && read -r rb_w; } 2>/dev/null <"$f" && return
  done
  return 1
}
rb_held() {
  rb_w=
  for f in "$rb_lock"-*; do
    [ -f "$f" ] && { read -r p && read -r r && read -r w; } 2>/dev/null <"$f" || continue
    case $p in *[!0-9]* | '') continue ;; esac
    if rb_lives "$f" || { [ ! -r "/proc/$p/stat" ] && { kill -0 "$p" || [ -d "/proc/$p" ]; }; } 2>/dev/null; then rb_w=$w; [ "$r" = ${quote(run)} ] && return; fi
  done
  return 1
}
rb_there() { [ -e "$rb_lock" ] || [ -L "$rb_lock" ]; }
rb_isodd() {
  rb_odd=
  if [ -L "$rb_lock" ]; then rb_odd='a symbolic link'
  elif [ -d "$rb_lock" ]; then rb_odd='a folder'
  elif [ -p "$rb_lock" ]; then rb_odd='a named pipe'
  elif [ -b "$rb_lock" ] || [ -c "$rb_lock" ]; then rb_odd='a device'
  elif [ -S "$rb_lock" ]; then rb_odd='a socket'
  elif [ -e "$rb_lock" ] && [ ! -r "$rb_lock" ]; then rb_odd="a file that $(id -un) may not read"
  fi
  [ -n "$rb_odd" ]
}
rb_make() {
  (umask 022; set -C; : >"$rb_lock.${name}") 2>/dev/null || return
  command exec 6<"$rb_lock.${name}" && flock -n 6 && ln "$rb_lock.${name}" "$rb_lock" 2>/dev/null && return
  exec 6<&-; (umask 022; set -C; : >"$rb_lock") 2>/dev/null
  rm -f -- "$rb_lock.${name}"
  return 1
}
rb_take() {
  rb_odd=
  if rb_job; then return 1; fi
  command -v flock >/dev/null 2>&1 || return 0
  rb_t=0
  while [ $rb_t -lt 10 ]; do
    rb_t=$((rb_t + 1))
    if rb_there; then
      if rb_isodd; then return 1; fi
      command exec 6<"$rb_lock" || continue
      flock -n 6; rb_got=$?
    elif rb_make; then rb_got=0
    else rb_there || [ $rb_t -lt 3 ] || return 0; continue
    fi
    if [ $rb_got = 0 ]; then
      if rb_job; then exec 6<&-; return 1; fi
      [ -e /proc/self/fd/6 ] && { [ -L "$rb_lock" ] || [ ! /proc/self/fd/6 -ef "$rb_lock" ]; } || { rb_note; return 0; }
      exec 6<&-
    else
      exec 6<&-
      rb_held && return 0
      [ -z "$rb_w" ] || return 1
      sleep 0.1 2>/dev/null || sleep 1
    fi
  done
  return 1
}
rb_note() {
  for f in "$rb_lock"-*; do case $f in *-job-*) ! rb_lives "$f" || continue ;; esac; rm -f -- "$f"; done 2>/dev/null
  rm -f -- "$rb_locks"/.runbook-life-* "$rb_lock".* 2>/dev/null
  rb_born $$
  (umask 022; set -C; printf '%s\\n' $$ ${quote(run)} ${quote(words)} "$rb_b" >"$rb_info"; umask 077; echo busy >"$rb_life") 2>/dev/null
  rb_beat=0
  ( exec 6<&-; trap 'kill -s KILL $s 2>/dev/null; exit' TERM USR1; n=0; was=
    while sleep ${Math.max(1, Math.round(life / 3))} & s=$!; wait $s; kill -0 $$ 2>/dev/null; do
      read -r now <"$rb_life" || break
      case $now in
        busy) n=0 ;;
        "$was") n=$((n + 1)); [ $n -lt 3 ] || { kill $$; sleep 1; kill -s KILL $$; break; } ;;
        *) n=0 ;;
      esac
      was=$now
    done
    rm -f -- "$rb_life" "$rb_info"
    [ -f "$rb_lock" ] && [ ! -L "$rb_lock" ] && exec 6<"$rb_lock" && flock -n 6 && [ /proc/self/fd/6 -ef "$rb_lock" ] && rm -f -- "$rb_lock"
  ) </dev/null >/dev/null 2>&1 &
  rb_dog=$!
  trap 'exit 141' PIPE
  trap 'rm -f -- "$rb_life" "$rb_info" "$rb_lock" 2>/dev/null; kill -s USR1 $rb_dog 2>/dev/null; wait $rb_dog' EXIT
}
if rb_take; then printf '\\n%s lock taken\\n' ${nonce}
elif [ -n "$rb_odd" ]; then rb_stop=1; rb_w="$rb_lock is $rb_odd"; printf '\\n%s lock odd %s\\n%s\\n' ${nonce} "\${#rb_w}" "$rb_w"
else rb_stop=1; printf '\\n%s lock held %s\\n%s\\n' ${nonce} "\${#rb_w}" "$rb_w"
fi`
  },
  look: lookAtHolders,
  readHolders,
  end: endHolders,
  readLeft,
  readTaken(heard, nonce) {
    const found = new RegExp(`\\n${nonce} lock (?:taken|(held|odd) (\\d{1,4}))\\n`).exec(heard)
    if (found === null) return undefined
    if (found[1] === undefined) return { taken: true }
    const from = found.index + found[0].length
    const to = from + Number(found[2])
    if (heard.length < to) return undefined
    const words = Buffer.from(heard.slice(from, to), 'latin1').toString()
    return found[1] === 'held' ? { taken: false, holder: words } : { taken: false, odd: words }
  },
}

/** What a frame says of the shell that carries it out, where that holds the lock: it is at work, or it is told something. */
export const beat = (word: 'busy' | 'idle'): string =>
  word === 'busy'
    ? `[ -z "\${rb_beat-}" ] || echo busy >|"$rb_life"`
    : `[ -z "\${rb_beat-}" ] || { rb_beat=$((rb_beat + 1)); echo idle $rb_beat >|"$rb_life"; }`
