import { processFunctions, type ServerProcess } from './java-process.ts'
import { listenerFunctions, portInHex } from './listening.ts'

/** A listener on one of the ports, as a host sees it. */
export interface Listener {
  readonly port: number
  /** Undefined: the login user may not see whose it is. */
  readonly pid?: string
  /** The home, where it is a server of the same kind. */
  readonly home?: string
  readonly command: string
}

/** The own server's process, then a line for each port that somebody listens on: PORT PID HOME, a tab, the command. */
export const askListeners = (server: ServerProcess, ports: readonly number[]): string => `${processFunctions(server)}
${listenerFunctions}
cat /proc/net/tcp >/dev/null || exit 2
if rb_alive; then echo "own $rb_pid"; fi
for p in ${ports.map((port) => `${port}:${portInHex(port)}`).join(' ')}; do
  i=$(rb_sockets "\${p#*:}" | head -n 1)
  [ -n "$i" ] || continue
  pid=$(rb_process "$i")
  printf '%s\\t%s\\t%s\\t%s\\n' "\${p%:*}" "\${pid:--}" "$(rb_homeof "\${pid:-none}")" "$({ tr '\\0' ' ' <"/proc/\${pid:-none}/cmdline"; } 2>/dev/null | cut -c 1-120)"
done
exit 0`

/** Reads what `askListeners` prints. */
export function readListeners(output: string): { readonly own?: string; readonly listeners: readonly Listener[] } {
  const lines = output.split('\n').filter((line) => line !== '')
  const own = lines.find((line) => line.startsWith('own '))?.slice(4)
  const listeners = lines
    .filter((line) => /^\d+\t/.test(line))
    .map((line): Listener => {
      const [port, pid = '-', home = '', command = ''] = line.split('\t')
      return {
        port: Number(port),
        command: command.trim(),
        ...(pid === '-' ? {} : { pid }),
        ...(home === '' ? {} : { home }),
      }
    })
  return { listeners, ...(own === undefined ? {} : { own }) }
}
