import { type Jvm, setJavaHome } from './java.ts'
import { processFunctions, type ServerProcess } from './java-process.ts'
import { listens } from './listening.ts'
import { quote } from './quote.ts'
import type { ServiceScripts } from './service-functions.ts'

/** What is to be known of a kind of Java server to run one. */
export interface JavaServer extends ServerProcess {
  /** Its own script, below the home; `start` starts it. */
  readonly launcher: string
  readonly log: string
  /** What it writes there when it is started. */
  readonly startedLine: string
  /** A page that it answers everybody with status 200, by HTTPS. */
  readonly page: string
}

export interface StartScript {
  readonly server: JavaServer
  /** Of its page. */
  readonly httpsPort: number
  readonly java?: Jvm | undefined
  /** The systemd unit that runs it. */
  readonly unit?: string | undefined
  /** Seconds. */
  readonly timeout: number
}

/**
 * How a server is started, stopped and looked at. A start is over when the server is healthy, so that a start that was not
 * is never recorded as one; it is over as well when nothing is left that could become healthy. All of a start, the end of
 * the old server with it, has one time limit: systemd is not waited for. `restart` of a server's script is not used: many a
 * one starts a second server while the first one still runs; nor is a stale pid file left to it, for which it would say
 * "already running".
 */
export function serverCommands(args: StartScript): ServiceScripts {
  const { server, unit, timeout } = args
  const look = `${processFunctions(server)}\n${pageFunction(server.page, args.httpsPort)}`
  const begin = `${look}\n${unit === undefined ? scriptFunctions(args) : unitFunctions(unit)}
rb_end=$(($(date +%s) + ${Math.ceil(timeout)}))
rb_late() { [ "$(date +%s)" -ge "$rb_end" ]; }
rb_nap() { sleep 0.5 2>/dev/null || sleep 1; }
rb_stop || exit
while rb_running; do
  rb_late && { rb_hangs; exit 1; }
  rb_nap
done`
  const start = `${begin}\nrm -f ${quote(server.pidFile)}\n${waitFunction(args)}\nrb_start || exit\nrb_wait`
  return { status: `${look}\nrb_alive && ${listens(args.httpsPort)}`, stop: begin, start, restart: start }
}

/** By the server's own script, which may leave a shell behind that starts the JVM and waits for it. */
const scriptFunctions = ({
  server: { home, launcher, homeProperty },
  java,
  timeout,
}: StartScript): string => `rb_stop() { if rb_alive; then kill -TERM "$rb_pid"; fi; }
rb_running() { rb_alive; }
rb_hangs() { echo "process $rb_pid has not ended ${timeout} seconds after it was told to: look what it does, or kill -9 $rb_pid"; }
rb_start() {
  ${setJavaHome(java)}
  export JAVA_HOME
  sh ${quote(`${home}/${launcher}`)} start
}
rb_busy() {
  for c in $(grep -lsE '${inBrackets(launcher)}|${inBrackets(homeProperty)}=' /proc/[0-9]*/cmdline); do
    h=$({ tr '\\0' '\\n' <"$c"; } 2>/dev/null | sed -n 's|/${inBrackets(launcher)}$||p; s|^-D${inBrackets(homeProperty)}=||p' | head -n 1)
    [ -n "$h" ] && [ "$(cd "$h" 2>/dev/null && pwd -P)" = "$rb_home" ] && return
  done
  return 1
}
rb_told() { :; }`

/** As a regular expression that does not find itself in a command line. */
const inBrackets = (text: string): string => text.replaceAll('.', '[.]')

/** By systemd, whose own limits are not ours: it is told what to do and asked how it goes. What was started without it ends, too. */
const unitFunctions = (
  unit: string,
): string => `rb_show() { rb_shown=$(systemctl show -p LoadState -p ActiveState -p Result -p ExecMainStatus -p Job ${quote(unit)}); }
rb_of() { printf '%s\\n' "$rb_shown" | sed -n "s/^$1=//p"; }
rb_stop() {
  systemctl daemon-reload && rb_show || return
  [ "$(rb_of LoadState)" != not-found ] || { echo ${quote(`there is no unit ${unit}: make it before`)}; return 1; }
  systemctl stop --no-block ${quote(unit)}
}
rb_running() {
  rb_busy && return
  rb_alive || return
  [ "$rb_pid" = "$rb_ending" ] || kill -TERM "$rb_pid"
  rb_ending=$rb_pid
}
rb_hangs() { echo ${quote(`the unit ${unit}`)}" ($(rb_of ActiveState)) has not ended in time: look what it does, by systemctl status ${unit}"; }
rb_start() { systemctl start --no-block ${quote(unit)}; }
rb_busy() {
  rb_show
  case $(rb_of Job) in [1-9]*) return ;; esac
  case $(rb_of ActiveState) in inactive | failed) return 1 ;; esac
}
rb_told() {
  rb_show
  echo ${quote(`systemd says of ${unit}:`)}" $(rb_of ActiveState) ($(rb_of Result), exit status $(rb_of ExecMainStatus)); its journal ends:"
  journalctl -u ${quote(unit)} -n 5 --no-pager -o cat 2>&1
}`

/** Asks for the page, where the host has a tool to ask for it: BusyBox's wget is none, for it fails at many a TLS. Without `-quiet` openssl prints session tickets into the answer. */
const pageFunction = (page: string, port: number): string => `rb_page() {
  if command -v curl >/dev/null 2>&1; then
    [ "$(curl -ks -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 5 https://127.0.0.1:${port}${page})" = 200 ]
  elif command -v openssl >/dev/null 2>&1; then
    printf 'GET ${page} HTTP/1.0\\r\\n\\r\\n' | timeout 5 openssl s_client -quiet -connect 127.0.0.1:${port} 2>/dev/null | grep -q '^HTTP/1.. 200'
  fi
}`

/** Only what is written from this start on counts; a log that was rolled over meanwhile is read from its beginning. */
function waitFunction({ server, httpsPort, timeout }: StartScript): string {
  const log = quote(server.log)
  return `from=$( (wc -c <${log}) 2>/dev/null || echo 0)
rb_log() { [ "$( (wc -c <${log}) 2>/dev/null || echo 0)" -ge "$from" ] || from=0; tail -c +$((from + 1)) ${log} 2>/dev/null; }
rb_fail() {
  echo "$1"
  rb_told
  l=$(rb_log | tail -n 6)
  if [ -n "$l" ]; then printf 'its log ends:\\n%s\\n' "$l"; else echo ${quote(`it has written nothing to ${server.log}`)}; fi
  exit 1
}
rb_healthy() {
  why='the server has not said that it is started'
  rb_log | grep -qF ${quote(server.startedLine)} || return
  why='the server says that it is started, but does not listen on port ${httpsPort}'
  ${listens(httpsPort)} || return
  why='the server says that it is started, but its page ${server.page} does not answer'
  rb_page
}
rb_wait() {
  rb_seen=
  until rb_healthy; do
    if rb_alive; then rb_seen=yes
    elif [ -n "$rb_seen" ] || ! rb_busy; then rb_alive || rb_fail 'the server has ended'
    fi
    rb_late && rb_fail "$why ${timeout} seconds after its start"
    rb_nap
  done
}`
}
