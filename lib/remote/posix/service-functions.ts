import { quote } from './quote.ts'

/** How a service is handled that neither systemd nor an init script knows. */
export interface ServiceScripts {
  readonly start: string
  readonly stop: string
  /** Ends with 0 while the service runs. */
  readonly status: string
  readonly restart?: string | undefined
  readonly reload?: string | undefined
}

export type Manager = 'systemd' | 'sysv' | 'commands'

/**
 * Shell functions that act on a service: svc_status, svc_start, svc_stop, svc_restart, svc_reload, svc_enable, svc_disable.
 * svc_up: 0, it is as a start leaves it; 1, it may get so; 2, it has ended. svc_once: it leaves nothing running. svc_why
 * says what the host knows of a failure. rb_looks: how often a service must be seen up, because its type says too little.
 */
export function serviceFunctions(name: string, commands: ServiceScripts | undefined, manager: Manager): string {
  if (commands) return functions(byCommands(commands))
  return functions(manager === 'systemd' ? bySystemd(quote(name)) : byScript(name))
}

type Name = 'status' | 'start' | 'stop' | 'restart' | 'reload' | 'enable' | 'disable' | 'up' | 'once' | 'why'
type Bodies = Readonly<Record<Name, string>>

const functions = (bodies: Bodies): string =>
  ['rb_looks=1', ...Object.entries(bodies).map(([verb, body]) => `svc_${verb}() { ${body}; }`)].join('\n')

const act = (script: string): string => `rb_act ${quote(script)}`

const plain = { up: 'svc_status || return 1', once: 'false', why: ':' } as const
const stopThenStart = 'svc_stop && rb_until_stopped && rb_begin 1 && rb_mark && svc_start'

const byCommands = (commands: ServiceScripts): Bodies => ({
  ...plain,
  status: quietly(commands.status),
  start: act(commands.start),
  stop: act(commands.stop),
  restart: commands.restart === undefined ? stopThenStart : act(commands.restart),
  reload: act(commands.reload ?? 'false'),
  enable: ':',
  disable: ':',
})

/** The name of the unit itself: an alias can be neither enabled nor disabled. */
export const unitNamed = (unit: string): string => `"$(systemctl show -p Id ${unit} | sed 's/^Id=//')"`

function bySystemd(unit: string): Bodies {
  const named = unitNamed(unit)
  const verb = (word: string) => act(`systemctl daemon-reload && systemctl ${word} ${unit}`)
  return {
    status: `systemctl is-active --quiet ${unit}`,
    start: verb('start'),
    stop: verb('stop'),
    restart: verb('restart'),
    reload: verb('reload'),
    enable: `case $(systemctl is-enabled ${named} 2>/dev/null) in disabled | linked* | enabled-runtime) ${act(`systemctl enable ${named}`)} ;; esac`,
    disable: `case $(systemctl is-enabled ${named} 2>/dev/null) in enabled-runtime) ${act(`systemctl --runtime disable ${named}`)} ;; *) ${act(`systemctl disable ${named}`)} ;; esac`,
    once: `case $(systemctl show -p Type -p RemainAfterExit ${unit} | sort) in 'RemainAfterExit=no
Type=oneshot') ;; *) false ;; esac`,
    up: `rb_shown=$(systemctl show -p ActiveState -p SubState -p Type -p Result -p ExecMainStatus -p ConditionResult -p ConditionTimestampMonotonic ${unit}) || return 1
  case $rb_shown in *ConditionTimestampMonotonic=0*) rb_unmet= ;; *ConditionResult=no*) rb_unmet=1 ;; *) rb_unmet= ;; esac
  case $rb_shown in *Type=simple* | *Type=idle* | *Type=exec*) rb_looks=4 ;; esac
  case $rb_shown in
    *ActiveState=active* | *ActiveState=reloading* | *ActiveState=refreshing*) return 0 ;;
    *ActiveState=failed*) return 2 ;;
    *ActiveState=inactive*) if [ -n "$rb_unmet" ]; then return 2; fi; case $rb_shown in *Result=success*) svc_once || return 2 ;; *) return 2 ;; esac ;;
    *) return 1 ;;
  esac`,
    why: `svc_up
  rb_is() { echo "$rb_shown" | sed -n "s/^$1=//p"; }
  echo ${unit} "is $(rb_is ActiveState) ($(rb_is SubState)): result $(rb_is Result), exit status $(rb_is ExecMainStatus)"
  case $rb_shown in *ActiveState=inactive*) [ -s "$rb_out" ] || echo ${quote(`it ended by itself, or a condition of its unit does not hold: see systemctl cat ${unit}`)} ;; esac
  journalctl --sync 2>/dev/null
  journalctl -q --no-pager -n 10 -o cat -u ${unit} 2>/dev/null`,
  }
}

function byScript(name: string): Bodies {
  const unit = quote(name)
  const init = (verb: string) => act(sysv(name, verb))
  const rc = (here: string, redhat: string, alpine: string) =>
    act(
      `if command -v update-rc.d; then ${here}; elif command -v chkconfig; then ${redhat}; elif command -v rc-update; then ${alpine}; fi`,
    )
  return {
    ...plain,
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
  }
}

export const quietly = (script: string): string => `sh -c ${quote(script)} </dev/null >/dev/null 2>&1`

export const sysv = (name: string, verb: string): string =>
  `if [ ! -x /etc/init.d/${quote(name)} ]; then echo ${quote(`this host has neither systemd nor /etc/init.d/${name}`)}; exit 4
elif command -v service >/dev/null 2>&1; then service ${quote(name)} ${verb}
else /etc/init.d/${quote(name)} ${verb}; fi`
