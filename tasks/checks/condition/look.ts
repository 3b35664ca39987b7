import * as v from 'valibot'
import { type CommandAnswer, commandFact, type Fact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { kinds } from '../../support/kinds.ts'
import { hostPath, line, text, whole } from '../../support/schema.ts'
import { httpLook, httpOptions, httpWords } from './http-look.ts'

/** What a host can see for itself, by the option that tells which it is. */
export const looks = {
  port: {
    /** A TCP port. */
    port: whole('the number of a TCP port', 1, 65_535),
    /** Address to connect to from the host. Default: the port listens on the host itself, which is seen without connecting. */
    host: v.optional(line('a name or an address')),
  },
  log: {
    /** A log file on the host. */
    log: hostPath,
    /** POSIX extended regular expression: a line like this stands in the log. */
    line: line('a regular expression'),
    /** Only after the last line like this, such as the first one of each start. Default: anywhere. */
    after: v.optional(line('a regular expression')),
  },
  script: {
    /** A POSIX shell script that only reads, and ends with 0. */
    script: text('a POSIX shell script'),
  },
  url: httpOptions,
}

/** Something that a host can see for itself, once or again and again until it is so. */
export const look = kinds({}, looks)
export type Condition = v.InferInput<typeof look>

/** Completes "wait until …". */
export function lookWords(look: Condition): string {
  if (look.port !== undefined) return `port ${look.port}${look.host === undefined ? '' : ` of ${look.host}`} is open`
  if (look.log !== undefined) return `${look.log} says ${look.line}`
  if (look.url !== undefined) return httpWords(look)
  return `${look.script.trim().split('\n')[0]} succeeds`
}

/** The status of a look that can never be so. */
const never = 2

/**
 * Ends with 0 when it is so, else says what is seen; with `never` when waiting is in vain. A log is read from the byte after
 * `$rb_from` on.
 */
export const lookScript = (look: Condition): string => `# ${oneLine(lookWords(look))}\n${bodyOf(look)}`

function bodyOf(look: Condition): string {
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
export function waitScript(look: Condition, { timeout, interval, whilst }: Patience): string {
  const words = quote(`waited ${timeout} seconds until ${oneLine(lookWords(look))}; last seen:`)
  const ended = quote(`it has ended before ${oneLine(lookWords(look))}; last seen:`)
  return `rb_look() {
${lookScript(look)}
}
rb_end=$(($(date +%s) + ${Math.ceil(timeout)}))
until rb_seen=$(rb_look 2>&1); do
  [ $? != ${never} ] || { echo "$rb_seen"; exit 1; }
  if [ "$(date +%s)" -gt $rb_end ]; then printf '%s %s\\n' ${words} "$rb_seen"; exit 1; fi
${whilst === undefined ? '' : `  ${whilst} || { printf '%s %s\\n' ${ended} "$rb_seen"; exit 1; }\n`}  sleep ${interval}
done`
}

export const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')

/** What listens is in a table of the kernel: a connection would leave a line in the log of many a server. */
function portLook({ port, host }: Extract<Condition, { port: number }>): string {
  if (host !== undefined) return connectLook(host, port)
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return `grep -qs ': [0-9A-F]*:${hex} [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6 || { echo 'nothing listens on port ${port}'; exit 1; }`
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

type LogLook = Extract<Condition, { log: string }>

/** One line is needed: some tools read the expression only when they have something to try it on. */
const expressionScript = (expressions: readonly (string | undefined)[]): string =>
  expressions
    .flatMap((one) => (one === undefined ? [] : [quote(one)]))
    .map(
      (one) =>
        `rb_said=$(echo | LC_ALL=C grep -Eq -e ${one} 2>&1); [ $? -le 1 ] || { echo ${one} "is no regular expression ($rb_said)"; exit ${never}; }`,
    )
    .join('\n')

/** Whether the expressions of a look can be read on the host; undefined: it has none. */
export const expressionFact = ({ log, line, after }: Condition): Fact<CommandAnswer> | undefined =>
  log === undefined
    ? undefined
    : commandFact(`# whether ${oneLine(line)} can be read\n${expressionScript([line, after])}`, [])

/** Why it never can be so, however long it is waited for; undefined: it can. */
export const hopeless = ({ status, output }: CommandAnswer): Refusal | undefined =>
  status === never ? refuse(output.trim(), 'mend it, then run again') : undefined

const scriptLook = (script: string): string =>
  `rb_said=$(sh -c ${quote(script)} </dev/null 2>&1) || { x=$?; printf 'status %s%s\\n' $x "\${rb_said:+: $rb_said}"; exit 1; }`
