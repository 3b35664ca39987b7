import type { DigestAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { digestOf } from '../../../lib/core/content.ts'
import { commandFact, foretell } from '../../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../../lib/core/failure.ts'
import type { Effects, Operation } from '../../../lib/core/operation.ts'
import { parentOf } from '../../../lib/core/paths.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import {
  askUnitFile,
  bootUnit,
  type FoundUnit,
  reloadUnits,
  showUnitFile,
} from '../../../lib/remote/posix/systemd-unit.ts'
import { attributeChanges, cannotWrite } from '../../support/attributes.ts'
import { fileRemoval } from '../../support/removal.ts'
import { textOfUnit, type UnitSections } from './unit-file.ts'

interface Named {
  readonly name: string
  readonly dropIn?: string | undefined
}

interface Wanted extends Named {
  readonly unit: string | UnitSections
  readonly enabled?: boolean | undefined
}

export const pathOf = ({ name, dropIn }: Named): string =>
  `/etc/systemd/system/${name}${dropIn === undefined ? '' : `.d/${dropIn}.conf`}`

/** What makes the file what it shall be, and known to systemd. */
export function writing(args: Wanted, at: PathAnswer | DigestAnswer, folder: PathAnswer, found: FoundUnit): Changes {
  const { name, dropIn, enabled } = args
  const path = pathOf(args)
  const content = { text: textOfUnit(args.unit) }
  const makesFolder = dropIn !== undefined && folder.type === 'absent' && folder.parent !== 'other'
  const no = makesFolder ? undefined : cannotWrite(path, at)
  if (no) return no
  if (found.boot === 'masked' && dropIn === undefined)
    return refuse(`${name} is masked`, `systemctl unmask ${name}, then run again`)
  if (enabled !== undefined && found.boot === 'fixed' && at.type === 'file')
    return refuse(
      `${name} cannot be enabled or disabled: it has no Install section`,
      'give it one, or leave enabled out',
    )
  const same = at.type === 'file' && 'sha256' in at && at.sha256 === digestOf(content)
  const wanted = { mode: 0o644, owner: 'root', group: 'root' }
  const file: Operation[] = same
    ? attributeChanges(path, wanted, at)
    : [
        ...(makesFolder ? [{ op: 'directory' as const, path: parentOf(path) }] : []),
        { op: 'write', path, content, ...wanted },
      ]
  // A drop-in may be there before its unit is.
  const isRead = same && !found.isOutdated && (found.isLoaded || dropIn !== undefined)
  const boot = enabled === undefined || enabled === (found.boot === 'enabled') ? undefined : enabled
  const after: FoundUnit = {
    ...found,
    isLoaded: true,
    isOutdated: false,
    boot: boot === undefined ? found.boot : boot ? 'enabled' : 'disabled',
  }
  const effects = { answers: [foretell(commandFact(askUnitFile(name), []), showUnitFile(after))] }
  const reload: Operation[] = isRead || found.systemd !== 'runs' ? [] : [reloaded(name, effects)]
  const chosen: Operation[] = boot === undefined ? [] : [chosenBoot(boot ? 'enable' : 'disable', name, effects)]
  return [...file, ...reload, ...chosen]
}

/** What systemd has read is that of the file, also when that is as it was. */
const reloaded = (name: string, effects: Effects): Operation => ({
  op: 'run',
  script: reloadUnits(name),
  effects,
  undo: { script: reloadUnits(name) },
})

const chosenBoot = (verb: 'enable' | 'disable', name: string, effects: Effects): Operation => ({
  op: 'run',
  script: bootUnit(verb, name),
  effects,
  undo: verb === 'enable' ? { script: bootUnit('disable', name), first: true } : { script: bootUnit('enable', name) },
})

/** What takes the file away, and makes systemd forget it. */
export function removing(args: Named, at: PathAnswer | DigestAnswer, found: FoundUnit): Changes {
  const { name, dropIn } = args
  const gone = fileRemoval(pathOf(args), at)
  if ('refusal' in gone || 'finding' in gone) return isRefusal(gone) ? gone : []
  const whole = dropIn === undefined
  const effects = { answers: [] }
  const reload: Operation[] = found.systemd === 'runs' ? [reloaded(name, effects)] : []
  if (gone.length === 0) return []
  if (whole && found.isActive)
    return refuse(`${name} is running`, `stop it before, with service({ name: '${name}', state: 'stopped' })`)
  const disabled: Operation[] = whole && found.boot === 'enabled' ? [chosenBoot('disable', name, effects)] : []
  return [...disabled, ...gone, ...reload]
}
