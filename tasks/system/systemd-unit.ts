import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { commandFact, digestFact, type Fact, followedFact, foretell, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { parentOf } from '../../lib/core/paths.ts'
import type { Changes } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import {
  askUnitFile,
  bootUnit,
  type FoundUnit,
  readUnitFile,
  reloadUnits,
  showUnitFile,
} from '../../lib/remote/posix/systemd-unit.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { fileRemoval } from '../support/removal.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { truth, wordOf } from '../support/schema.ts'
import { plainName, textOfUnit, unitFile, unitText } from './systemd/unit-file.ts'

export type { UnitSections } from './systemd/unit-file.ts'

const options = v.pipe(
  presentOrAbsent(
    {
      /** Its whole name, as in `app.service` or `app.socket`. */
      name: unitFile,
      /** Default: present. `absent` takes the file away; what runs is to be stopped before. */
      state: v.optional(wordOf('present', 'absent')),
      /** The name of a file beside a unit that somebody else brings: it holds what shall differ. Default: the unit itself. */
      dropIn: v.optional(plainName('the name of a drop-in')),
    },
    {
      /** Its text, or its sections: `{ Service: { ExecStart: '/opt/app/run', Environment: ['A=1', 'B=2'] } }`; a list is a line each. */
      unit: unitText,
      /** Whether it starts with the host. Default: as it is; `service` sees to that as well. */
      enabled: v.optional(truth),
    },
  ),
  v.check(
    ({ dropIn, enabled }) => dropIn === undefined || enabled === undefined,
    'a drop-in does not say whether its unit starts with the host: leave enabled out, and say it with service()',
  ),
)
export type SystemdUnit = v.InferInput<typeof options>
type Wanted = Exclude<SystemdUnit, { state: 'absent' }>

/**
 * A unit of systemd in /etc/systemd/system, or a drop-in of one. systemd reads it again where it has not read what is there,
 * whoever wrote that. It is started, and restarted with what it reads, by `service`: give it the file as one of `inputs`.
 *
 * @example systemdUnit({ name: 'app.service', unit: { Service: { ExecStart: '/opt/app/run', User: 'app' }, Install: { WantedBy: 'multi-user.target' } } })
 * @example systemdUnit({ name: 'nginx.service', dropIn: 'limits', unit: { Service: { LimitNOFILE: 65536 } } })
 */
export const systemdUnit = defineTask('systemdUnit', {
  options,
  title: ({ name, dropIn, state }) =>
    `${state === 'absent' ? 'remove' : 'write'} ${dropIn === undefined ? '' : `the drop-in ${dropIn} of `}${name}`,
  reads: (args): UnitReads => {
    const path = pathOf(args)
    return {
      at: args.state === 'absent' ? pathFact(path) : digestFact(path, digestOf({ text: textOfUnit(args.unit) })),
      folder: followedFact(parentOf(path)),
      // That nothing runs any more has to be true after all earlier steps.
      found: commandFact(askUnitFile(args.name), args.state === 'absent' ? undefined : []),
      who: whoFact,
    }
  },
  plan: (args, { at, folder, found: answer, who }) => {
    const found = readUnitFile(answer)
    if (found === undefined)
      return refuse(
        `systemd does not answer for ${args.name}: ${answer.output.trim()}`,
        'see what systemctl status says',
      )
    if (found.systemd === 'none') return args.state === 'absent' && at.type === 'absent' ? [] : noSystemd
    const planned = args.state === 'absent' ? removing(args, at, found) : writing(args, at, folder, found)
    const runs = !isRefusal(planned) && planned.some(({ op }) => op === 'run')
    return (runs ? onlyRoot(who, 'tell systemd') : undefined) ?? planned
  },
})

type UnitReads = {
  readonly at: Fact<PathAnswer | DigestAnswer>
  readonly folder: Fact<PathAnswer>
  readonly found: Fact<CommandAnswer>
  readonly who: Fact<CommandAnswer>
}

const noSystemd = refuse('this host has no systemd', 'run the program by what the host has, or install systemd before')

const pathOf = ({ name, dropIn }: Pick<SystemdUnit, 'name' | 'dropIn'>): string =>
  `/etc/systemd/system/${name}${dropIn === undefined ? '' : `.d/${dropIn}.conf`}`

function writing(args: Wanted, at: PathAnswer | DigestAnswer, folder: PathAnswer, found: FoundUnit): Changes {
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
  const reload: Operation[] =
    isRead || found.systemd !== 'runs' ? [] : [{ op: 'run', script: reloadUnits(name), effects }]
  const chosen: Operation[] =
    boot === undefined ? [] : [{ op: 'run', script: bootUnit(boot ? 'enable' : 'disable', name), effects }]
  return [...file, ...reload, ...chosen]
}

function removing(args: SystemdUnit, at: PathAnswer | DigestAnswer, found: FoundUnit): Changes {
  const { name, dropIn } = args
  const gone = fileRemoval(pathOf(args), at)
  if ('refusal' in gone || 'finding' in gone) return isRefusal(gone) ? gone : []
  const whole = dropIn === undefined
  const effects = { answers: [] }
  const reload: Operation[] = found.systemd === 'runs' ? [{ op: 'run', script: reloadUnits(name), effects }] : []
  if (gone.length === 0) return []
  if (whole && found.isActive)
    return refuse(`${name} is running`, `stop it before, with service({ name: '${name}', state: 'stopped' })`)
  const disabled: Operation[] =
    whole && found.boot === 'enabled' ? [{ op: 'run', script: bootUnit('disable', name), effects }] : []
  return [...disabled, ...gone, ...reload]
}
