import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { sumFunction } from './sha256.ts'

/** Prints a word that is another one after each start of the host; nothing, where the host has none. */
export const askBoot = `${comment('which start of the host this is')}
cat /proc/sys/kernel/random/boot_id 2>/dev/null || true`

export const readBoot = ({ output }: CommandAnswer): string => output.trim()

/**
 * Prints whether the host itself says that it has to start anew: `needed` and why, `not`, or `untold` where it has nothing
 * that would know. Debian and Ubuntu keep a file, Red Hat and SUSE have a command.
 */
export const askNeeded = `${comment('whether the host asks to be restarted')}
if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then
  echo needed "$(sort -u /run/reboot-required.pkgs 2>/dev/null | tr '\\n' ' ')"
elif [ -e /run/reboot-needed ] || [ -e /boot/do_purge_kernels ]; then echo needed
elif command -v needs-restarting >/dev/null 2>&1; then
  needs-restarting -r >/dev/null 2>&1
  case $? in 0) echo not ;; 1) echo needed ;; *) echo untold ;; esac
elif command -v zypper >/dev/null 2>&1 && [ ! -e /etc/debian_version ]; then
  zypper --non-interactive needs-rebooting >/dev/null 2>&1
  case $? in 0) echo not ;; 102) echo needed ;; *) echo untold ;; esac
elif command -v dpkg >/dev/null 2>&1; then echo not
else echo untold
fi`

export interface FoundNeed {
  readonly state: 'needed' | 'not' | 'untold'
  /** The packages that ask for it, where they are told. */
  readonly packages: string
}

/** Reads what `askNeeded` prints. */
export function readNeeded({ output }: CommandAnswer): FoundNeed {
  const [word, ...packages] = output.trim().split(/\s+/)
  return { state: word === 'needed' || word === 'not' ? word : 'untold', packages: packages.join(', ') }
}

/** Prints of each file whether it was changed after the start of the host (`after`, `before`), and its SHA-256. */
export const askChangedSince = (paths: readonly string[]): string => `${comment('what was changed since its start')}
${sumFunction}
b=$(sed -n 's/^btime //p' /proc/stat)
for f in ${paths.map(quote).join(' ')}; do
  if [ -f "$f" ] && t=$(stat -L -c %Z -- "$f"); then
    if [ "$t" -gt "$b" ]; then w=after; else w=before; fi
    s=$(rb_sum <"$f"); echo $w "\${s%% *}"
  else echo absent -
  fi
done`

export interface FoundInput {
  /** When it was changed last; `absent`: it is no file. */
  readonly changed: 'after' | 'before' | 'absent'
  readonly sha256: string
}

/** Reads what `askChangedSince` prints, in the order of the paths. */
export const readChangedSince = ({ output }: CommandAnswer): FoundInput[] =>
  output
    .trim()
    .split('\n')
    .map((line) => {
      const [word, sha256 = '-'] = line.split(' ')
      return { changed: word === 'after' || word === 'before' ? word : 'absent', sha256 }
    })

/** Starts the host anew a moment later, so that this script is heard to its end. */
export const restartScript = (reason: string): string => `${comment(reason)}
if command -v systemctl >/dev/null 2>&1 && [ -d /run/systemd/system ]; then set -- systemctl reboot
elif command -v reboot >/dev/null 2>&1; then set -- reboot
elif command -v shutdown >/dev/null 2>&1; then set -- shutdown -r now
else echo 'this host has none of systemctl, reboot and shutdown'; exit 1
fi
if command -v setsid >/dev/null 2>&1; then set -- setsid sh -c 'sleep 1; exec "$@"' sh "$@"
else set -- sh -c 'trap "" HUP; sleep 1; exec "$@"' sh "$@"
fi
"$@" </dev/null >/dev/null 2>&1 &`

/** Ends with 0 when this is another start of the host, and it is over; else says what is missing. */
export const startedAnew = (
  boot: string,
): string => `if [ "$(cat /proc/sys/kernel/random/boot_id)" = ${quote(boot)} ]; then
  echo 'it runs on as it was'; exit 1
fi
if [ -d /run/systemd/system ]; then
  case $(systemctl is-system-running 2>/dev/null) in
    running | degraded | maintenance) ;;
    *) echo 'it has started anew, but systemd is still at it (systemctl list-jobs)'; exit 1 ;;
  esac
fi`
