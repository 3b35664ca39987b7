import type { CommandAnswer } from '../../core/answers.ts'
import { comment, oneLine } from './comment.ts'
import { type HttpRequest, httpLook } from './http.ts'
import { listens } from './listening.ts'
import { quote } from './quote.ts'

/** Something that a host can see for itself, and how it is told: the words complete "wait until …". */
export interface Awaited {
  readonly look: Look
  readonly words: string
}

export type Look = PortLook | LogLook | ScriptLook | UrlLook

interface PortLook extends Others<'port'> {
  readonly port: number
  readonly host?: string | undefined
}

interface LogLook extends Others<'log'> {
  readonly log: string
  readonly line: string
  readonly after?: string | undefined
}

interface ScriptLook extends Others<'script'> {
  readonly script: string
}

interface UrlLook extends HttpRequest, Others<'url'> {}

type Others<Own extends Kind> = { readonly [Name in Exclude<Kind, Own>]?: undefined }
type Kind = 'port' | 'log' | 'script' | 'url'

/** The status of a look that can never be so. */
const never = 2

/**
 * Ends with 0 when it is so, else says what is seen; with `never` when waiting is in vain. A log is read from the byte after
 * `$rb_from` on.
 */
const lookScript = ({ look, words }: Awaited): string => `${comment(words)}\n${bodyOf(look)}`

/** The same, once: a script of the user is given so many seconds. */
export const askLook = (awaited: Awaited, timeout: number): string =>
  `${awaited.look.script === undefined ? '' : bounded(timeout)}${lookScript(awaited)}`

/** Whether it can never be so, however long it is waited for. */
export const isHopeless = ({ status }: CommandAnswer): boolean => status === never

function bodyOf(look: Look): string {
  if (look.port !== undefined) return portLook(look)
  if (look.log !== undefined) return logLook(look)
  return look.url === undefined ? scriptLook(look.script) : httpLook(look)
}

export interface Patience {
  readonly timeout: number
  readonly interval: number
  /** A command: where it fails, there is nothing more to wait for. */
  readonly whilst?: string
}

/** Looks every `interval` seconds until it is so; after `timeout` seconds it fails with what was last seen. */
export function waitScript(awaited: Awaited, { timeout, interval, whilst }: Patience): string {
  const until = oneLine(awaited.words)
  const words = quote(`waited ${timeout} seconds until ${until}; last seen:`)
  const ended = quote(`it has ended before ${until}; last seen:`)
  return `rb_look() {
${lookScript(awaited)}
}
rb_end=$(($(date +%s) + ${Math.ceil(timeout)}))
${awaited.look.script === undefined ? '' : bounded(timeout)}until rb_seen=$(rb_look 2>&1); do
  [ $? != ${never} ] || { echo "$rb_seen"; exit 1; }
  if [ "$(date +%s)" -gt $rb_end ]; then printf '%s %s\\n' ${words} "$rb_seen"; exit 1; fi
${whilst === undefined ? '' : `  ${whilst} || { printf '%s %s\\n' ${ended} "$rb_seen"; exit 1; }\n`}  sleep ${interval}
done`
}

function portLook({ port, host }: PortLook): string {
  if (host !== undefined) return connectLook(host, port)
  const unseen = `{ echo 'it cannot be seen who listens on this host: it has no /proc/net/tcp'; exit ${never}; }`
  return `${listens(port)} || { cat /proc/net/tcp >/dev/null || ${unseen}; echo 'nothing listens on port ${port}'; exit 1; }`
}

function connectLook(host: string, port: number): string {
  const to = `${quote(host)} ${port}`
  return `if command -v bash >/dev/null 2>&1; then timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${to}
elif command -v python3 >/dev/null 2>&1; then python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)' ${to}
else timeout 5 nc -w 3 ${to} </dev/null; case $? in 0 | 124 | 143) ;; *) false ;; esac
fi >/dev/null 2>&1 || { echo ${quote(`port ${port} of ${host} cannot be connected to`)}; exit 1; }`
}

function logLook({ log, line, after }: LogLook): string {
  const path = quote(log)
  const newest = `tail -c +$((\${rb_from:-0} + 1)) ${path} | tr -d '\\000'`
  const since =
    after === undefined ? '' : `rb_at=$(${newest} | LC_ALL=C grep -En -e ${quote(after)} | tail -n 1 | cut -d: -f1)\n`
  const part = after === undefined ? newest : `${newest} | tail -n +"\${rb_at:-1}"`
  return `${expressionScript([line, after])}
[ -f ${path} ] || { echo ${quote(`${log} is not there`)}; exit 1; }
[ "$(wc -c <${path})" -ge "\${rb_from:-0}" ] || rb_from=0
${since}${part} | LC_ALL=C grep -Eq -e ${quote(line)} ||
  { echo ${quote(`no such line in ${log}, which ends:`)}; tail -n 10 ${path}; exit 1; }`
}

/** Whether the regular expressions of a look can be read on the host: else it ends with `never`. */
export const askExpressions = ({ line, after }: Pick<LogLook, 'line' | 'after'>): string =>
  `${comment(`whether ${line} can be read`)}\n${expressionScript([line, after])}`

/** One line is needed: some tools read the expression only when they have something to try it on. */
const expressionScript = (expressions: readonly (string | undefined)[]): string =>
  expressions
    .flatMap((one) => (one === undefined ? [] : [quote(one)]))
    .map(
      (one) =>
        `rb_said=$(echo | LC_ALL=C grep -Eq -e ${one} 2>&1); [ $? -le 1 ] || { echo ${one} "is no regular expression ($rb_said)"; exit ${never}; }`,
    )
    .join('\n')

const scriptLook = (script: string): string => `rb_script=${quote(script)}
rb_said=$(echo "$rb_script" | sh -n 2>&1) || { echo "it is no script that this host can read ($rb_said)"; exit ${never}; }
if [ -n "\${rb_file-}" ]; then $rb_bounded sh -c "$rb_script" </dev/null >"$rb_file" 2>&1; x=$?; rb_said=$(cat "$rb_file")
else rb_said=$(sh -c "$rb_script" </dev/null 2>&1); x=$?
fi
[ $x = 0 ] || { printf 'status %s%s\\n' $x "\${rb_said:+: $rb_said}"; exit 1; }`

/** A script of the user is ended with the wait. It says what it says to a file: what it may leave running holds up nobody. */
const bounded = (timeout: number): string =>
  `rb_file= rb_bounded='timeout ${Math.max(1, Math.ceil(timeout))}'
if command -v timeout >/dev/null 2>&1 && rb_file=$(mktemp 2>/dev/null); then trap 'rm -f "$rb_file"' EXIT; fi
`
