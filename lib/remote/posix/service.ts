import { parentOf } from '../../core/paths.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { type Manager, type ServiceScripts, serviceFunctions, unitNamed } from './service-functions.ts'
import { temporaryFunction } from './temporary.ts'
import { type Awaited, waitScript } from './waits.ts'

export interface ServiceChange {
  readonly name: string
  readonly commands: ServiceScripts | undefined
  readonly manager: Manager
  /** Why, for the reader of a dry run. */
  readonly reason: string
  readonly verb: 'restart' | 'reload' | 'stop' | 'none'
  readonly boot: 'enable' | 'disable' | undefined
  /** That it cannot be made to start with the host is a failure. */
  readonly mustBoot: boolean
  /** Where to put what is on standard input once all has succeeded; `once`: where it proves to be a oneshot. */
  readonly stamp: { readonly path: string; readonly when: 'always' | 'once' } | undefined
  readonly ready: Awaited | undefined
  readonly timeout: number
}

/**
 * One script that changes a service. What the plan found may be old by now (a package starts what it brings), so the
 * script looks for itself: what runs is restarted or reloaded, what does not is started.
 */
export function serviceScript(change: ServiceChange): string {
  const { name, commands, manager, reason, verb, stamp, ready, timeout } = change
  const isStart = verb === 'restart' || verb === 'reload'
  // A unit that something wants stays loaded when it ends: what became of it can be asked, so it is enabled first.
  const action = verb === 'none' ? [] : isStart ? starting(name, verb, ready) : stopping(name)
  return [
    comment(reason),
    prelude(timeout, ready?.look.log),
    ...(stamp === undefined ? [] : [keepInput(stamp.path)]),
    serviceFunctions(name, commands, manager),
    ...(manager === 'systemd' ? [...bootLines(change), ...action] : [...action, ...bootLines(change)]),
    ...(ready === undefined || !isStart ? [] : [readyLine(name, ready, timeout)]),
    ...(stamp === undefined ? [] : [putStamp(stamp)]),
  ].join('\n')
}

const stopping = (name: string): string[] => [
  `rb_begin 1; svc_stop || rb_fail ${quote(`${name} does not stop`)}`,
  'rb_until_stopped || exit',
]

/** A restart is a stop and a start, and may take as long as both. What ends again is not waited for. */
const starting = (name: string, verb: 'restart' | 'reload', ready: Awaited | undefined): string[] => [
  `if svc_status; then rb_begin ${verb === 'restart' ? 2 : 1}; rb_mark; svc_${verb} || rb_fail ${quote(`${name} does not ${verb}`)}
else rb_begin 1; rb_mark; svc_start || rb_fail ${quote(`${name} does not start`)}; fi
rb_seen=0
while :; do
  svc_up
  case $? in
    0) rb_seen=$((rb_seen + 1)) ;;
    2) rb_fail ${quote(`${name} was started, and has ended`)} ;;
    *) rb_seen=0 ;;
  esac
  [ $rb_seen -lt ${ready === undefined ? '$rb_looks' : 1} ] || break
  [ "$(date +%s)" -le $rb_last ] || rb_fail ${quote(`${name} was started but does not run`)}
  sleep 0.2 2>/dev/null || sleep 1
done`,
]

function bootLines({ name, boot, mustBoot, manager }: ServiceChange): string[] {
  if (boot === undefined) return []
  const cannot = quote(`cannot ${boot} ${name}`)
  const line = `rb_begin 1; svc_${boot} || rb_fail ${cannot}; : >"$rb_out"`
  if (!mustBoot || manager !== 'systemd') return [line]
  return [
    `${line}
case $(systemctl is-enabled ${unitNamed(quote(name))} 2>/dev/null) in
  enabled) ;;
  *) echo ${quote(`${name} cannot be made to start with the host, for its unit is`)} "$(systemctl is-enabled ${quote(name)} 2>&1):" 'leave enabled out, or name the unit that starts it'; exit 1 ;;
esac`,
  ]
}

const readyLine = (name: string, ready: Awaited, timeout: number): string =>
  `(\n${waitScript(ready, { timeout, interval: 1, whilst: 'rb_lives' })}\n) || rb_fail ${quote(`${name} does not get ready`)}`

/** Where the stamp cannot be written, nothing is started; what dies from here on leaves none, so the next run starts anew. */
const keepInput = (stamp: string): string =>
  `rb_temp file ${quote(parentOf(stamp))} && rb_stamp=$rb_t && cat >"$rb_stamp" && rm -f -- ${quote(stamp)} || exit`

const putStamp = ({ path, when }: NonNullable<ServiceChange['stamp']>): string => {
  const put = `mv -f -- "$rb_stamp" ${quote(path)}`
  return when === 'always' ? put : `if svc_once; then ${put}; fi`
}

/**
 * rb_act runs a command in a session of its own, its output in a file: a service outlives the run that starts it, and a
 * pipe that it holds open would keep the run waiting. It has until `rb_last`. rb_mark remembers where the log ends.
 */
const prelude = (timeout: number, log: string | undefined): string =>
  `rb_from=0
${temporaryFunction}
rb_temp file "\${TMPDIR:-/tmp}" || exit
rb_out=$rb_t
rb_fail() { echo "$1"; tail -n 15 "$rb_out"; svc_why; exit 1; }
rb_begin() { rb_first=$(date +%s); rb_last=$((rb_first + $1 * ${Math.ceil(timeout)})); }
rb_act() {
  rb_left=$((rb_last - $(date +%s)))
  set -- sh -c "$1"
  if command -v timeout >/dev/null 2>&1; then set -- timeout $((rb_left > 0 ? rb_left : 1)) "$@"; fi
  if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
  "$@" </dev/null >"$rb_out" 2>&1 && return
  if [ "$(date +%s)" -ge $rb_last ]; then echo "it has not ended within $((rb_last - rb_first)) seconds, and is not waited for any longer" >>"$rb_out"; fi
  return 1
}
rb_mark() { ${log === undefined ? ':' : `rb_from=$(wc -c <${quote(log)}) 2>/dev/null || rb_from=0`}; }
rb_lives() { svc_up; [ $? != 2 ]; }
rb_until_stopped() {
  while svc_status; do
    if [ "$(date +%s)" -gt $rb_last ]; then
      echo "it still runs $((rb_last - rb_first)) seconds after it was told to stop"; return 1
    fi
    sleep 0.2 2>/dev/null || sleep 1
  done
}`
