import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

export interface FoundUnit {
  /** Whether the host has systemd, and whether it runs: in an image it only lies there. */
  readonly systemd: 'runs' | 'lies' | 'none'
  /** Whether systemd has read the unit, and whether a file of it has become different since. */
  readonly isLoaded: boolean
  readonly isOutdated: boolean
  readonly isActive: boolean
  readonly boot: 'enabled' | 'disabled' | 'fixed' | 'masked'
}

/** Prints what systemd knows of a unit, a word a line. */
export const askUnitFile = (name: string): string => `${comment(`what systemd knows of ${name}`)}
command -v systemctl >/dev/null 2>&1 || { echo none; exit 0; }
[ -d /run/systemd/system ] || { echo lies; echo "boot=$(systemctl is-enabled ${quote(name)} 2>/dev/null)"; exit 0; }
echo runs
echo "boot=$(systemctl is-enabled ${quote(name)} 2>/dev/null)"
systemctl show -p LoadState -p ActiveState -p NeedDaemonReload ${quote(name)}`

/** Reads what `askUnitFile` prints; undefined: systemd did not answer. */
export function readUnitFile({ status, output }: CommandAnswer): FoundUnit | undefined {
  const [systemd = '', ...lines] = output.trim().split('\n')
  const of = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1)
  if (status !== 0 || !isSystemd(systemd)) return undefined
  return {
    systemd,
    isLoaded: systemd !== 'runs' || of('LoadState') !== 'not-found',
    isOutdated: of('NeedDaemonReload') === 'yes',
    isActive: !['inactive', 'failed', undefined].includes(of('ActiveState')),
    boot: bootOf(of('boot') ?? ''),
  }
}

const isSystemd = (word: string): word is FoundUnit['systemd'] => ['runs', 'lies', 'none'].includes(word)

function bootOf(word: string): FoundUnit['boot'] {
  if (word === 'enabled' || word === 'alias') return 'enabled'
  if (word.startsWith('masked')) return 'masked'
  return ['disabled', 'linked', 'enabled-runtime', 'linked-runtime', 'not-found', ''].includes(word)
    ? 'disabled'
    : 'fixed'
}

/** The answer as it will be. */
export const showUnitFile = ({ systemd, isLoaded, isOutdated, isActive, boot }: FoundUnit): CommandAnswer => {
  const shown = [
    `LoadState=${isLoaded ? 'loaded' : 'not-found'}`,
    `ActiveState=${isActive ? 'active' : 'inactive'}`,
    `NeedDaemonReload=${isOutdated ? 'yes' : 'no'}`,
  ]
  const lines = [systemd, `boot=${boot === 'fixed' ? 'static' : boot}`, ...(systemd === 'runs' ? shown : [])]
  return { status: 0, output: `${lines.join('\n')}\n` }
}

export const reloadUnits = (name: string): string =>
  `${comment(`let systemd read ${name} again`)}\nsystemctl daemon-reload`

export const bootUnit = (verb: 'enable' | 'disable', name: string): string =>
  `${comment(`${verb} ${name}`)}\nsystemctl ${verb} ${quote(name)}`
