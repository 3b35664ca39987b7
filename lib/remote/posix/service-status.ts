import type { CommandAnswer } from '../../core/answers.ts'
import { type Refusal, refuse } from '../../core/failure.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { type Manager, quietly, type ServiceScripts, sysv } from './service-functions.ts'

export interface ServiceStatus {
  readonly manager: Manager
  readonly now: 'running' | 'starting' | 'stopping' | 'stopped' | 'failed'
  /** A oneshot that leaves nothing running. Of a unit that is not there nobody knows. */
  readonly once: 'yes' | 'no' | 'unknown'
  /**
   * Whether it starts with the host. `runtime`: it would, but that is forgotten at the start; `fixed`: it cannot be chosen
   * here, for something else starts the unit or brings it; `absent`: there is no unit file.
   */
  readonly boot: 'enabled' | 'disabled' | 'runtime' | 'masked' | 'fixed' | 'absent'
  /** What the host says against it: why it failed, or why its unit cannot be used. */
  readonly because: string
}

/** What systemd is asked for. */
const properties = [
  ...['LoadState', 'ActiveState', 'UnitFileState', 'Type', 'RemainAfterExit', 'Result', 'ExecMainStatus'],
] as const

/** Prints the manager and the word for the start with the host, then how the service is: a word, or what systemd shows. */
export function statusScript(name: string, commands: ServiceScripts | undefined): string {
  const unit = quote(name)
  if (commands)
    return `${comment(name)}\necho commands fixed; if ( ${quietly(commands.status)} ); then echo running; else echo stopped; fi`
  return `${comment(name)}
if [ -d /run/systemd/system ]; then
  echo systemd $(systemctl is-enabled ${unit} 2>/dev/null)
  systemctl show ${properties.map((property) => `-p ${property}`).join(' ')} ${unit} 2>&1 || echo "status $?"
else
  rb_boot=fixed
  if [ -e /etc/init.d/${unit} ]; then rb_boot=disabled; fi
  for f in /etc/rc[2345].d/S[0-9][0-9]${unit} /etc/rc.d/rc[2345].d/S[0-9][0-9]${unit} /etc/runlevels/*/${unit}; do
    if [ -e "$f" ] || [ -L "$f" ]; then rb_boot=enabled; fi
  done
  echo sysv $rb_boot
  if [ ! -x /etc/init.d/${unit} ]; then echo stopped; exit 0; fi
  ( ${quietly(sysv(name, 'status'))} )
  x=$?
  if command -v openrc-run >/dev/null 2>&1; then
    case $x in 0) echo running ;; 3 | 16) echo stopped ;; 4) echo stopping ;; 8) echo starting ;; 32) echo failed ;; *) echo "status $x" ;; esac
  else
    case $x in 0) echo running ;; 1 | 2 | 3) echo stopped ;; *) echo "status $x" ;; esac
  fi
fi`
}

/** The answer that would be read so. */
export function statusAnswer({ manager, now, once, boot }: ServiceStatus): CommandAnswer {
  const word = Object.entries(bootWords).find(([, meaning]) => meaning === boot)?.[0] ?? 'static'
  const active = Object.entries(activeWords).find(([, meaning]) => meaning === now)?.[0]
  const load = once === 'unknown' ? 'not-found' : 'loaded'
  const shown = [
    `LoadState=${load}`,
    `ActiveState=${active}`,
    `Type=${once === 'yes' ? 'oneshot' : 'simple'}`,
    'RemainAfterExit=no',
  ]
  const lines = manager === 'systemd' ? [`systemd ${word}`, ...shown, 'Result=success'] : [`${manager} ${boot}`, now]
  return { status: 0, output: `${lines.join('\n')}\n` }
}

/** How a service is. What nobody knows here is neither running nor stopped: it is refused. */
export function readStatus({ output }: CommandAnswer, name: string): ServiceStatus | Refusal {
  const [first = '', ...lines] = output.trim().split('\n')
  const [manager, word = ''] = first.split(' ')
  if (manager === 'systemd') return readShown(lines, word, name)
  const [now = ''] = lines
  const boot = word as ServiceStatus['boot']
  if (isState(now)) return { manager: manager === 'sysv' ? manager : 'commands', now, once: 'no', boot, because: '' }
  return refuse(`the init script of ${name} cannot say how it is (${now})`, `see what /etc/init.d/${name} status says`)
}

/**
 * By all that `systemctl is-enabled` says, but for two words: of an `alias`, which tells nothing of the unit that it is of,
 * that unit is asked; one that is `bad` is refused, as is a word that nobody knows. Older ones say nothing of a unit that is
 * not there.
 */
const bootWords: Readonly<Record<string, ServiceStatus['boot']>> = {
  enabled: 'enabled',
  disabled: 'disabled',
  linked: 'disabled',
  'linked-runtime': 'disabled',
  'enabled-runtime': 'runtime',
  masked: 'masked',
  'masked-runtime': 'masked',
  static: 'fixed',
  indirect: 'fixed',
  generated: 'fixed',
  transient: 'fixed',
  'not-found': 'absent',
}

/** By what `systemctl is-active` says, but for `maintenance`: a unit whose files are being removed is left alone. */
const activeWords: Readonly<Record<string, ServiceStatus['now']>> = {
  active: 'running',
  reloading: 'running',
  refreshing: 'running',
  activating: 'starting',
  deactivating: 'stopping',
  inactive: 'stopped',
  failed: 'failed',
}

const isState = (word: string): word is ServiceStatus['now'] => Object.values(activeWords).includes(word as never)

function readShown(lines: readonly string[], word: string, name: string): ServiceStatus | Refusal {
  const shown = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  const active = shown.get('ActiveState')
  if (active === undefined)
    return refuse(`systemctl cannot say how ${name} is (${lines.join(' ')})`, `see what systemctl status ${name} says`)
  const now = activeWords[active]
  if (now === undefined)
    return refuse(
      `systemd says that ${name} is ${active}`,
      `bring it to rest (systemctl status ${name}), then run again`,
    )
  const load = shown.get('LoadState') ?? ''
  const told = word === 'alias' ? (shown.get('UnitFileState') ?? '') : word
  const boot = bootWords[told === '' && load === 'not-found' ? 'not-found' : told]
  if (boot === undefined)
    return refuse(
      `systemd cannot say whether ${name} starts with the host: its unit file is ${told || 'unreadable'}`,
      `mend it (systemctl status ${name}), then run again`,
    )
  const isBad = !['loaded', 'not-found', 'masked', 'stub', 'merged'].includes(load)
  const ended = `${shown.get('Result')}${shown.get('ExecMainStatus') === '0' ? '' : `, status ${shown.get('ExecMainStatus')}`}`
  const result = ended === 'success' ? '' : ended
  const isOnce = shown.get('Type') === 'oneshot' && shown.get('RemainAfterExit') === 'no'
  return {
    manager: 'systemd',
    now,
    once: load === 'not-found' ? 'unknown' : isOnce ? 'yes' : 'no',
    boot,
    because: isBad ? `its unit cannot be loaded: ${load}` : now === 'failed' || now === 'starting' ? result : '',
  }
}
