import { quote } from '../../lib/remote/quote.ts'
import type { ServiceCommands } from '../support/service-manager.ts'
import { loginPage } from './https-request.ts'
import { type Java, setJavaHome } from './java.ts'

export interface StartScript {
  readonly home: string
  /** Port of the console, offset included. */
  readonly httpsPort: number
  readonly java?: Java | undefined
  /** The systemd unit that runs it. */
  readonly unit?: string | undefined
  /** Seconds. */
  readonly timeout: number
}

/** Written when a start is complete, and when one begins. */
export const startedLine = 'WSO2 Carbon started in'
export const startingLine = 'Starting WSO2 Carbon'

export const logOf = (home: string): string => `${home}/repository/logs/wso2carbon.log`
export const pidFileOf = (home: string): string => `${home}/wso2carbon.pid`

/**
 * How a server is started, stopped and looked at. A start is over when the server is healthy, so that a start that was not
 * is never recorded as one. `restart` of the product's script is not used: without `ps` it starts a second server while
 * the first one still runs; nor is a stale pid file left to it, for which it says "already running".
 */
export function serverCommands(args: StartScript): ServiceCommands {
  const { home, unit, timeout } = args
  const look = `${processFunctions(home)}\n${pageFunction(args.httpsPort)}`
  const start =
    unit === undefined
      ? `${setJavaHome(args.java)}\nexport JAVA_HOME\nsh ${quote(`${home}/bin/wso2server.sh`)} start || exit`
      : `systemctl daemon-reload && systemctl start ${quote(unit)} || exit`
  const stop =
    unit === undefined ? 'if rb_alive; then kill -TERM "$rb_pid" || exit; fi' : `systemctl stop ${quote(unit)} || exit`
  const halt = `${stop}\n${untilGone(timeout)}`
  return {
    status: `${look}\nrb_alive && ${listens(args.httpsPort)}`,
    stop: `${look}\n${halt}`,
    start: `${look}\n${halt}\nrm -f ${quote(pidFileOf(home))}\n${waitFunction(args)}\n${start}\nrb_wait`,
  }
}

/**
 * Sets `rb_pid` where the process of the pid file is a server of this home: a number alone may be another process's by
 * now. Symbolic links to the home do not matter.
 */
export const processFunctions = (home: string): string => `rb_home=$(cd ${quote(home)} 2>/dev/null && pwd -P)
rb_homeof() {
  h=$({ tr '\\0' '\\n' <"/proc/$1/cmdline"; } 2>/dev/null | sed -n 's/^-Dcarbon\\.home=//p') && [ -n "$h" ] && (cd "$h" 2>/dev/null && pwd -P)
}
rb_alive() {
  rb_pid=$(cat ${quote(pidFileOf(home))} 2>/dev/null) && [ -n "$rb_pid" ] && [ -n "$rb_home" ] && [ "$(rb_homeof "$rb_pid")" = "$rb_home" ]
}`

/** Whether somebody listens on a TCP port of this host: seen without a connection, a tool or a privilege. */
const listens = (port: number): string =>
  `grep -qs ': [0-9A-F]*:${portInHex(port)} [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6`

export const portInHex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')

/** The login page, where the host has a tool to ask for it: BusyBox's wget is none, for it fails at many a TLS. Without `-quiet` openssl prints session tickets into the answer. */
const pageFunction = (port: number): string => `rb_page() {
  if command -v curl >/dev/null 2>&1; then
    [ "$(curl -ks -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 5 https://127.0.0.1:${port}${loginPage})" = 200 ]
  elif command -v openssl >/dev/null 2>&1; then
    printf 'GET ${loginPage} HTTP/1.0\\r\\n\\r\\n' | timeout 5 openssl s_client -quiet -connect 127.0.0.1:${port} 2>/dev/null | grep -q '^HTTP/1.. 200'
  fi
}`

const untilGone = (timeout: number): string => `end=$(($(date +%s) + ${timeout}))
while rb_alive; do
  [ "$(date +%s)" -lt $end ] || { echo "process $rb_pid has not ended ${timeout} seconds after it was told to: look what it does, or kill -9 $rb_pid"; exit 1; }
  sleep 0.2 2>/dev/null || sleep 1
done`

/** Only what is written from this start on counts; a log that was rolled over meanwhile is read from its beginning. */
function waitFunction({ home, httpsPort, timeout }: StartScript): string {
  const log = quote(logOf(home))
  return `from=$( (wc -c <${log}) 2>/dev/null || echo 0)
rb_log() { [ "$( (wc -c <${log}) 2>/dev/null || echo 0)" -ge "$from" ] || from=0; tail -c +$((from + 1)) ${log} 2>/dev/null; }
rb_fail() { echo "$1; its log ends:"; rb_log | tail -n 12; exit 1; }
rb_healthy() {
  why='the server has not said that it is started'
  rb_log | grep -qF ${quote(startedLine)} || return
  why='the server says that it is started, but does not listen on port ${httpsPort}'
  ${listens(httpsPort)} || return
  why='the server says that it is started, but its login page does not answer'
  rb_page
}
rb_wait() {
  seen= end=$(($(date +%s) + ${timeout}))
  until rb_healthy; do
    if rb_alive; then seen=yes; elif [ -n "$seen" ]; then rb_fail 'the server has ended'; fi
    [ "$(date +%s)" -lt $end ] || rb_fail "$why ${timeout} seconds after its start"
    sleep 0.5 2>/dev/null || sleep 1
  done
}`
}
