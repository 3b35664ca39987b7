import { quote } from '../../lib/remote/posix/quote.ts'
import { type Condition, waitScript } from './look.ts'
import { type ServiceCommands, type ServiceStatus, serviceFunctions } from './service-manager.ts'

export interface ServiceChange {
  readonly name: string
  readonly commands: ServiceCommands | undefined
  readonly manager: ServiceStatus['manager']
  /** Why, for the reader of a dry run. */
  readonly reason: string
  readonly verb: 'restart' | 'reload' | 'stop' | 'none'
  readonly boot: 'enable' | 'disable' | undefined
  /** Where to put what is on standard input once all has succeeded. */
  readonly stamp: string | undefined
  readonly ready: Condition | undefined
  readonly timeout: number
}

/**
 * One script that changes a service. What the plan found may be old by now (a package starts what it brings), so the
 * script looks for itself: what runs is restarted or reloaded, what does not is started.
 */
export function serviceScript({
  name,
  commands,
  manager,
  reason,
  verb,
  boot,
  stamp,
  ready,
  timeout,
}: ServiceChange): string {
  return [
    `# ${reason}`,
    prelude(timeout, ready),
    ...(stamp === undefined ? [] : [keepInput(stamp)]),
    serviceFunctions(name, commands, manager),
    ...actions(name, verb),
    ...(boot === undefined ? [] : [`svc_${boot} || rb_fail ${quote(`cannot ${boot} ${name}`)}`]),
    ...(ready === undefined || verb === 'stop' || verb === 'none'
      ? []
      : [`(\n${waitScript(ready, { timeout, interval: 1 })}\n) || rb_fail ${quote(`${name} does not get ready`)}`]),
    ...(stamp === undefined ? [] : [`mv -f -- "$rb_stamp" ${quote(stamp)}`]),
  ].join('\n')
}

function actions(name: string, verb: ServiceChange['verb']): string[] {
  switch (verb) {
    case 'none':
      return []
    case 'stop':
      return [`svc_stop || rb_fail ${quote(`${name} does not stop`)}`, 'rb_until_stopped || exit']
    default:
      return [
        `if svc_status; then rb_mark; svc_${verb} || rb_fail ${quote(`${name} does not ${verb}`)}
else rb_mark; svc_start || rb_fail ${quote(`${name} does not start`)}; fi`,
        `rb_until svc_status || rb_fail ${quote(`${name} was started but does not run`)}`,
      ]
  }
}

/** Where the stamp cannot be written, nothing is started; what dies from here on leaves none, so the next run starts anew. */
const keepInput = (stamp: string): string =>
  `rb_stamp=${quote(stamp)}.$$
(umask 077; cat >"$rb_stamp") && rm -f -- ${quote(stamp)} || exit`

/**
 * rb_act runs a command in a session of its own, its output in a file: a service outlives the run that starts it, and a
 * pipe that it holds open would keep the run waiting. rb_mark remembers where the log ends.
 */
const prelude = (timeout: number, ready: Condition | undefined): string =>
  `rb_from=0
rb_out=$(mktemp) || exit
trap 'rm -f -- "$rb_out" \${rb_stamp:+"$rb_stamp"}' EXIT
rb_fail() { echo "$1"; tail -n 15 "$rb_out"; exit 1; }
rb_act() {
  if command -v setsid >/dev/null 2>&1; then setsid sh -c "$1"; else sh -c "$1"; fi </dev/null >"$rb_out" 2>&1
}
rb_mark() { ${ready && ready.log !== undefined ? `rb_from=$(wc -c <${quote(ready.log)}) 2>/dev/null || rb_from=0` : ':'}; }
rb_until() {
  rb_last=$(($(date +%s) + ${Math.ceil(timeout)}))
  until "$@"; do
    [ "$(date +%s)" -le $rb_last ] || return 1
    sleep 0.2 2>/dev/null || sleep 1
  done
}
rb_gone() { ! svc_status; }
rb_until_stopped() { rb_until rb_gone || { echo "it still runs ${Math.ceil(timeout)} seconds after it was stopped"; return 1; }; }`
