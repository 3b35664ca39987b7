import * as v from 'valibot'
import type { CommandAnswer } from '../../lib/core/fact.ts'
import { quote } from '../../lib/remote/posix/quote.ts'
import { text } from './schema.ts'

const script = text('a POSIX shell script')

/** How a service is handled that neither systemd nor an init script knows: POSIX shell scripts. */
export const serviceCommands = v.strictObject({
  /** Starts it. */
  start: script,
  /** Stops it. */
  stop: script,
  /** Ends with 0 while the service runs. */
  status: script,
  /** Default: stop, then start. */
  restart: v.optional(script),
  /** Makes it read its files anew. Default: it cannot be reloaded. */
  reload: v.optional(script),
})
export type ServiceCommands = v.InferInput<typeof serviceCommands>

export interface ServiceStatus {
  readonly manager: 'systemd' | 'sysv' | 'commands'
  readonly running: boolean
  /** Whether it starts with the host; `fixed`: that cannot be chosen here. */
  readonly boot: 'enabled' | 'disabled' | 'masked' | 'fixed'
}

/** Prints how a service is, in the words that `statusAnswer` predicts. */
export function statusScript(name: string, commands: ServiceCommands | undefined): string {
  const unit = quote(name)
  if (commands)
    return `if ( ${quietly(commands.status)} ); then echo commands running fixed; else echo commands stopped fixed; fi`
  return `if [ -d /run/systemd/system ]; then
  m=systemd; systemctl is-active --quiet ${unit} && r=running || r=stopped
  case $(systemctl is-enabled ${unit} 2>/dev/null) in
    enabled | enabled-runtime | alias) b=enabled ;;
    disabled) b=disabled ;;
    masked*) b=masked ;;
    *) b=fixed ;;
  esac
else
  m=sysv; ( ${quietly(sysv(name, 'status'))} ) && r=running || r=stopped
  b=fixed
  if [ -e /etc/init.d/${unit} ]; then b=disabled; fi
  for f in /etc/rc[2345].d/S[0-9][0-9]${unit} /etc/rc.d/rc[2345].d/S[0-9][0-9]${unit} /etc/runlevels/*/${unit}; do
    if [ -e "$f" ] || [ -L "$f" ]; then b=enabled; fi
  done
fi
echo $m $r $b`
}

export const statusAnswer = ({ manager, running, boot }: ServiceStatus): CommandAnswer => ({
  status: 0,
  output: `${manager} ${running ? 'running' : 'stopped'} ${boot}\n`,
})

export function readStatus({ output }: CommandAnswer): ServiceStatus {
  const [manager, running, boot] = output.trim().split(' ')
  return { manager, running: running === 'running', boot } as ServiceStatus
}

/** Shell functions that act on a service: svc_status, svc_start, svc_stop, svc_restart, svc_reload, svc_boot. */
export function serviceFunctions(
  name: string,
  commands: ServiceCommands | undefined,
  manager: ServiceStatus['manager'],
): string {
  const unit = quote(name)
  const stopThenStart = 'svc_stop && rb_until_stopped && rb_mark && svc_start'
  if (commands) {
    const restart = commands.restart === undefined ? stopThenStart : `rb_act ${quote(commands.restart)}`
    return functions({
      status: quietly(commands.status),
      start: `rb_act ${quote(commands.start)}`,
      stop: `rb_act ${quote(commands.stop)}`,
      restart,
      reload: `rb_act ${quote(commands.reload ?? 'false')}`,
      enable: ':',
      disable: ':',
    })
  }
  const systemd = (verb: string) => `rb_act ${quote(`systemctl daemon-reload && systemctl ${verb} ${unit}`)}`
  const init = (verb: string) => `rb_act ${quote(sysv(name, verb))}`
  const rc = (here: string, redhat: string, alpine: string) =>
    `rb_act ${quote(`if command -v update-rc.d; then ${here}; elif command -v chkconfig; then ${redhat}; elif command -v rc-update; then ${alpine}; fi`)}`
  return manager === 'systemd'
    ? functions({
        status: `systemctl is-active --quiet ${unit}`,
        start: systemd('start'),
        stop: systemd('stop'),
        restart: systemd('restart'),
        reload: systemd('reload'),
        enable: `case $(systemctl is-enabled ${unit} 2>/dev/null) in disabled) rb_act ${quote(`systemctl enable ${unit}`)} ;; esac`,
        disable: `rb_act ${quote(`systemctl disable ${unit}`)}`,
      })
    : functions({
        status: quietly(sysv(name, 'status')),
        start: init('start'),
        stop: init('stop'),
        restart: stopThenStart,
        reload: init('reload'),
        enable: rc(
          `update-rc.d ${unit} defaults && update-rc.d ${unit} enable`,
          `chkconfig ${unit} on`,
          `rc-update add ${unit} default`,
        ),
        disable: rc(`update-rc.d ${unit} disable`, `chkconfig ${unit} off`, `rc-update del ${unit}`),
      })
}

type Verb = 'status' | 'start' | 'stop' | 'restart' | 'reload' | 'enable' | 'disable'

const functions = (bodies: Readonly<Record<Verb, string>>): string =>
  Object.entries(bodies)
    .map(([verb, body]) => `svc_${verb}() { ${body}; }`)
    .join('\n')

const quietly = (script: string): string => `sh -c ${quote(script)} </dev/null >/dev/null 2>&1`

const sysv = (name: string, verb: string): string =>
  `if [ ! -x /etc/init.d/${quote(name)} ]; then echo ${quote(`this host has neither systemd nor /etc/init.d/${name}`)}; exit 4
elif command -v service >/dev/null 2>&1; then service ${quote(name)} ${verb}
else /etc/init.d/${quote(name)} ${verb}; fi`
