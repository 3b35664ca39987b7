import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'

/** What an apply may call of a host. */
const names = [
  ...['cat', 'chmod', 'chown', 'cp', 'flock', 'ln', 'mkdir', 'mv', 'rm', 'rmdir', 'sha256sum', 'stat', 'sync'],
  ...['appctl', 'tar', 'unzip', 'find', 'sleep'],
]

/** Who is ended: the shells of the run on the host, its connection, or the command on the controller. */
export const victims = ['shell', 'connection', 'controller'] as const
export type Victim = (typeof victims)[number]

/**
 * A script that makes tools which `watching` puts before those of a host. Each notes its call in /srv/strike/log; the one
 * with the number in /srv/strike/at (`NUMBER VICTIM SECONDS`) strikes, so many seconds after it has begun: it ends the shells
 * of the run or its connection, or waits until somebody else has ended the controller and removed /srv/strike/reached. How
 * many calls there were by then is in /srv/strike/struck.
 */
export const toolsOf = (): string => `mkdir -p /srv/strike/bin && chmod 777 /srv/strike
cat >/srv/strike/strike <<'END'
victim=$1 after=$2 pid=$3 shells= connection=
while [ "$pid" -gt 1 ]; do
  read -r name </proc/$pid/comm
  case $name in
    sshd*) connection="$connection $pid" ;;
    *) shells="$shells $pid" ;;
  esac
  pid=$(/usr/bin/ps -o ppid= -p "$pid" | /usr/bin/tr -d ' ')
done
strike() {
  /usr/bin/wc -l </srv/strike/log >/srv/strike/counted; /usr/bin/mv /srv/strike/counted /srv/strike/struck
  : >/srv/strike/reached
  case $victim in
    shell) /usr/bin/sudo kill -9 $shells ;;
    connection) /usr/bin/sudo kill -9 \${connection% *} ;;
    controller) while [ -e /srv/strike/reached ]; do /usr/bin/sleep 0.01; done ;;
  esac
}
if [ "$after" = 0 ]; then strike; else { /usr/bin/sleep "$after"; strike; } </dev/null >/dev/null 2>&1 & fi
END
base64 -d >/srv/strike/tool <<'END'
${tool().toString('base64')}
END
chmod 755 /srv/strike/tool
for tool in ${names.join(' ')}; do
  PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v $tool >/dev/null && ln -f /srv/strike/tool /srv/strike/bin/$tool
done
rm -rf /usr/local/bin; mkdir -p /srv/strike/none`

/** A script after which runs find these tools, or the host's own: a run in which nothing strikes need not pay for them. */
export const watching = (whether: boolean): string => `ln -sfn /srv/strike/${whether ? 'bin' : 'none'} /usr/local/bin`

function tool(): Buffer {
  needs(['gcc', 'libc6-dev'])
  const made = join(scratch('tool'), 'tool')
  execFileSync('cc', ['-O1', '-static', '-s', '-o', made, 'test/faults/kills/tool.c'])
  return readFileSync(made)
}
